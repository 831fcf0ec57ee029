import { ToldFile } from './PlaybookSight';

/**
 * Lines of the packet filter that follow from sessions and own prefixes: who may
 * speak BGP or BFD with the router, and what its own addresses are.
 */
const FOLLOWS = [
  /^ip6? saddr [0-9a-f.:]+ ip6? daddr [0-9a-f.:]+ accept$/i,
  /^ip6? saddr [0-9a-f.:]+ ip6? (hoplimit|ttl) != 255 counter drop$/i,
  /^ip6? saddr [0-9a-f.:]+ ip6? (hoplimit|ttl) 255 accept$/i,
  /^elements = \{ [0-9a-f.:/, ]+ \}$/i,
  // Lets a part of an own prefix stand beside it among these, and lets in nothing more.
  /^auto-merge$/,
];

/** Changed lines that follow from something else, each with its sign. */
export function unexplainedFilter({ before, after }: ToldFile): string[] {
  const [old, now] = [linesOf(before ?? ''), linesOf(after)];
  const found = [
    ...surplus(old, now).map(line => `- ${line}`),
    ...surplus(now, old).map(line => `+ ${line}`),
  ];
  // The first line that matches a packet decides.
  return found.length === 0 && old.join('\n') !== now.join('\n')
    ? ['the order of its lines']
    : found;
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(
      line =>
        line && !line.startsWith('#') && !FOLLOWS.some(one => one.test(line)),
    );
}

/** Lines of one that the other has not, or not as often. */
function surplus(lines: string[], others: string[]): string[] {
  const left = [...others];
  return lines.filter(line => {
    const at = left.indexOf(line);
    if (at >= 0) {
      left.splice(at, 1);
    }
    return at < 0;
  });
}
