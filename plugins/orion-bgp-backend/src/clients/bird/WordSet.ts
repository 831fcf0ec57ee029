/** 65,535 bytes of an attribute in words of 4. */
const MAX_WORDS = 16_383;
/** Below it, moving words by hand beats sorting objects. */
const SHORT = 32;

/**
 * A set whose members are one to three numbers of 32 bits: communities, which
 * have neither order nor repetition. Kept flat and used again for every path.
 */
export class WordSet {
  /** Sorted, without repetition and flat after {@link sort}. */
  words = new Uint32Array(256);
  /** More came than an attribute can hold. */
  overflowed = false;
  #width = 1;
  #used = 0;

  clear(width: 1 | 2 | 3): void {
    this.#width = width;
    this.#used = 0;
    this.overflowed = false;
  }

  add(first: number, second = 0, third = 0): void {
    const at = this.#used;
    if (at + this.#width > MAX_WORDS) {
      this.overflowed = true;
      return;
    }
    if (at + 3 > this.words.length) {
      const grown = new Uint32Array(this.words.length * 2);
      grown.set(this.words);
      this.words = grown;
    }
    this.words[at] = first;
    this.words[at + 1] = second;
    this.words[at + 2] = third;
    this.#used = at + this.#width;
  }

  /** Sorts and drops repetitions; returns how many words are left. */
  sort(): number {
    if (this.#used > SHORT * this.#width) {
      this.#sortLong();
    } else {
      this.#sortShort();
    }
    return this.#unique();
  }

  /** Insertion sort: most sets come almost sorted. */
  #sortShort(): void {
    const { words } = this;
    const width = this.#width;
    for (let at = width; at < this.#used; at += width) {
      let place = at;
      while (place > 0 && this.#compare(place - width, place) > 0) {
        for (let word = 0; word < width; word++) {
          const kept = words[place + word];
          words[place + word] = words[place - width + word];
          words[place - width + word] = kept;
        }
        place -= width;
      }
    }
  }

  #sortLong(): void {
    const width = this.#width;
    const members = Array.from(
      { length: this.#used / width },
      (_, index) => index * width,
    );
    members.sort((a, b) => this.#compare(a, b));
    const before = this.words.slice(0, this.#used);
    members.forEach((from, index) =>
      this.words.set(before.subarray(from, from + width), index * width),
    );
  }

  #unique(): number {
    const { words } = this;
    const width = this.#width;
    let kept = 0;
    for (let at = 0; at < this.#used; at += width) {
      if (kept === 0 || this.#compare(kept - width, at) !== 0) {
        words.copyWithin(kept, at, at + width);
        kept += width;
      }
    }
    this.#used = kept;
    return kept;
  }

  #compare(a: number, b: number): number {
    for (let word = 0; word < this.#width; word++) {
      const difference = this.words[a + word] - this.words[b + word];
      if (difference !== 0) {
        return difference;
      }
    }
    return 0;
  }
}
