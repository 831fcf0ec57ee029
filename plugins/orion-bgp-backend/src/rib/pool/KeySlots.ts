/** Keys, each with a slot counted from 0; open addressing. */
export class KeySlots {
  #keys = new Uint32Array(1024);
  /** Slot + 1; 0 is free. */
  #slots = new Uint32Array(1024);
  count = 0;

  get byteLength(): number {
    return this.#keys.byteLength + this.#slots.byteLength;
  }

  /** -1 for a key nobody added. */
  find(key: number): number {
    return this.#slots[this.#place(key)] - 1;
  }

  /** Its slot, a new one for a new key. */
  add(key: number): number {
    const place = this.#place(key);
    if (this.#slots[place] !== 0) {
      return this.#slots[place] - 1;
    }
    this.#keys[place] = key;
    this.#slots[place] = ++this.count;
    if (this.count * 2 > this.#keys.length) {
      this.#double();
    }
    return this.count - 1;
  }

  #place(key: number): number {
    const mask = this.#keys.length - 1;
    const mixed = Math.imul(key ^ (key >>> 16), 0x9e3779b1);
    let place = (mixed ^ (mixed >>> 15)) & mask;
    while (this.#slots[place] !== 0 && this.#keys[place] !== key) {
      place = (place + 1) & mask;
    }
    return place;
  }

  #double(): void {
    const [keys, slots] = [this.#keys, this.#slots];
    this.#keys = new Uint32Array(keys.length * 2);
    this.#slots = new Uint32Array(keys.length * 2);
    for (let at = 0; at < keys.length; at++) {
      if (slots[at] !== 0) {
        const place = this.#place(keys[at]);
        this.#keys[place] = keys[at];
        this.#slots[place] = slots[at];
      }
    }
  }
}
