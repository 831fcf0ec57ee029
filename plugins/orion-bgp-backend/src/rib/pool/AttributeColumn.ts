import { AttributeFlag } from '../../attributes/attributeTypes';
import { endOf } from './AttributeSplitter';
import { BitSet } from './BitSet';
import { ByteInterner } from './ByteInterner';

/** Distinct blocks of attributes, each known by a number. */
export class AttributeColumn {
  readonly #bytes = new ByteInterner();

  get count(): number {
    return this.#bytes.count;
  }

  get byteLength(): number {
    return this.#bytes.byteLength;
  }

  intern(bytes: Uint8Array, to: number): number {
    return this.#bytes.intern(bytes, 0, to);
  }

  get(id: number): Uint8Array {
    return this.#bytes.get(id);
  }

  /** The three ways to the bytes of an entry without an object being made. */
  chunkOf(id: number): Uint8Array {
    return this.#bytes.chunkOf(id);
  }

  startOf(id: number): number {
    return this.#bytes.startOf(id);
  }

  lengthOf(id: number): number {
    return this.#bytes.lengthOf(id);
  }

  /** Brings everything asked of it up to date. */
  index(): void {
    this.#bytes.trim();
  }

  /** Drops every entry not in `live`; returns the new number of each old one. */
  compact(live: BitSet): Uint32Array {
    return this.#bytes.compact(live);
  }

  /** `to` lies within the entry, whatever the bytes say. */
  protected eachAttribute(
    id: number,
    visit: (type: number, from: number, to: number) => void,
  ): void {
    const bytes = this.chunkOf(id);
    const end = this.startOf(id) + this.lengthOf(id);
    let at = this.startOf(id);
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
