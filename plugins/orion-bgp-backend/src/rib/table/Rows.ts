import { grow } from '../pool/grow';
import { PrefixKey } from './PrefixKey';

/** A row outside a table. */
export interface Row {
  path: number;
  community: number;
  rest: number;
  session: number;
  pathId: number;
  flags: number;
  meta: number;
  since: number;
}

/** The columns with one number per row; `address` and `exports` have their own width. */
export const rowColumns = [
  'length',
  'path',
  'community',
  'rest',
  'session',
  'flags',
  'meta',
  'since',
] as const;

/**
 * Paths of one address family in columns, one row per (prefix, session, path
 * identifier). Sorted by these three unless it is being filled. Columns are
 * open: scans over a million rows cannot afford a call per value.
 */
export class Rows {
  readonly family: 4 | 6;
  /** Words of one address: 1 or 4. */
  readonly width: 1 | 4;
  count = 0;
  address: Uint32Array;
  length: Uint8Array;
  path: Uint32Array;
  community: Uint32Array;
  rest: Uint32Array;
  session: Uint16Array;
  /** Left out while all are 0. */
  pathId?: Uint32Array;
  flags: Uint8Array;
  meta: Uint8Array;
  /** Unix seconds. */
  since: Uint32Array;
  /** `exportWords` words per row, one bit per session a path goes out to. */
  exports: Uint32Array;
  exportWords = 0;

  constructor(family: 4 | 6, capacity = 0) {
    this.family = family;
    this.width = family === 4 ? 1 : 4;
    this.address = new Uint32Array(capacity * this.width);
    this.length = new Uint8Array(capacity);
    this.path = new Uint32Array(capacity);
    this.community = new Uint32Array(capacity);
    this.rest = new Uint32Array(capacity);
    this.session = new Uint16Array(capacity);
    this.flags = new Uint8Array(capacity);
    this.meta = new Uint8Array(capacity);
    this.since = new Uint32Array(capacity);
    this.exports = new Uint32Array();
  }

  get byteLength(): number {
    return (
      rowColumns.reduce((sum, name) => sum + this[name].byteLength, 0) +
      this.address.byteLength +
      this.exports.byteLength +
      (this.pathId?.byteLength ?? 0)
    );
  }

  /** Makes room for one more row and writes it behind the last. */
  append(key: PrefixKey, row: Row): void {
    this.#reserve(this.count + 1);
    this.#write(this.count++, key, row);
  }

  /** Writes a row at its place and moves those behind it. For short tables. */
  insert(at: number, key: PrefixKey, row: Row): void {
    this.#reserve(this.count + 1);
    this.#move(at, at + 1);
    this.count++;
    this.exports.fill(0, at * this.exportWords, (at + 1) * this.exportWords);
    this.#write(at, key, row);
  }

  /** Takes out a row and moves up those behind it. For short tables. */
  remove(at: number): void {
    this.#move(at + 1, at);
    this.count--;
  }

  update(at: number, row: Row): void {
    this.path[at] = row.path;
    this.community[at] = row.community;
    this.rest[at] = row.rest;
    this.session[at] = row.session;
    this.flags[at] = row.flags;
    this.meta[at] = row.meta;
    this.since[at] = row.since;
    if (row.pathId !== 0) {
      this.pathId ??= new Uint32Array(this.length.length);
    }
    if (this.pathId) {
      this.pathId[at] = row.pathId;
    }
  }

  readKey(at: number): PrefixKey {
    const key = { family: this.family, a: 0, b: 0, c: 0, d: 0, length: 0 };
    this.readKeyInto(at, key);
    return key;
  }

  /** The same into an object that is there already. */
  readKeyInto(at: number, key: PrefixKey): void {
    const { address, width } = this;
    const from = at * width;
    key.family = this.family;
    key.a = address[from];
    key.b = width === 4 ? address[from + 1] : 0;
    key.c = width === 4 ? address[from + 2] : 0;
    key.d = width === 4 ? address[from + 3] : 0;
    key.length = this.length[at];
  }

  pathIdAt(at: number): number {
    return this.pathId ? this.pathId[at] : 0;
  }

  /** By address and length. */
  compareToKey(at: number, key: PrefixKey): number {
    const { address } = this;
    if (this.width === 1) {
      return address[at] - key.a || this.length[at] - key.length;
    }
    const from = at * 4;
    return (
      address[from] - key.a ||
      address[from + 1] - key.b ||
      address[from + 2] - key.c ||
      address[from + 3] - key.d ||
      this.length[at] - key.length
    );
  }

  /** By prefix only, between two tables of one family. */
  comparePrefix(at: number, other: Rows, otherAt: number): number {
    const mine = this.address;
    const theirs = other.address;
    if (this.width === 1) {
      return (
        mine[at] - theirs[otherAt] || this.length[at] - other.length[otherAt]
      );
    }
    const from = at * 4;
    const otherFrom = otherAt * 4;
    return (
      mine[from] - theirs[otherFrom] ||
      mine[from + 1] - theirs[otherFrom + 1] ||
      mine[from + 2] - theirs[otherFrom + 2] ||
      mine[from + 3] - theirs[otherFrom + 3] ||
      this.length[at] - other.length[otherAt]
    );
  }

  /** By prefix, session and path identifier. */
  compareRow(at: number, other: Rows, otherAt: number): number {
    return (
      this.comparePrefix(at, other, otherAt) ||
      this.session[at] - other.session[otherAt] ||
      this.pathIdAt(at) - other.pathIdAt(otherAt)
    );
  }

  samePrefix(at: number, otherAt: number): boolean {
    const { address } = this;
    if (this.length[at] !== this.length[otherAt]) {
      return false;
    }
    if (this.width === 1) {
      return address[at] === address[otherAt];
    }
    const from = at * 4;
    const otherFrom = otherAt * 4;
    return (
      address[from] === address[otherFrom] &&
      address[from + 1] === address[otherFrom + 1] &&
      address[from + 2] === address[otherFrom + 2] &&
      address[from + 3] === address[otherFrom + 3]
    );
  }

  /** First row that is not before the prefix. */
  lowerBound(key: PrefixKey, from = 0): number {
    let low = from;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compareToKey(middle, key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** First row behind the prefix, searched from `from`. */
  upperBound(key: PrefixKey, from = 0): number {
    // Nearly always the next row or the one after.
    let end = from;
    for (let step = 0; step < 4; step++, end++) {
      if (end >= this.count || this.compareToKey(end, key) > 0) {
        return end;
      }
    }
    let high = this.count;
    while (end < high) {
      const middle = (end + high) >>> 1;
      if (this.compareToKey(middle, key) <= 0) {
        end = middle + 1;
      } else {
        high = middle;
      }
    }
    return end;
  }

  /** First row that is not before (prefix, session, path identifier). */
  rowBound(key: PrefixKey, session: number, pathId: number): number {
    let at = this.lowerBound(key);
    while (
      at < this.count &&
      this.compareToKey(at, key) === 0 &&
      (this.session[at] - session || this.pathIdAt(at) - pathId) < 0
    ) {
      at++;
    }
    return at;
  }

  /** Widens the export bitmap. */
  widenExports(words: number): void {
    if (words <= this.exportWords) {
      return;
    }
    const before = this.exportWords;
    const wider = new Uint32Array(this.length.length * words);
    for (let at = 0; before > 0 && at < this.count; at++) {
      for (let word = 0; word < before; word++) {
        wider[at * words + word] = this.exports[at * before + word];
      }
    }
    this.exports = wider;
    this.exportWords = words;
  }

  #write(at: number, key: PrefixKey, row: Row): void {
    const from = at * this.width;
    this.address[from] = key.a;
    if (this.width === 4) {
      this.address[from + 1] = key.b;
      this.address[from + 2] = key.c;
      this.address[from + 3] = key.d;
    }
    this.length[at] = key.length;
    this.update(at, row);
  }

  #move(from: number, to: number): void {
    const { count, width, exportWords } = this;
    this.address.copyWithin(to * width, from * width, count * width);
    for (const name of rowColumns) {
      this[name].copyWithin(to, from, count);
    }
    this.pathId?.copyWithin(to, from, count);
    this.exports.copyWithin(
      to * exportWords,
      from * exportWords,
      count * exportWords,
    );
  }

  #reserve(rows: number): void {
    if (rows <= this.length.length) {
      return;
    }
    this.length = grow(this.length, rows);
    const capacity = this.length.length;
    this.address = grow(this.address, capacity * this.width);
    this.path = grow(this.path, capacity);
    this.community = grow(this.community, capacity);
    this.rest = grow(this.rest, capacity);
    this.session = grow(this.session, capacity);
    this.flags = grow(this.flags, capacity);
    this.meta = grow(this.meta, capacity);
    this.since = grow(this.since, capacity);
    this.pathId = this.pathId && grow(this.pathId, capacity);
    this.exports = grow(this.exports, capacity * this.exportWords);
  }
}
