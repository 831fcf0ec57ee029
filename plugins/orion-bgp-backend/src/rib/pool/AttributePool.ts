import { BitSet } from './BitSet';
import { CommunityPattern } from './CommunityPattern';
import { PathColumns } from './PathColumns';
import { RestColumns } from './RestColumns';
import { findAsPath, joinAttributes, PathPlace } from './splitAttributes';

/** Something that keeps numbers of the pool: a table, or one being filled. */
export interface PoolUser {
  /** Marks what it uses. */
  markUsed(paths: BitSet, rests: BitSet): void;
  /** Exchanges its numbers for new ones. */
  renumber(paths: Uint32Array, rests: Uint32Array): void;
}

/** Unused entries are dropped when they are more than this part of all. */
const WASTE = 0.25;
/** Below this many entries waste does not matter. */
const SMALL = 4096;

/**
 * The path attributes of all tables, each kept once. A set of attributes is two
 * numbers: of its AS path and of the rest. Full tables repeat both far more
 * often than the pair, and two routers that hear the same neighbor share the
 * paths even when one adds a LOCAL_PREF.
 *
 * Path 0 stands for a set without AS_PATH.
 */
export class AttributePool {
  readonly paths = new PathColumns();
  readonly rests = new RestColumns();
  readonly #users = new Set<PoolUser>();
  readonly #sessions = new SessionNames();
  readonly #place: PathPlace = { start: 0, value: 0, end: 0 };
  #scratch = new Uint8Array(1 << 16);
  /** What the last {@link AttributePool.intern} found. */
  path = 0;
  rest = 0;

  /** Keeps these canonical attributes; the answer is in `path` and `rest`. */
  intern(attributes: Uint8Array): void {
    const place = this.#place;
    if (!findAsPath(attributes, place)) {
      this.path = 0;
      this.rest = this.rests.intern(attributes, 0, attributes.length);
      return;
    }
    this.path = this.paths.intern(attributes, place.value, place.end);
    if (attributes.length > this.#scratch.length) {
      this.#scratch = new Uint8Array(attributes.length);
    }
    const scratch = this.#scratch;
    let length = 0;
    for (let at = 0; at < place.start; at++) {
      scratch[length++] = attributes[at];
    }
    for (let at = place.end; at < attributes.length; at++) {
      scratch[length++] = attributes[at];
    }
    this.rest = this.rests.intern(scratch, 0, length);
  }

  /** The canonical bytes again. */
  attributes(path: number, rest: number): Uint8Array {
    return joinAttributes(this.paths.get(path), this.rests.get(rest));
  }

  /** Number of a session's name, the same in all tables. */
  sessionId(name: string): number {
    return this.#sessions.intern(name);
  }

  /** Undefined for a name no table has. */
  findSession(name: string): number | undefined {
    return this.#sessions.find(name);
  }

  sessionName(id: number): string {
    return this.#sessions.name(id);
  }

  /** Paths that contain an AS. */
  pathsWithAsn(asn: number): BitSet {
    return this.paths.withAsn(asn);
  }

  /** Rests with a community that fits. */
  restsWithCommunity(pattern: CommunityPattern): BitSet {
    return this.rests.withCommunity(pattern);
  }

  /** Bytes taken, by everything all tables share. */
  get byteLength(): number {
    return this.paths.byteLength + this.rests.byteLength;
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
    const paths = new BitSet(this.paths.count);
    const rests = new BitSet(this.rests.count);
    paths.add(0);
    for (const user of this.#users) {
      user.markUsed(paths, rests);
    }
    const all = this.paths.count + this.rests.count;
    const unused = all - paths.count() - rests.count();
    if (unused > SMALL && unused > all * WASTE) {
      const newPaths = this.paths.compact(paths);
      const newRests = this.rests.compact(rests);
      for (const user of this.#users) {
        user.renumber(newPaths, newRests);
      }
    }
    this.paths.index();
    this.rests.index();
  }
}

class SessionNames {
  readonly #ids = new Map<string, number>();
  readonly #names: string[] = [];

  intern(name: string): number {
    const known = this.#ids.get(name);
    if (known !== undefined) {
      return known;
    }
    if (this.#names.length > 0xffff) {
      throw new RangeError('more than 65,536 names of sessions');
    }
    this.#ids.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }

  find(name: string): number | undefined {
    return this.#ids.get(name);
  }

  name(id: number): string {
    return this.#names[id];
  }
}
