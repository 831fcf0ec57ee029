/** A set of small whole numbers, one bit each. `words` is open to loops that cannot afford a call. */
export class BitSet {
  readonly words: Uint32Array;
  readonly size: number;

  constructor(size: number) {
    this.size = size;
    this.words = new Uint32Array((size + 31) >>> 5);
  }

  add(id: number): void {
    this.words[id >>> 5] |= 1 << (id & 31);
  }

  delete(id: number): void {
    this.words[id >>> 5] &= ~(1 << (id & 31));
  }

  has(id: number): boolean {
    return ((this.words[id >>> 5] >>> (id & 31)) & 1) === 1;
  }

  addAll(ids: Uint32Array): void {
    const { words } = this;
    for (let at = 0; at < ids.length; at++) {
      words[ids[at] >>> 5] |= 1 << (ids[at] & 31);
    }
  }

  /** Keeps what is in `other` too. */
  retain(other: BitSet): void {
    for (let at = 0; at < this.words.length; at++) {
      this.words[at] &= other.words[at] ?? 0;
    }
  }

  /** Takes what it has not for what it has; returns itself. */
  invert(): this {
    const { size, words } = this;
    for (let at = 0; at < words.length; at++) {
      words[at] = ~words[at];
    }
    if (size & 31) {
      words[words.length - 1] &= (1 << (size & 31)) - 1;
    }
    return this;
  }

  count(): number {
    let count = 0;
    for (let word of this.words) {
      word -= (word >>> 1) & 0x55555555;
      word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
      count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
    }
    return count;
  }
}
