import { readWord } from '../pool/asPathBytes';

/** A prefix as numbers; of IPv4 only `a` is used. Host bits are zero. */
export interface PrefixKey {
  family: 4 | 6;
  a: number;
  b: number;
  c: number;
  d: number;
  length: number;
}

/** From an address in network byte order. Host bits are cleared. */
export function toPrefixKey(
  family: 4 | 6,
  address: Uint8Array,
  length: number,
): PrefixKey {
  const key: PrefixKey = { family, a: 0, b: 0, c: 0, d: 0, length };
  setPrefixKey(key, family, address, length);
  return key;
}

/** The same into an object that is there already. */
export function setPrefixKey(
  key: PrefixKey,
  family: 4 | 6,
  address: Uint8Array,
  length: number,
): void {
  key.family = family;
  key.length = length;
  key.a = mask(readWord(address, 0), length);
  if (family === 6) {
    key.b = mask(readWord(address, 4), length - 32);
    key.c = mask(readWord(address, 8), length - 64);
    key.d = mask(readWord(address, 12), length - 96);
  } else {
    key.b = 0;
    key.c = 0;
    key.d = 0;
  }
}

/** The less specific prefix of a length. */
export function shorten(key: PrefixKey, length: number): PrefixKey {
  return {
    family: key.family,
    a: mask(key.a, length),
    b: mask(key.b, length - 32),
    c: mask(key.c, length - 64),
    d: mask(key.d, length - 96),
    length,
  };
}

/** The last address of the prefix, as a host. */
export function lastOf(key: PrefixKey): PrefixKey {
  const { family, length } = key;
  return {
    family,
    a: fill(key.a, length),
    b: family === 6 ? fill(key.b, length - 32) : 0,
    c: family === 6 ? fill(key.c, length - 64) : 0,
    d: family === 6 ? fill(key.d, length - 96) : 0,
    length: family === 6 ? 128 : 32,
  };
}

/** The network's address in network byte order. */
export function addressBytes(key: PrefixKey): Uint8Array {
  const bytes = new Uint8Array(key.family === 4 ? 4 : 16);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, key.a);
  if (key.family === 6) {
    view.setUint32(4, key.b);
    view.setUint32(8, key.c);
    view.setUint32(12, key.d);
  }
  return bytes;
}

/** By family, address and length: less specific first. */
export function compareKeys(one: PrefixKey, other: PrefixKey): number {
  return (
    one.family - other.family ||
    one.a - other.a ||
    one.b - other.b ||
    one.c - other.c ||
    one.d - other.d ||
    one.length - other.length
  );
}

function mask(word: number, bits: number): number {
  if (bits >= 32) {
    return word;
  }
  return bits <= 0 ? 0 : (word & (0xffffffff << (32 - bits))) >>> 0;
}

function fill(word: number, bits: number): number {
  if (bits >= 32) {
    return word;
  }
  return bits <= 0 ? 0xffffffff : (word | (0xffffffff >>> bits)) >>> 0;
}
