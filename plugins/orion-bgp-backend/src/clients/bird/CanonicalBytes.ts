/* eslint-disable no-bitwise */
import { AttributeFlag, AttributeType } from '../../attributes/attributeTypes';

/** What all attributes of one path may take; RFC 8654 allows 65,535 a message. */
const MOST = 262_144;
/** What one attribute may take. */
const MAX_VALUE = 65_535;
/** For values of a fixed size there always is room. */
const SMALL = 64;

/**
 * Builds the canonical bytes of one path's attributes in place, see
 * `encodeAttributes`. Attributes may come in any order, but ascending by type
 * costs nothing; a next hop of 16 bytes may come early and waits for its place.
 * Repeated attributes are refused.
 */
export class CanonicalBytes {
  /** Valid up to {@link at}. */
  out = new Uint8Array(1024);
  at = 0;
  #valueAt = 0;
  #lastType = 0;
  #ordered = true;
  /** Where each attribute starts; its type is at this place + 1. */
  readonly #starts: number[] = [];
  readonly #seen = new Uint8Array(256);
  readonly #nextHop = new Uint8Array(33);
  /** 0 when none waits. */
  #nextHopSize = 0;

  reset(): void {
    for (const start of this.#starts) {
      this.#seen[this.out[start + 1]] = 0;
    }
    this.#starts.length = 0;
    this.at = 0;
    this.#lastType = 0;
    this.#ordered = true;
    this.#nextHopSize = 0;
  }

  /** Overwritten by the next path. */
  finish(): Uint8Array {
    this.#placeNextHop();
    return this.#ordered ? this.out.subarray(0, this.at) : this.#sorted();
  }

  /** False when the attribute is there already or does not fit any more. */
  begin(type: number, flags: number): boolean {
    if (
      this.#nextHopSize &&
      type > AttributeType.mpReach &&
      this.#lastType <= AttributeType.mpReach
    ) {
      this.#placeNextHop();
    }
    if (this.#seen[type] || this.at + MAX_VALUE + 4 > MOST) {
      return false;
    }
    this.#grow(SMALL + 4);
    this.#seen[type] = 1;
    if (type < this.#lastType) {
      this.#ordered = false;
    }
    this.#lastType = type;
    this.#starts.push(this.at);
    this.out[this.at] = flags;
    this.out[this.at + 1] = type;
    this.#valueAt = this.at + 3;
    this.at = this.#valueAt;
    return true;
  }

  /**
   * Makes room for so many more bytes of the attribute that was begun: needed
   * beyond 64. False when it would be too long. {@link out} may be another one
   * afterwards.
   */
  fits(bytes: number): boolean {
    if (this.at - this.#valueAt + bytes > MAX_VALUE) {
      return false;
    }
    // One more: a long value moves when its length takes a second byte.
    this.#grow(bytes + 1);
    return true;
  }

  /** Ends what {@link begin} began and writes its length. */
  end(): void {
    const length = this.at - this.#valueAt;
    const { out } = this;
    if (length > 255) {
      out.copyWithin(this.#valueAt + 1, this.#valueAt, this.at);
      out[this.#valueAt - 3] |= AttributeFlag.extended;
      out[this.#valueAt - 1] = length >> 8;
      out[this.#valueAt] = length;
      this.at++;
    } else {
      out[this.#valueAt - 1] = length;
    }
  }

  /** 32 bits in network byte order. */
  word(word: number): void {
    const { out, at } = this;
    out[at] = word >>> 24;
    out[at + 1] = word >>> 16;
    out[at + 2] = word >>> 8;
    out[at + 3] = word;
    this.at = at + 4;
  }

  /** The first 4 bytes of an address. */
  v4(address: Uint8Array): void {
    const { out, at } = this;
    out[at] = address[0];
    out[at + 1] = address[1];
    out[at + 2] = address[2];
    out[at + 3] = address[3];
    this.at = at + 4;
  }

  get hasNextHop(): boolean {
    return (
      this.#nextHopSize > 0 ||
      this.#seen[AttributeType.nextHop] + this.#seen[AttributeType.mpReach] > 0
    );
  }

  /** Keeps a next hop of 16 bytes, or of 32 with a link-local one behind it. */
  keepNextHop(address: Uint8Array, linkLocal?: Uint8Array): void {
    if (linkLocal) {
      this.#nextHop.set(linkLocal, 17);
      this.#nextHopSize = 32;
    } else {
      this.#nextHop.set(address, 1);
      this.#nextHopSize = 16;
    }
  }

  #grow(bytes: number): void {
    if (this.at + bytes > this.out.length) {
      const grown = new Uint8Array(2 * (this.at + bytes));
      grown.set(this.out);
      this.out = grown;
    }
  }

  #placeNextHop(): void {
    const size = this.#nextHopSize;
    this.#nextHopSize = 0;
    if (size && this.begin(AttributeType.mpReach, AttributeFlag.optional)) {
      const kept = this.#nextHop;
      kept[0] = size;
      for (let index = 0; index <= size; index++) {
        this.out[this.at + index] = kept[index];
      }
      this.at += size + 1;
      this.end();
    }
  }

  #sorted(): Uint8Array {
    const { out } = this;
    // Made anew each time: BIRD's attributes do come in order.
    const extra = new Uint8Array(this.at);
    const pieces = this.#starts.map((start, index) => ({
      start,
      end: this.#starts[index + 1] ?? this.at,
    }));
    pieces.sort((a, b) => out[a.start + 1] - out[b.start + 1]);
    let at = 0;
    for (const { start, end } of pieces) {
      extra.set(out.subarray(start, end), at);
      at += end - start;
    }
    return extra;
  }
}
