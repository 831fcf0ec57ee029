/**
 * The paths of a table as a set that takes 16 bytes each: which of 1.3 million
 * were seen, without keeping them.
 *
 * A path is known by 53 bits of a hash. That two of a million have the same is
 * a chance of one in ten thousand, and then one route among those the router
 * refused is missing until the next dump.
 */
export class PathKeySet {
  #slots: Float64Array;
  #size = 0;

  /** @param expected - of paths; more are taken too. */
  constructor(expected = 0) {
    this.#slots = new Float64Array(slotsFor(expected));
  }

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  add(
    address: Uint8Array,
    length: number,
    session: number,
    pathId: number,
  ): void {
    if (2 * (this.#size + 1) > this.#slots.length) {
      this.#grow();
    }
    const key = hash(address, length, session, pathId);
    const slot = this.#find(key);
    if (this.#slots[slot] === 0) {
      this.#slots[slot] = key;
      this.#size++;
    }
  }

  has(
    address: Uint8Array,
    length: number,
    session: number,
    pathId: number,
  ): boolean {
    const key = hash(address, length, session, pathId);
    return this.#slots[this.#find(key)] === key;
  }

  /** Where the key is or would be; zero marks an empty slot. */
  #find(key: number): number {
    const mask = this.#slots.length - 1;
    let slot = key % this.#slots.length;
    while (this.#slots[slot] !== 0 && this.#slots[slot] !== key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Float64Array(2 * old.length);
    for (const key of old) {
      if (key !== 0) {
        this.#slots[this.#find(key)] = key;
      }
    }
  }
}

function slotsFor(expected: number): number {
  let slots = 64;
  while (slots < 2 * expected) {
    slots *= 2;
  }
  return slots;
}

/** Two rounds of 32 bits (FNV-1a with a final mix), never zero. */
function hash(
  address: Uint8Array,
  length: number,
  session: number,
  pathId: number,
): number {
  let low = 0x811c9dc5;
  let high = 0x050c5d1f;
  const feed = (value: number) => {
    low = Math.imul(low ^ value, 0x01000193);
    high = Math.imul(high ^ value, 0x85ebca6b);
    high ^= high >>> 15;
  };
  for (let at = 0; at < address.length; at++) {
    feed(address[at]);
  }
  feed(length + 256);
  feed(session);
  feed(pathId & 0xffff);
  feed(pathId >>> 16);
  return (mix(high) >>> 11) * 0x100000000 + mix(low) || 1;
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
