import { grow } from './grow';
import { KeySlots } from './KeySlots';

/** Writes the keys of an entry into `keys`, which is long enough, and returns how many. */
export type KeysOf = (id: number, keys: Uint32Array) => number;

/**
 * For each key the entries that have it, ascending: one array of numbers and
 * where each key's part begins. Built in one go over the first `size` entries;
 * those that came later are few and are looked at one by one.
 */
export class PostingIndex {
  /** Entries below this are in the index. */
  readonly size: number;
  readonly #slots: KeySlots;
  readonly #starts: Uint32Array;
  readonly #ids: Uint32Array;

  /** `maxKeys` bounds what one entry can have. */
  static build(size: number, maxKeys: number, keysOf: KeysOf) {
    return new PostingIndex(size, new Uint32Array(maxKeys), keysOf);
  }

  private constructor(size: number, keys: Uint32Array, keysOf: KeysOf) {
    this.size = size;
    this.#slots = new KeySlots();
    let counts = new Uint32Array(1024);
    let seenBy = new Uint32Array(1024);
    let total = 0;
    for (let id = 0; id < size; id++) {
      const count = keysOf(id, keys);
      for (let at = 0; at < count; at++) {
        const slot = this.#slots.add(keys[at]);
        if (slot >= counts.length) {
          counts = grow(counts, slot + 1);
          seenBy = grow(seenBy, slot + 1);
        }
        // A prepended ASN is one posting; ids are marked + 1, 0 is nobody.
        if (seenBy[slot] !== id + 1) {
          seenBy[slot] = id + 1;
          counts[slot]++;
          total++;
        }
      }
    }
    this.#starts = new Uint32Array(this.#slots.count + 1);
    for (let slot = 0; slot < this.#slots.count; slot++) {
      this.#starts[slot + 1] = this.#starts[slot] + counts[slot];
    }
    this.#ids = this.#fill(total, keys, keysOf);
  }

  get byteLength(): number {
    return (
      this.#slots.byteLength + this.#starts.byteLength + this.#ids.byteLength
    );
  }

  postings(key: number): Uint32Array {
    const slot = this.#slots.find(key);
    return slot < 0
      ? new Uint32Array()
      : this.#ids.subarray(this.#starts[slot], this.#starts[slot + 1]);
  }

  #fill(total: number, keys: Uint32Array, keysOf: KeysOf): Uint32Array {
    const ids = new Uint32Array(total);
    const next = this.#starts.slice();
    for (let id = 0; id < this.size; id++) {
      const count = keysOf(id, keys);
      for (let at = 0; at < count; at++) {
        const slot = this.#slots.find(keys[at]);
        const to = next[slot];
        if (to === this.#starts[slot] || ids[to - 1] !== id) {
          ids[to] = id;
          next[slot] = to + 1;
        }
      }
    }
    return ids;
  }
}
