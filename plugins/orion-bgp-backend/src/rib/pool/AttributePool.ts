import { AspaColumn } from './AspaColumn';
import { AttributeSplitter, joinAttributes } from './AttributeSplitter';
import { BitSet } from './BitSet';
import { CommunityColumn } from './CommunityColumn';
import { PathColumns } from './PathColumns';
import { RestColumn } from './RestColumn';
import { SessionNames } from './SessionNames';

/** One thing for each part of a set of attributes. */
export interface PerPart<T> {
  paths: T;
  communities: T;
  rests: T;
}

/** Something that keeps numbers of the pool: a table, or one being filled. */
export interface PoolUser {
  /** Marks what it uses. */
  markUsed(used: PerPart<BitSet>): void;
  /** Exchanges its numbers for new ones. */
  renumber(numbers: PerPart<Uint32Array>): void;
}

/** Unused entries are dropped when they are more than this part of all. */
const WASTE = 0.25;
/** Below this many entries waste does not matter. */
const SMALL = 4096;

/**
 * The path attributes of all tables, each kept once. A set of attributes is
 * three numbers: of its AS path, of its communities and of the rest. Full tables
 * repeat each far more often than all three together, and two routers that hear
 * the same neighbor share paths and communities even when one adds a LOCAL_PREF.
 *
 * Path 0 stands for a set without AS_PATH.
 */
export class AttributePool {
  readonly paths = new PathColumns();
  /** What ASPAs say of the paths; see `fill`. */
  readonly aspas = new AspaColumn(this.paths);
  readonly communities = new CommunityColumn();
  readonly rests = new RestColumn();
  readonly sessions = new SessionNames();
  readonly #users = new Set<PoolUser>();
  readonly #splitter = new AttributeSplitter();
  /** What the last {@link AttributePool.intern} found. */
  path = 0;
  community = 0;
  rest = 0;

  /** Keeps these canonical attributes; the answer is in `path`, `community` and `rest`. */
  intern(attributes: Uint8Array): void {
    const splitter = this.#splitter;
    splitter.split(attributes);
    const { pathFrom, pathTo } = splitter;
    this.path =
      pathTo === 0 ? 0 : this.paths.intern(attributes, pathFrom, pathTo);
    this.community = this.communities.intern(
      splitter.communities,
      splitter.communitiesLength,
    );
    this.rest = this.rests.intern(splitter.rest, splitter.restLength);
  }

  /** The canonical bytes again. */
  attributes(path: number, community: number, rest: number): Uint8Array {
    return joinAttributes(
      this.paths.get(path),
      this.communities.get(community),
      this.rests.get(rest),
    );
  }

  /** Bytes taken, by everything all tables share. */
  get byteLength(): number {
    return (
      this.paths.byteLength +
      this.aspas.byteLength +
      this.communities.byteLength +
      this.rests.byteLength
    );
  }

  attach(user: PoolUser): void {
    this.#users.add(user);
  }

  detach(user: PoolUser): void {
    this.#users.delete(user);
  }

  /**
   * Drops what no table uses when that is much, and brings the indexes up to
   * date. For after a load or a merge: it may take some hundred milliseconds.
   */
  tidy(): void {
    const { paths, communities, rests } = this;
    const used = {
      paths: new BitSet(paths.count),
      communities: new BitSet(communities.count),
      rests: new BitSet(rests.count),
    };
    used.paths.add(0);
    this.#users.forEach(user => user.markUsed(used));
    const all = paths.count + communities.count + rests.count;
    const unused =
      all - used.paths.count() - used.communities.count() - used.rests.count();
    if (unused > SMALL && unused > all * WASTE) {
      const numbers = {
        paths: paths.compact(used.paths),
        communities: communities.compact(used.communities),
        rests: rests.compact(used.rests),
      };
      this.#users.forEach(user => user.renumber(numbers));
    }
    paths.index();
    communities.index();
    rests.index();
  }
}
