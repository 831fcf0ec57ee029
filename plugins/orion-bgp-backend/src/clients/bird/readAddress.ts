/* eslint-disable no-bitwise */

/** Where {@link readAddress} leaves what it read: one object, since it runs per route. */
export interface AddressSlot {
  /** Network byte order. */
  bytes: Uint8Array;
  /** 4 or 16; 0 when there was no address. */
  size: number;
}

const DOT = 0x2e;
const COLON = 0x3a;

const words = new Uint16Array(8);

/** Value of a hexadecimal digit, or -1. */
const hexValues = new Int8Array(256).fill(-1);
for (let value = 0; value < 16; value++) {
  hexValues[value.toString(16).charCodeAt(0)] = value;
  hexValues[value.toString(16).toUpperCase().charCodeAt(0)] = value;
}

/** Value of a hexadecimal digit, or -1. */
export function hexValue(byte: number): number {
  return hexValues[byte];
}

/**
 * Reads an IPv4 or IPv6 address as BIRD prints it, from `at` on.
 *
 * @returns the place behind it; `slot.size` is 0 when it is no address.
 */
export function readAddress(
  text: Uint8Array,
  at: number,
  slot: AddressSlot,
): number {
  let p = at;
  while (hexValues[text[p]] >= 0) {
    p++;
  }
  if (text[p] === DOT) {
    return readV4(text, at, slot.bytes, 0, slot);
  }
  if (text[p] === COLON) {
    return readV6(text, at, slot);
  }
  slot.size = 0;
  return p;
}

/** Four decimal bytes; anything else gives size 0. */
function readV4(
  text: Uint8Array,
  at: number,
  out: Uint8Array,
  offset: number,
  slot: AddressSlot,
): number {
  let p = at;
  slot.size = 0;
  for (let part = 0; part < 4; part++) {
    if (part > 0 && text[p++] !== DOT) {
      return p - 1;
    }
    let value = 0;
    const from = p;
    let digit = text[p] - 48;
    while (digit >= 0 && digit <= 9 && p - from < 3) {
      value = value * 10 + digit;
      digit = text[++p] - 48;
    }
    if (p === from || value > 255) {
      return p;
    }
    out[offset + part] = value;
  }
  slot.size = 4;
  return p;
}

function readV6(text: Uint8Array, at: number, slot: AddressSlot): number {
  const out = slot.bytes;
  let p = at;
  let count = 0;
  let gap = -1;
  slot.size = 0;
  if (text[p] === COLON) {
    if (text[p + 1] !== COLON) {
      return p;
    }
    gap = 0;
    p += 2;
  }
  for (;;) {
    const from = p;
    let value = 0;
    let digit = hexValues[text[p]];
    while (digit >= 0 && p - from < 4) {
      value = (value << 4) | digit;
      digit = hexValues[text[++p]];
    }
    if (p === from) {
      break;
    }
    if (text[p] === DOT) {
      // ::ffff:192.0.2.1
      if (count > 6) {
        return p;
      }
      p = readV4(text, from, out, 0, slot);
      if (slot.size === 0) {
        return p;
      }
      slot.size = 0;
      words[count++] = (out[0] << 8) | out[1];
      words[count++] = (out[2] << 8) | out[3];
      break;
    }
    if (count === 8) {
      return p;
    }
    words[count++] = value;
    if (text[p] !== COLON) {
      break;
    }
    p++;
    if (text[p] === COLON) {
      if (gap >= 0) {
        return p;
      }
      gap = count;
      p++;
    } else if (hexValues[text[p]] < 0) {
      return p;
    }
  }
  if (gap < 0 ? count !== 8 : count > 7) {
    return p;
  }
  const zeros = 8 - count;
  for (let word = 0, next = 0; word < 8; word++) {
    const skipped = gap >= 0 && word >= gap && word < gap + zeros;
    const value = skipped ? 0 : words[next++];
    out[2 * word] = value >> 8;
    out[2 * word + 1] = value;
  }
  slot.size = 16;
  return p;
}
