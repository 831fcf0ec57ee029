import { AttributeType } from '../../attributes/attributeTypes';
import { AttributeColumn } from './AttributeColumn';
import { BitSet } from './BitSet';
import { ByteInterner } from './ByteInterner';
import { grow } from './grow';

/** Distinct sets of attributes without AS path and communities, and their next hops. */
export class RestColumn extends AttributeColumn {
  readonly #addresses = new ByteInterner();
  /** By rest: address + 1, or 0. */
  #nextHops = new Uint32Array(64);
  #linkLocals = new Uint32Array(64);

  override get byteLength(): number {
    return (
      super.byteLength +
      this.#addresses.byteLength +
      this.#nextHops.byteLength +
      this.#linkLocals.byteLength
    );
  }

  override intern(bytes: Uint8Array, to: number): number {
    const before = this.count;
    const rest = super.intern(bytes, to);
    if (this.count > before) {
      this.#nextHops = grow(this.#nextHops, this.count);
      this.#linkLocals = grow(this.#linkLocals, this.count);
      this.#readNextHops(rest);
    }
    return rest;
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

  /** The global and the link-local next hop, as far as there are any. */
  nextHopsOf(rest: number): Uint8Array[] {
    return [this.#nextHops[rest], this.#linkLocals[rest]]
      .filter(place => place > 0)
      .map(place => this.#addresses.get(place - 1));
  }

  override compact(live: BitSet): Uint32Array {
    const [nextHops, linkLocals] = [this.#nextHops, this.#linkLocals];
    const renumbered = super.compact(live);
    this.#nextHops = new Uint32Array(this.count);
    this.#linkLocals = new Uint32Array(this.count);
    for (let old = 0; old < renumbered.length; old++) {
      if (live.has(old)) {
        this.#nextHops[renumbered[old]] = nextHops[old];
        this.#linkLocals[renumbered[old]] = linkLocals[old];
      }
    }
    return renumbered;
  }

  #readNextHops(rest: number): void {
    const bytes = this.chunkOf(rest);
    const address = (from: number, to: number) =>
      this.#addresses.intern(bytes, from, to) + 1;
    this.#nextHops[rest] = 0;
    this.#linkLocals[rest] = 0;
    this.eachAttribute(rest, (type, from, to) => {
      const size = to - from;
      if (type === AttributeType.nextHop && size === 4) {
        this.#nextHops[rest] = address(from, to);
      } else if (
        type === AttributeType.mpReach &&
        (size === 17 || size === 33)
      ) {
        // Sixteen zeros stand for an absent global address, see encodeAttributes.
        const global = bytes.subarray(from + 1, from + 17);
        if (global.some(byte => byte !== 0)) {
          this.#nextHops[rest] = address(from + 1, from + 17);
        }
        if (size === 33) {
          this.#linkLocals[rest] = address(from + 17, to);
        }
      }
    });
  }
}
