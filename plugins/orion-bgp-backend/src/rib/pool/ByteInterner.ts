import { BitSet } from './BitSet';
import { grow, resize } from './grow';

/** Bytes of one chunk; an entry never crosses from one into the next. */
const CHUNK_BITS = 20;
const CHUNK_MASK = (1 << CHUNK_BITS) - 1;
/** Longest entry: what fits a BGP message (RFC 8654). */
const MAX_LENGTH = 0xffff;

/**
 * Byte strings, each kept once and known by a number counted from 0. No object
 * exists per entry: bytes lie in chunks, found again by open addressing.
 *
 * Numbers are never given twice, so an index built over them stays true; what
 * is no longer used goes away with {@link ByteInterner.compact}.
 */
export class ByteInterner {
  #chunks: Uint8Array[] = [];
  #used = 0;
  #offsets = new Uint32Array(64);
  #lengths = new Uint16Array(64);
  /** Number + 1; 0 is free. */
  #slots = new Uint32Array(128);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Bytes taken, spare room included. */
  get byteLength(): number {
    return (
      this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0) +
      this.#offsets.byteLength +
      this.#lengths.byteLength +
      this.#slots.byteLength
    );
  }

  /** The number of these bytes, a new one when they are new; copies what it keeps. */
  intern(bytes: Uint8Array, from = 0, to = bytes.length): number {
    const slot = this.#slot(bytes, from, to);
    const known = this.#slots[slot];
    if (known !== 0) {
      return known - 1;
    }
    const id = this.#append(bytes, from, to);
    this.#slots[slot] = id + 1;
    if (this.#count * 4 > this.#slots.length * 3) {
      this.#rehash(this.#slots.length * 2);
    }
    return id;
  }

  /** -1 when these bytes are not kept. */
  find(bytes: Uint8Array): number {
    return this.#slots[this.#slot(bytes, 0, bytes.length)] - 1;
  }

  /** A view, not a copy. */
  get(id: number): Uint8Array {
    const start = this.startOf(id);
    return this.chunkOf(id).subarray(start, start + this.#lengths[id]);
  }

  /** The three ways to the bytes of an entry without an object being made. */
  chunkOf(id: number): Uint8Array {
    return this.#chunks[this.#offsets[id] >>> CHUNK_BITS];
  }

  startOf(id: number): number {
    return this.#offsets[id] & CHUNK_MASK;
  }

  lengthOf(id: number): number {
    return this.#lengths[id];
  }

  /** Gives back room kept for growth. */
  trim(): void {
    this.#offsets = resize(this.#offsets, this.#count);
    this.#lengths = resize(this.#lengths, this.#count);
    const last = this.#chunks.length - 1;
    if (last >= 0) {
      this.#chunks[last] = this.#chunks[last].slice(0, this.#used);
    }
  }

  /** Drops every entry not in `live`; returns the new number of each old one. */
  compact(live: BitSet): Uint32Array {
    const renumbered = new Uint32Array(this.#count);
    const { chunks, offsets, lengths } = this.#takeOut();
    for (let id = 0; id < renumbered.length; id++) {
      if (live.has(id)) {
        const start = offsets[id] & CHUNK_MASK;
        renumbered[id] = this.#append(
          chunks[offsets[id] >>> CHUNK_BITS],
          start,
          start + lengths[id],
        );
      }
    }
    let slots = 128;
    while (this.#count * 4 > slots * 3) {
      slots *= 2;
    }
    this.#rehash(slots);
    return renumbered;
  }

  #takeOut() {
    const [chunks, offsets, lengths] = [
      this.#chunks,
      this.#offsets,
      this.#lengths,
    ];
    this.#chunks = [];
    this.#used = 0;
    this.#offsets = new Uint32Array(64);
    this.#lengths = new Uint16Array(64);
    this.#count = 0;
    return { chunks, offsets, lengths };
  }

  #append(bytes: Uint8Array, from: number, to: number): number {
    const length = to - from;
    if (length > MAX_LENGTH) {
      throw new RangeError(`${length} bytes are more than one entry may have`);
    }
    let chunk = this.#chunks[this.#chunks.length - 1];
    if (!chunk || this.#used + length > chunk.length) {
      chunk = this.#nextChunk(length);
    }
    // Most entries are shorter than what a call of set() costs.
    for (let at = from, to2 = this.#used; at < to; at++, to2++) {
      chunk[to2] = bytes[at];
    }
    const id = this.#count++;
    this.#offsets = grow(this.#offsets, this.#count);
    this.#lengths = grow(this.#lengths, this.#count);
    this.#offsets[id] = ((this.#chunks.length - 1) << CHUNK_BITS) | this.#used;
    this.#lengths[id] = length;
    this.#used += length;
    return id;
  }

  /** The first chunk grows to its full size, so a small pool stays small. */
  #nextChunk(length: number): Uint8Array {
    const last = this.#chunks.length - 1;
    const chunk = this.#chunks[last];
    if (last === 0 && chunk.length <= CHUNK_MASK) {
      const grown = resize(
        chunk,
        Math.min(
          Math.max(chunk.length * 4, this.#used + length),
          CHUNK_MASK + 1,
        ),
      );
      if (this.#used + length <= grown.length) {
        this.#chunks[0] = grown;
        return grown;
      }
    }
    if (this.#chunks.length > 0xffffffff >>> CHUNK_BITS) {
      throw new RangeError('more than 4 GiB of attributes');
    }
    const next = new Uint8Array(
      chunk ? CHUNK_MASK + 1 : Math.max(1 << 12, length),
    );
    this.#chunks.push(next);
    this.#used = 0;
    return next;
  }

  /** Where these bytes are, or where they belong. */
  #slot(bytes: Uint8Array, from: number, to: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const length = to - from;
    let slot = hash(bytes, from, to) & mask;
    for (let known = slots[slot]; known !== 0; known = slots[slot]) {
      const id = known - 1;
      if (
        this.#lengths[id] === length &&
        same(this.chunkOf(id), this.startOf(id), bytes, from, length)
      ) {
        break;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #rehash(size: number): void {
    const slots = new Uint32Array(size);
    const mask = size - 1;
    for (let id = 0; id < this.#count; id++) {
      const start = this.startOf(id);
      const end = start + this.#lengths[id];
      let slot = hash(this.chunkOf(id), start, end) & mask;
      while (slots[slot] !== 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = id + 1;
    }
    this.#slots = slots;
  }
}

/** FNV-1a with a last mix, as the table looks at the lower bits only. */
function hash(bytes: Uint8Array, from: number, to: number): number {
  let value = 0x811c9dc5;
  for (let at = from; at < to; at++) {
    value = Math.imul(value ^ bytes[at], 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return value ^ (value >>> 13);
}

function same(
  a: Uint8Array,
  aFrom: number,
  b: Uint8Array,
  bFrom: number,
  length: number,
): boolean {
  for (let at = 0; at < length; at++) {
    if (a[aFrom + at] !== b[bFrom + at]) {
      return false;
    }
  }
  return true;
}
