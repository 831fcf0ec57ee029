import { PathFlag } from '../../routes/RouteSource';
import { BitSet } from '../pool/BitSet';
import { FROM_SECOND, gatherRows } from './gatherRows';
import { PrefixKey } from './PrefixKey';
import { Row, Rows } from './Rows';

/**
 * The paths of one address family: a large sorted base, and a short sorted
 * delta with what came since. A base row that was replaced or withdrawn is
 * hidden by a bit. Every reader looks at both, so a change is seen at once;
 * {@link FamilyTable.merge} makes one base of them again.
 */
export class FamilyTable {
  #base: Rows;
  #delta: Rows;
  #hidden?: BitSet;
  #hiddenCount = 0;
  #prefixes: number;

  /** `base` is sorted and without repetition. */
  constructor(base: Rows) {
    this.#base = base;
    this.#delta = new Rows(base.family);
    this.#delta.widenExports(base.exportWords);
    this.#prefixes = countPrefixes(base);
  }

  get base(): Rows {
    return this.#base;
  }

  get delta(): Rows {
    return this.#delta;
  }

  /** Base rows that are no longer true; undefined when all are. */
  get hidden(): BitSet | undefined {
    return this.#hidden;
  }

  get paths(): number {
    return this.#base.count - this.#hiddenCount + this.#delta.count;
  }

  get prefixes(): number {
    return this.#prefixes;
  }

  /** Changes that wait for a merge. */
  get pending(): number {
    return this.#hiddenCount + this.#delta.count;
  }

  get byteLength(): number {
    return (
      this.#base.byteLength +
      this.#delta.byteLength +
      (this.#hidden?.words.byteLength ?? 0)
    );
  }

  upsert(key: PrefixKey, row: Row): void {
    const isNew = !this.hasPrefix(key);
    if ((row.flags & PathFlag.best) !== 0) {
      this.eachRow(key, (rows, at) => {
        rows.flags[at] &= ~PathFlag.best;
      });
    }
    const at = this.#delta.rowBound(key, row.session, row.pathId);
    if (isRow(this.#delta, at, key, row)) {
      this.#delta.update(at, row);
      return;
    }
    this.#delta.insert(at, key, row);
    const replaced = this.#hide(key, row.session, row.pathId);
    const words = this.#delta.exportWords;
    if (replaced >= 0 && words > 0) {
      const from = replaced * words;
      const exports = this.#base.exports.subarray(from, from + words);
      this.#delta.exports.set(exports, at * words);
    }
    this.#prefixes += isNew ? 1 : 0;
  }

  /** False when there was no such path. */
  withdraw(key: PrefixKey, session: number, pathId: number): boolean {
    const at = this.#delta.rowBound(key, session, pathId);
    if (isRow(this.#delta, at, key, { session, pathId })) {
      this.#delta.remove(at);
    } else if (this.#hide(key, session, pathId) < 0) {
      return false;
    }
    this.#prefixes -= this.hasPrefix(key) ? 0 : 1;
    return true;
  }

  hasPrefix(key: PrefixKey): boolean {
    let found = false;
    this.eachRow(key, () => {
      found = true;
    });
    return found;
  }

  widenExports(words: number): void {
    this.#base.widenExports(words);
    this.#delta.widenExports(words);
  }

  /**
   * Sets a bit on the paths of a prefix that came over `session`, or on its best
   * path when that is undefined. False when there is none.
   */
  markExport(key: PrefixKey, session: number | undefined, bit: number) {
    let found = false;
    this.eachRow(key, (rows, at) => {
      const fits =
        session === undefined
          ? (rows.flags[at] & PathFlag.best) !== 0
          : rows.session[at] === session &&
            (rows.flags[at] & PathFlag.filtered) === 0;
      if (fits) {
        rows.exports[at * rows.exportWords + (bit >>> 5)] |= 1 << (bit & 31);
        found = true;
      }
    });
    return found;
  }

  /** Marks the paths of a prefix as best that are, and leaves the others. */
  markBest(
    key: PrefixKey,
    isBest: (session: number, pathId: number) => boolean,
  ): void {
    this.eachRow(key, (rows, at) => {
      if (isBest(rows.session[at], rows.pathIdAt(at))) {
        rows.flags[at] |= PathFlag.best;
      }
    });
  }

  /** Prefixes with a bit set, at most so many. */
  listExports(bit: number, most: number): PrefixKey[] {
    const keys: PrefixKey[] = [];
    for (const rows of [this.#base, this.#delta]) {
      const { exports, exportWords, count } = rows;
      const hidden = rows === this.#base ? this.#hidden : undefined;
      for (let at = 0; at < count && keys.length < most; at++) {
        const word = exports[at * exportWords + (bit >>> 5)];
        if ((word & (1 << (bit & 31))) !== 0 && !hidden?.has(at)) {
          keys.push(rows.readKey(at));
        }
      }
    }
    return keys;
  }

  clearExport(bit: number): void {
    for (const rows of [this.#base, this.#delta]) {
      const { exports, exportWords, count } = rows;
      for (let at = bit >>> 5; at < count * exportWords; at += exportWords) {
        exports[at] &= ~(1 << (bit & 31));
      }
    }
  }

  /** Makes one base of base and delta. */
  merge(): void {
    if (this.pending === 0) {
      return;
    }
    const [base, delta] = [this.#base, this.#delta];
    const order = new Uint32Array(this.paths);
    let to = 0;
    let next = 0;
    for (let at = 0; at < base.count; at++) {
      if (this.#hidden?.has(at)) {
        continue;
      }
      while (next < delta.count && delta.compareRow(next, base, at) < 0) {
        order[to++] = (next++ | FROM_SECOND) >>> 0;
      }
      order[to++] = at;
    }
    while (next < delta.count) {
      order[to++] = (next++ | FROM_SECOND) >>> 0;
    }
    this.#base = gatherRows(order, base, delta);
    this.#delta = new Rows(base.family);
    this.#delta.widenExports(this.#base.exportWords);
    this.#hidden = undefined;
    this.#hiddenCount = 0;
  }

  /** Every path of a prefix. */
  eachRow(key: PrefixKey, visit: (rows: Rows, at: number) => void): void {
    for (const rows of [this.#base, this.#delta]) {
      const hidden = rows === this.#base ? this.#hidden : undefined;
      let at = rows.lowerBound(key);
      for (; at < rows.count && rows.compareToKey(at, key) === 0; at++) {
        if (!hidden?.has(at)) {
          visit(rows, at);
        }
      }
    }
  }

  /** Tells the paths of a prefix from others, but for when they came. */
  fingerprint(key: PrefixKey): string {
    const paths: string[] = [];
    this.eachRow(key, (rows, at) => {
      const { community, flags, path, rest, session } = rows;
      paths.push(
        [
          ...[session[at], rows.pathIdAt(at), path[at], community[at]],
          ...[rest[at], flags[at]],
        ].join(' '),
      );
    });
    return paths.sort().join();
  }

  /** The base row, or -1 when there is none to hide. */
  #hide(key: PrefixKey, session: number, pathId: number): number {
    const at = this.#base.rowBound(key, session, pathId);
    if (
      !isRow(this.#base, at, key, { session, pathId }) ||
      this.#hidden?.has(at)
    ) {
      return -1;
    }
    this.#hidden ??= new BitSet(this.#base.count);
    this.#hidden.add(at);
    this.#hiddenCount++;
    return at;
  }
}

function isRow(
  rows: Rows,
  at: number,
  key: PrefixKey,
  row: { session: number; pathId: number },
): boolean {
  return (
    at < rows.count &&
    rows.compareToKey(at, key) === 0 &&
    rows.session[at] === row.session &&
    rows.pathIdAt(at) === row.pathId
  );
}

function countPrefixes(rows: Rows): number {
  let count = 0;
  for (let at = 0; at < rows.count; at++) {
    count += at > 0 && rows.samePrefix(at, at - 1) ? 0 : 1;
  }
  return count;
}
