import { anyAsn, PathNode } from './PathNode';
import { PatternReader } from './PatternReader';

/** Deepest nesting of parentheses. */
const MAX_DEPTH = 20;
/** Highest number of a repetition; longer paths do not exist in practice. */
const MAX_REPEAT = 255;
/** What separates ASNs; `_` too, as every token is a whole ASN already. */
const BLANKS = /[\s_,]/;

/**
 * Reads a pattern as people know it from Cisco's `as-path access-list`, on
 * whole ASNs: `.` is any AS, `[64512-65534]` one of a range, `^` and `$` are the
 * ends, and `_` only separates.
 */
export function parseCiscoPattern(text: string): PathNode {
  const reader = new PatternReader(text);
  const node = readChoice(reader, 0);
  if (reader.peek() !== '') {
    reader.fail(
      reader.peek() === ')'
        ? '")" closes nothing'
        : `"${reader.peek()}" has no meaning here`,
    );
  }
  return node;
}

function readChoice(reader: PatternReader, depth: number): PathNode {
  if (depth > MAX_DEPTH) {
    reader.fail(`parentheses nest at most ${MAX_DEPTH} deep`);
  }
  const items = [readSequence(reader, depth)];
  while (reader.take('|')) {
    items.push(readSequence(reader, depth));
  }
  return items.length === 1 ? items[0] : { type: 'choice', items };
}

function readSequence(reader: PatternReader, depth: number): PathNode {
  const items: PathNode[] = [];
  for (;;) {
    reader.skip(BLANKS);
    const atom = readAtom(reader, depth);
    if (!atom) {
      return items.length === 1 ? items[0] : { type: 'sequence', items };
    }
    items.push(readRepetition(reader, atom));
  }
}

function readAtom(reader: PatternReader, depth: number): PathNode | undefined {
  const from = reader.at;
  if (reader.take('.')) {
    return anyAsn;
  }
  if (reader.take('^')) {
    return { type: 'start' };
  }
  if (reader.take('$')) {
    return { type: 'end' };
  }
  if (reader.take('(')) {
    if (reader.peek() === '?') {
      reader.fail('groups with "?" do not exist here');
    }
    const node = readChoice(reader, depth + 1);
    return reader.take(')') ? node : reader.fail('"(" is not closed', from);
  }
  if (reader.take('[')) {
    return readSet(reader, from);
  }
  if (/[*+?{]/.test(reader.peek()) && reader.peek() !== '') {
    reader.fail(
      `"${reader.peek()}" repeats what is before it: there is nothing`,
    );
  }
  const asn = reader.takeAsn();
  return asn === undefined
    ? undefined
    : { type: 'asn', ranges: [[asn, asn]], negated: false };
}

function readSet(reader: PatternReader, from: number): PathNode {
  const negated = reader.take('^');
  const node: PathNode = { type: 'asn', ranges: [], negated };
  for (;;) {
    reader.skip(/[\s,]/);
    if (reader.take(']')) {
      break;
    }
    const range = reader.takeRange('-');
    if (!range) {
      return reader.peek() === ''
        ? reader.fail('"[" is not closed', from)
        : reader.fail('AS numbers and ranges like 64512-65534 stand in [ ]');
    }
    node.ranges.push(range);
  }
  if (node.ranges.length === 0) {
    reader.fail('[ ] is empty', from);
  }
  if (node.ranges.length === 1 && String(node.ranges[0]) === '0,9') {
    // Known from expressions over characters, where it means any digit.
    reader.fail('patterns work on whole ASNs: write . for any AS', from);
  }
  return node;
}

function readRepetition(reader: PatternReader, item: PathNode): PathNode {
  const from = reader.at;
  const bounds = readBounds(reader);
  if (!bounds) {
    return item;
  }
  if (item.type === 'start' || item.type === 'end') {
    reader.fail('"^" and "$" cannot be repeated', from);
  }
  if (readBounds(reader)) {
    reader.fail('one repetition follows another', from);
  }
  return { type: 'repeat', item, ...bounds };
}

function readBounds(
  reader: PatternReader,
): { min: number; max: number } | undefined {
  const from = reader.at;
  if (reader.take('*')) {
    return { min: 0, max: Infinity };
  }
  if (reader.take('+')) {
    return { min: 1, max: Infinity };
  }
  if (reader.take('?')) {
    return { min: 0, max: 1 };
  }
  if (!reader.take('{')) {
    return undefined;
  }
  const min = reader.takeNumber(MAX_REPEAT, 'a repetition');
  const open = reader.take(',');
  const max = open ? reader.takeNumber(MAX_REPEAT, 'a repetition') : min;
  if (min === undefined || !reader.take('}')) {
    return reader.fail('a repetition is {3}, {2,} or {2,5}', from);
  }
  if (max !== undefined && max < min) {
    reader.fail(`{${min},${max}} runs backwards`, from);
  }
  return { min, max: max ?? Infinity };
}
