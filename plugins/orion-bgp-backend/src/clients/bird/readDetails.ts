/** Lines that belong together, such as a channel, with their labels. */
export interface DetailBlock {
  /** What stands behind `Channel`; empty for the protocol itself. */
  title: string;
  /** The text behind the first such label. */
  value(label: string): string | undefined;
  /** The text behind a label that is indented below another one. */
  below(parent: string, label: string): string | undefined;
  /** The lines that are indented deeper than this label. */
  linesBelow(parent: string): string[];
}

/**
 * Splits the lines of code 1006 of one protocol into the protocol's own part and
 * one block per channel. BIRD indents: 2 spaces for the protocol's labels and
 * `Channel`, 4 for a channel's labels and those of BGP, deeper for what belongs
 * to the line above.
 */
export function readDetails(lines: string[]): {
  own: DetailBlock;
  channels: DetailBlock[];
} {
  const blocks: { title: string; lines: string[] }[] = [
    { title: '', lines: [] },
  ];
  for (const line of lines) {
    const [, channel] = /^ {2}Channel (\S+)/.exec(line) ?? [];
    if (channel) {
      blocks.push({ title: channel, lines: [] });
    } else {
      blocks[blocks.length - 1].lines.push(line);
    }
  }
  const [own, ...channels] = blocks.map(block);
  return { own, channels };
}

function block({ title, lines }: { title: string; lines: string[] }) {
  const behind = (line: string | undefined, label: string) =>
    line
      ?.trim()
      .slice(label.length)
      .replace(/^\s*:\s*/, '')
      .trim();
  const find = (from: string[], label: string) =>
    from.findIndex(line => {
      const text = line.trimStart();
      return (
        text.startsWith(label) && /^\s*(:|$)/.test(text.slice(label.length))
      );
    });
  const linesBelow = (parent: string) => {
    const at = find(lines, parent);
    if (at === -1) {
      return [];
    }
    const depth = indent(lines[at]);
    const rest = lines.slice(at + 1);
    const end = rest.findIndex(line => indent(line) <= depth);
    return end === -1 ? rest : rest.slice(0, end);
  };
  return {
    title,
    linesBelow,
    value: (label: string) => behind(lines[find(lines, label)], label),
    below: (parent: string, label: string) => {
      const within = linesBelow(parent);
      return behind(within[find(within, label)], label);
    },
  };
}

function indent(line: string): number {
  return line.length - line.trimStart().length;
}
