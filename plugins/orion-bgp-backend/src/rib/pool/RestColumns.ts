import { AttributeFlag, AttributeType } from '../../attributes/attributeTypes';
import { BitSet } from './BitSet';
import { ByteInterner } from './ByteInterner';
import {
  CommunityPattern,
  communitySizes,
  compileCommunity,
} from './CommunityPattern';
import { grow, resize } from './grow';
import { PostingIndex } from './PostingIndex';
import { endOf } from './splitAttributes';

const MAX_COMMUNITIES = 1 << 14;
const MAX_TAIL = 1 << 16;

const typeOfKind = {
  standard: AttributeType.communities,
  extended: AttributeType.extendedCommunities,
  large: AttributeType.largeCommunities,
} as const;
const sizeOfType: { [type: number]: number | undefined } = {
  [AttributeType.communities]: communitySizes.standard,
  [AttributeType.extendedCommunities]: communitySizes.extended,
  [AttributeType.largeCommunities]: communitySizes.large,
};

/** Distinct sets of attributes without their AS path, with what is asked of them. */
export class RestColumns {
  readonly #bytes = new ByteInterner();
  readonly #addresses = new ByteInterner();
  /** Attribute type and value of each community seen. */
  readonly #communities = new ByteInterner();
  /** By rest: address + 1, or 0. */
  #nextHops = new Uint32Array(64);
  #linkLocals = new Uint32Array(64);
  #byCommunity?: PostingIndex;
  readonly #key = new Uint8Array(1 + communitySizes.large);

  get count(): number {
    return this.#bytes.count;
  }

  get byteLength(): number {
    return (
      this.#bytes.byteLength +
      this.#addresses.byteLength +
      this.#communities.byteLength +
      this.#nextHops.byteLength +
      this.#linkLocals.byteLength +
      (this.#byCommunity?.byteLength ?? 0)
    );
  }

  intern(bytes: Uint8Array, from: number, to: number): number {
    const before = this.#bytes.count;
    const rest = this.#bytes.intern(bytes, from, to);
    if (this.#bytes.count > before) {
      this.#nextHops = grow(this.#nextHops, rest + 1);
      this.#linkLocals = grow(this.#linkLocals, rest + 1);
      this.#readNextHops(rest);
    }
    return rest;
  }

  get(rest: number): Uint8Array {
    return this.#bytes.get(rest);
  }

  /** The same number for the same address; 0 for none. */
  nextHopId(rest: number): number {
    return this.#nextHops[rest] || this.#linkLocals[rest];
  }

  /** Rests whose global or link-local next hop is this address. */
  withNextHop(address: Uint8Array): BitSet {
    const found = new BitSet(this.count);
    const wanted = this.#addresses.find(address) + 1;
    for (let rest = 0; wanted > 0 && rest < this.count; rest++) {
      if (
        this.#nextHops[rest] === wanted ||
        this.#linkLocals[rest] === wanted
      ) {
        found.add(rest);
      }
    }
    return found;
  }

  withCommunity(pattern: CommunityPattern): BitSet {
    const found = new BitSet(this.count);
    const index = this.#index(MAX_TAIL);
    const fits = compileCommunity(pattern);
    const type = typeOfKind[pattern.kind];
    for (let id = 0; id < this.#communities.count; id++) {
      const bytes = this.#communities.chunkOf(id);
      const at = this.#communities.startOf(id);
      if (bytes[at] === type && fits(bytes, at + 1)) {
        found.addAll(index.postings(id));
      }
    }
    for (let rest = index.size; rest < this.count; rest++) {
      const bytes = this.#bytes.chunkOf(rest);
      this.#eachCommunity(rest, (itsType, at) => {
        if (itsType === type && fits(bytes, at)) {
          found.add(rest);
        }
      });
    }
    return found;
  }

  /** Brings the index up to date when much came since. */
  index(): void {
    this.#nextHops = resize(this.#nextHops, this.count);
    this.#linkLocals = resize(this.#linkLocals, this.count);
    this.#bytes.trim();
    this.#index(this.count >> 4);
  }

  compact(live: BitSet): Uint32Array {
    const [nextHops, linkLocals] = [this.#nextHops, this.#linkLocals];
    const renumbered = this.#bytes.compact(live);
    this.#nextHops = new Uint32Array(this.count);
    this.#linkLocals = new Uint32Array(this.count);
    for (let old = 0; old < renumbered.length; old++) {
      if (live.has(old)) {
        this.#nextHops[renumbered[old]] = nextHops[old];
        this.#linkLocals[renumbered[old]] = linkLocals[old];
      }
    }
    this.#byCommunity = undefined;
    return renumbered;
  }

  #index(maxTail: number): PostingIndex {
    const index = this.#byCommunity;
    if (index && this.count - index.size <= maxTail) {
      return index;
    }
    this.#byCommunity = undefined;
    return (this.#byCommunity = PostingIndex.build(
      this.count,
      MAX_COMMUNITIES,
      (rest, keys) => {
        let count = 0;
        const bytes = this.#bytes.chunkOf(rest);
        this.#eachCommunity(rest, (type, at, size) => {
          this.#key[0] = type;
          for (let byte = 0; byte < size; byte++) {
            this.#key[1 + byte] = bytes[at + byte];
          }
          keys[count++] = this.#communities.intern(this.#key, 0, 1 + size);
        });
        return count;
      },
    ));
  }

  #eachCommunity(
    rest: number,
    visit: (type: number, at: number, size: number) => void,
  ): void {
    this.#eachAttribute(rest, (type, from, to) => {
      const size = sizeOfType[type];
      for (let at = from; size && at + size <= to; at += size) {
        visit(type, at, size);
      }
    });
  }

  #readNextHops(rest: number): void {
    const bytes = this.#bytes.chunkOf(rest);
    const address = (from: number, to: number) =>
      this.#addresses.intern(bytes, from, to) + 1;
    this.#eachAttribute(rest, (type, from, to) => {
      if (type === AttributeType.nextHop && to - from === 4) {
        this.#nextHops[rest] = address(from, to);
      } else if (type === AttributeType.mpReach && bytes[from] >= 16) {
        // Sixteen zeros stand for an absent global address, see encodeAttributes.
        const global = bytes.subarray(from + 1, from + 17);
        if (global.some(byte => byte !== 0)) {
          this.#nextHops[rest] = address(from + 1, from + 17);
        }
        if (to - from === 33) {
          this.#linkLocals[rest] = address(from + 17, to);
        }
      }
    });
  }

  /** `to` lies within the entry, whatever the bytes say. */
  #eachAttribute(
    rest: number,
    visit: (type: number, from: number, to: number) => void,
  ): void {
    const bytes = this.#bytes.chunkOf(rest);
    const end = this.#bytes.startOf(rest) + this.#bytes.lengthOf(rest);
    let at = this.#bytes.startOf(rest);
    while (at + 3 <= end) {
      const header = (bytes[at] & AttributeFlag.extended) !== 0 ? 4 : 3;
      const to = endOf(bytes, at);
      if (to > end) {
        return;
      }
      visit(bytes[at + 1], at + header, to);
      at = to;
    }
  }
}
