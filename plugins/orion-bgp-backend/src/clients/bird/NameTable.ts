/* eslint-disable no-bitwise */

/**
 * Strings of names that come again and again as bytes: the protocol of each of a
 * million routes. Compares bytes, so a string is made once per name.
 */
export class NameTable {
  #last: { bytes: Uint8Array; name: string } = {
    bytes: new Uint8Array(),
    name: '',
  };
  readonly #known = new Map<number, { bytes: Uint8Array; name: string }[]>();

  /** The text between two places. */
  name(text: Uint8Array, from: number, to: number): string {
    if (same(this.#last.bytes, text, from, to)) {
      return this.#last.name;
    }
    let hash = to - from;
    for (let p = from; p < to; p++) {
      hash = (Math.imul(hash, 31) + text[p]) | 0;
    }
    const bucket = this.#known.get(hash);
    const found = bucket?.find(entry => same(entry.bytes, text, from, to));
    if (found) {
      this.#last = found;
      return found.name;
    }
    // `slice` of a Buffer would be a view of bytes that change.
    const bytes = Uint8Array.from(text.subarray(from, to));
    const made = { bytes, name: Buffer.from(bytes).toString('latin1') };
    // Names come from the router's configuration; garbage must not fill memory.
    if (this.#known.size < 100_000) {
      this.#known.set(hash, [...(bucket ?? []), made]);
    }
    this.#last = made;
    return made.name;
  }
}

function same(name: Uint8Array, text: Uint8Array, from: number, to: number) {
  if (name.length !== to - from) {
    return false;
  }
  for (let index = 0; index < name.length; index++) {
    if (name[index] !== text[from + index]) {
      return false;
    }
  }
  return true;
}
