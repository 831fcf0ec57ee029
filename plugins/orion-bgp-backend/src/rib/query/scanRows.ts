import { PathFlag } from '../../routes/RouteSource';
import { BitSet } from '../pool/BitSet';
import { RowMeta, rpkiCode } from '../table/RowMeta';
import { Rows } from '../table/Rows';
import { RowFilter } from './RowFilter';

/** A part of a table and what to collect from it. */
export interface Scan {
  rows: Rows;
  hidden?: BitSet;
  from: number;
  to: number;
  filter: RowFilter;
  /** Rows are counted from `from`, but collected from here only. */
  collectFrom: number;
  /** At most this many in all. */
  limit: number;
  found: number[];
}

/** Rows of one block: its byte per row stays in the nearest cache. */
const BLOCK = 4096;
const fits = new Uint8Array(BLOCK);
const INVALID = rpkiCode('invalid');

/** How many rows fit, and how many of them an import policy refused. */
export interface RowCount {
  total: number;
  rejected: number;
}

/**
 * Counts the rows that fit and collects the first. Block by block and column by
 * column, without a branch per row: which rows fit cannot be foretold, and a
 * wrong guess costs a processor more than the rest of the work.
 */
export function scanRows(scan: Scan): RowCount {
  const { filter, collectFrom, limit, found } = scan;
  if (filter.never) {
    return { total: 0, rejected: 0 };
  }
  const { filtered } = PathFlag;
  const all = (filter.flagsMask & filter.flagsValue & filtered) !== 0;
  const none = !all && (filter.flagsMask & filtered) !== 0;
  let total = 0;
  let rejected = 0;
  for (let from = scan.from; from < scan.to; from += BLOCK) {
    const to = Math.min(scan.to, from + BLOCK);
    const inBlock = testBlock(scan, from, to);
    total += inBlock;
    if (inBlock > 0 && !all && !none) {
      rejected += countFiltered(scan.rows.flags, from, to - from);
    }
    if (inBlock > 0 && to > collectFrom && found.length < limit) {
      for (let at = Math.max(from, collectFrom); at < to; at++) {
        if (fits[at - from] === 1 && found.push(at) === limit) {
          break;
        }
      }
    }
  }
  return { total, rejected: all ? total : rejected };
}

/** Writes into `fits` which rows of the block do, and returns how many. */
function testBlock(scan: Scan, from: number, to: number): number {
  const { rows, filter, hidden } = scan;
  const size = to - from;
  fits.fill(1, 0, size);
  if (hidden) {
    keepShown(hidden.words, from, size);
  }
  // Short columns first: often they leave nothing of a block to look up in sets.
  if (filter.flagsMask !== 0) {
    keepMasked(rows.flags, from, size, filter.flagsMask, filter.flagsValue);
  }
  if (filter.metaMask !== 0) {
    keepMasked(rows.meta, from, size, filter.metaMask, filter.metaValue);
  }
  if (filter.notInvalid) {
    dropMasked(rows.meta, from, size, RowMeta.rpkiMask, INVALID);
  }
  if (filter.session >= 0) {
    keepEqual(rows.session, from, size, filter.session);
  }
  if (filter.exportBit >= 0) {
    keepExported(rows, from, size, filter.exportBit);
  }
  const left = hidden || isNarrow(filter) ? countFits(size) : size;
  const hasSets = filter.rests || filter.communities || filter.paths;
  if (!hasSets || left === 0) {
    return left;
  }
  if (filter.rests) {
    keepInSet(rows.rest, from, size, filter.rests.words);
  }
  if (filter.communities) {
    keepInSet(rows.community, from, size, filter.communities.words);
  }
  if (filter.paths) {
    keepInSet(rows.path, from, size, filter.paths.words);
  }
  return countFits(size);
}

/** Something may have left nothing of a block already. */
function isNarrow(filter: RowFilter): boolean {
  return (
    filter.flagsMask !== 0 ||
    filter.metaMask !== 0 ||
    filter.notInvalid ||
    filter.session >= 0 ||
    filter.exportBit >= 0
  );
}

function countFits(size: number): number {
  let count = 0;
  for (let at = 0; at < size; at++) {
    count += fits[at];
  }
  return count;
}

/** Of those that fit. */
function countFiltered(flags: Uint8Array, from: number, size: number): number {
  let count = 0;
  for (let at = 0; at < size; at++) {
    const isFiltered = (flags[from + at] & PathFlag.filtered) === 0 ? 0 : 1;
    count += fits[at] & isFiltered;
  }
  return count;
}

function keepShown(words: Uint32Array, from: number, size: number): void {
  for (let at = 0; at < size; at++) {
    fits[at] &= ~(words[(from + at) >>> 5] >>> ((from + at) & 31));
  }
}

function keepExported(
  { exports, exportWords }: Rows,
  from: number,
  size: number,
  bit: number,
): void {
  const word = bit >>> 5;
  const shift = bit & 31;
  for (let at = 0; at < size; at++) {
    fits[at] &= exports[(from + at) * exportWords + word] >>> shift;
  }
}

function keepInSet(
  column: Uint32Array,
  from: number,
  size: number,
  words: Uint32Array,
): void {
  for (let at = 0; at < size; at++) {
    const id = column[from + at];
    fits[at] &= words[id >>> 5] >>> (id & 31);
  }
}

function keepEqual(
  column: Uint16Array,
  from: number,
  size: number,
  value: number,
): void {
  for (let at = 0; at < size; at++) {
    fits[at] &= column[from + at] === value ? 1 : 0;
  }
}

function keepMasked(
  column: Uint8Array,
  from: number,
  size: number,
  mask: number,
  value: number,
): void {
  for (let at = 0; at < size; at++) {
    fits[at] &= (column[from + at] & mask) === value ? 1 : 0;
  }
}

function dropMasked(
  column: Uint8Array,
  from: number,
  size: number,
  mask: number,
  value: number,
): void {
  for (let at = 0; at < size; at++) {
    fits[at] &= (column[from + at] & mask) === value ? 0 : 1;
  }
}
