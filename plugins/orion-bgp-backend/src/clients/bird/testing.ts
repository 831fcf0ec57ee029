/* eslint-disable no-bitwise */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PathRecord } from '../../routes/RouteSource';
import { LineReader, ReplyLine } from './LineReader';
import { RouteDumpOptions, RouteDumpParser } from './RouteDumpParser';

/** Bytes of a recorded or hand-made reply. */
export function fixture(name: string): Buffer {
  // eslint-disable-next-line no-restricted-syntax -- only tests call it
  return readFileSync(join(__dirname, 'fixtures', `${name}.txt`));
}

export function linesOf(reply: Uint8Array): ReplyLine[] {
  const reader = new LineReader();
  reader.push(reply);
  return reader.lines;
}

/** Numbers that are the same in every run: 32 bits of mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}

/** A path that may be kept. */
export function copyPath(path: PathRecord): PathRecord {
  return {
    ...path,
    address: path.address.slice(),
    attributes: path.attributes.slice(),
  };
}

/** `2001:db8:1::/48` with all its groups, for comparing. */
export function prefixOf({ address, length, family }: PathRecord): string {
  const text =
    family === 4
      ? address.join('.')
      : Array.from({ length: 8 }, (_, index) =>
          ((address[2 * index] << 8) | address[2 * index + 1]).toString(16),
        ).join(':');
  return `${text}/${length}`;
}

/** Reads a whole reply, cut into chunks of the given sizes in turn. */
export function readDump(
  reply: Uint8Array,
  options: Partial<RouteDumpOptions> = {},
  cuts: number[] = [reply.length || 1],
): { paths: PathRecord[]; parser: RouteDumpParser } {
  const paths: PathRecord[] = [];
  const parser = new RouteDumpParser({
    clock: { now: 1_795_672_900, offset: 0 },
    sink: path => {
      paths.push(copyPath(path));
    },
    ...options,
  });
  let at = 0;
  for (let index = 0; at < reply.length && !parser.end; index++) {
    const size = Math.max(1, cuts[index % cuts.length]);
    parser.push(reply.subarray(at, at + size));
    at += size;
  }
  return { paths, parser };
}
