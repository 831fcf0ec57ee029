import { BitSet } from '../pool/BitSet';
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

/**
 * Counts the rows that fit and collects the first. One loop without calls: it
 * goes over a million rows in a few milliseconds.
 */
export function scanRows(scan: Scan): number {
  const { rows, filter, to, collectFrom, limit, found } = scan;
  if (filter.never) {
    return 0;
  }
  const { path, rest, flags, meta, session, exports, exportWords } = rows;
  const pathBits = filter.paths?.words;
  const restBits = filter.rests?.words;
  const hiddenBits = scan.hidden?.words;
  const { flagsMask, flagsValue, metaMask, metaValue } = filter;
  const wantedSession = filter.session;
  const exportWord = filter.exportBit < 0 ? -1 : filter.exportBit >>> 5;
  const exportMask = 1 << (filter.exportBit & 31);
  let count = 0;
  for (let at = scan.from; at < to; at++) {
    if (
      (pathBits !== undefined &&
        ((pathBits[path[at] >>> 5] >>> (path[at] & 31)) & 1) === 0) ||
      (restBits !== undefined &&
        ((restBits[rest[at] >>> 5] >>> (rest[at] & 31)) & 1) === 0) ||
      (flags[at] & flagsMask) !== flagsValue ||
      (meta[at] & metaMask) !== metaValue ||
      (wantedSession >= 0 && session[at] !== wantedSession) ||
      (exportWord >= 0 &&
        (exports[at * exportWords + exportWord] & exportMask) === 0) ||
      (hiddenBits !== undefined &&
        ((hiddenBits[at >>> 5] >>> (at & 31)) & 1) === 1)
    ) {
      continue;
    }
    count++;
    if (at >= collectFrom && found.length < limit) {
      found.push(at);
    }
  }
  return count;
}
