import { anyAsn, PathNode } from './PathNode';
import { PatternReader } from './PatternReader';

/**
 * Reads a mask as in BIRD's filters, which is about the whole path: `*` any
 * ASNs, `?` any one, `[64500, 64510..64520]` one of these, `+` repeats what is
 * before it.
 */
export function parseBirdMask(text: string): PathNode {
  const from = text.indexOf('[=');
  const end = text.lastIndexOf('=]');
  const reader = new PatternReader(text, from + 2, Math.max(end, from + 2));
  if (end < from + 2) {
    reader.fail('"[=" is not closed by "=]"', from);
  }
  if (text.slice(0, from).trim() !== '') {
    reader.fail('nothing comes before "[="', 0);
  }
  if (text.slice(end + 2).trim() !== '') {
    reader.fail('nothing comes after "=]"', end + 2);
  }
  const items: PathNode[] = [{ type: 'start' }];
  for (reader.skip(/\s/); reader.peek() !== ''; reader.skip(/\s/)) {
    items.push(readElement(reader, items));
  }
  return { type: 'sequence', items: [...items, { type: 'end' }] };
}

function readElement(reader: PatternReader, before: PathNode[]): PathNode {
  if (reader.take('*')) {
    return { type: 'repeat', item: anyAsn, min: 0, max: Infinity };
  }
  if (reader.take('?')) {
    return anyAsn;
  }
  if (reader.take('+')) {
    const item = before.length > 1 ? before.pop() : undefined;
    return !item || item.type === 'repeat'
      ? reader.fail('"+" repeats an AS before it: there is none', reader.at - 1)
      : { type: 'repeat', item, min: 1, max: Infinity };
  }
  if (reader.peek() === '[') {
    return readSet(reader);
  }
  const range = reader.takeRange('..');
  return range
    ? { type: 'asn', ranges: [range], negated: false }
    : reader.fail(`"${reader.peek()}" has no meaning in a mask`);
}

function readSet(reader: PatternReader): PathNode {
  const from = reader.at;
  reader.take('[');
  const node: PathNode = { type: 'asn', ranges: [], negated: false };
  for (reader.skip(/[\s,]/); !reader.take(']'); reader.skip(/[\s,]/)) {
    const range = reader.takeRange('..');
    if (!range) {
      return reader.peek() === ''
        ? reader.fail('"[" is not closed', from)
        : reader.fail('AS numbers and ranges like 64512..65534 stand in [ ]');
    }
    node.ranges.push(range);
  }
  return node.ranges.length > 0 ? node : reader.fail('[ ] is empty', from);
}
