import { readOrigin, readPathAsns, OriginKind } from './asPathBytes';
import { BitSet } from './BitSet';
import { ByteInterner } from './ByteInterner';
import { grow, resize } from './grow';
import { PostingIndex } from './PostingIndex';
import { WorkBudget } from './WorkBudget';

/** As many ASNs as one path can have. */
const MAX_ASNS = 1 << 14;
/** More paths than this behind the index are not looked at one by one. */
const MAX_TAIL = 1 << 17;

/** Distinct AS paths with what is asked of them. Path 0 is no path at all. */
export class PathColumns {
  readonly #bytes = new ByteInterner();
  /** By path; 0 when there is none. */
  #origins = new Uint32Array(64);
  #byAsn?: PostingIndex;
  readonly #asns = new Uint32Array(MAX_ASNS);
  /** Grows when paths get other numbers. */
  generation = 0;

  /** One more than the highest path. */
  get count(): number {
    return this.#bytes.count + 1;
  }

  get byteLength(): number {
    return (
      this.#bytes.byteLength +
      this.#origins.byteLength +
      (this.#byAsn?.byteLength ?? 0)
    );
  }

  intern(bytes: Uint8Array, from: number, to: number): number {
    const before = this.#bytes.count;
    const path = this.#bytes.intern(bytes, from, to) + 1;
    if (this.#bytes.count > before) {
      this.#origins = grow(this.#origins, path + 1);
      this.#origins[path] = readOrigin(bytes, from, to).asn;
    }
    return path;
  }

  /** Without an AS: no AS_PATH at all, or one without segments. */
  isEmpty(path: number): boolean {
    return path === 0 || this.#bytes.lengthOf(path - 1) === 0;
  }

  /** The value of AS_PATH; undefined for path 0. */
  get(path: number): Uint8Array | undefined {
    return path === 0 ? undefined : this.#bytes.get(path - 1);
  }

  /** Rightmost AS, 0 for an empty path, a set or a confederation. */
  origin(path: number): number {
    return this.#origins[path];
  }

  originKind(path: number): OriginKind {
    if (this.#origins[path] !== 0) {
      return 'asn';
    }
    const bytes = this.get(path);
    return bytes ? readOrigin(bytes, 0, bytes.length).kind : 'own';
  }

  /** Copies the path's ASNs into `into`; returns how many. */
  readAsns(path: number, into: Uint32Array): number {
    if (path === 0) {
      return 0;
    }
    const start = this.#bytes.startOf(path - 1);
    return readPathAsns(
      this.#bytes.chunkOf(path - 1),
      start,
      start + this.#bytes.lengthOf(path - 1),
      into,
    );
  }

  /** Whether a path other than 0 matches. */
  matches(
    path: number,
    matcher: { matches(bytes: Uint8Array, from: number, to: number): boolean },
  ): boolean {
    const start = this.#bytes.startOf(path - 1);
    return matcher.matches(
      this.#bytes.chunkOf(path - 1),
      start,
      start + this.#bytes.lengthOf(path - 1),
    );
  }

  withOrigin(asn: number): BitSet {
    const found = new BitSet(this.count);
    for (let path = 1; path < this.count; path++) {
      if (this.#origins[path] === asn) {
        found.add(path);
      }
    }
    return found;
  }

  /** @throws SearchTooCostlyError */
  withAsn(asn: number, budget = new WorkBudget()): BitSet {
    const index = this.#index(MAX_TAIL);
    const postings = index.postings(asn);
    const tried = this.count - index.size;
    budget.spendOnTerm({ tried, found: postings.length });
    const found = new BitSet(this.count);
    found.addAll(postings);
    for (let path = index.size; path < this.count; path++) {
      const count = this.readAsns(path, this.#asns);
      for (let at = 0; at < count; at++) {
        if (this.#asns[at] === asn) {
          found.add(path);
          break;
        }
      }
    }
    return found;
  }

  /** How many paths contain an AS, without those that came since the index was made. */
  countWithAsn(asn: number): number {
    return this.#index(MAX_TAIL).postings(asn).length;
  }

  /** Brings the index up to date when much came since. */
  index(): void {
    this.#origins = resize(this.#origins, this.count);
    this.#bytes.trim();
    this.#index(this.count >> 4);
  }

  compact(live: BitSet): Uint32Array {
    this.generation += 1;
    const kept = new BitSet(this.#bytes.count);
    for (let path = 1; path < this.count; path++) {
      if (live.has(path)) {
        kept.add(path - 1);
      }
    }
    const origins = this.#origins;
    const moved = this.#bytes.compact(kept);
    const renumbered = new Uint32Array(moved.length + 1);
    this.#origins = new Uint32Array(this.count);
    for (let old = 0; old < moved.length; old++) {
      if (kept.has(old)) {
        renumbered[old + 1] = moved[old] + 1;
        this.#origins[moved[old] + 1] = origins[old + 1];
      }
    }
    this.#byAsn = undefined;
    return renumbered;
  }

  #index(maxTail: number): PostingIndex {
    if (!this.#byAsn || this.count - this.#byAsn.size > maxTail) {
      // The old one goes first: two at a time would be the largest thing here.
      this.#byAsn = undefined;
      this.#byAsn = PostingIndex.build(this.count, MAX_ASNS, (path, keys) =>
        this.readAsns(path, keys),
      );
    }
    return this.#byAsn;
  }
}
