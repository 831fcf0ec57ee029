import { AddressSlot, hexValue, readAddress } from './readAddress';

const COMMA = 0x2c;
const SPACE = 0x20;
const LF = 0x0a;

/** Reads numbers and addresses out of bytes, without making strings or objects. */
export class TextScanner {
  /** What {@link readNumber} read; -1 when there was no number of 32 bits. */
  number = -1;
  /** What {@link readAddress} read. */
  readonly address: AddressSlot = { bytes: new Uint8Array(16), size: 0 };

  /** Decimal, or hexadecimal behind `0x`; returns the place behind it. */
  readNumber(text: Uint8Array, at: number): number {
    let p = at;
    let value = 0;
    if (text[p] === 0x30 && text[p + 1] === 0x78) {
      p += 2;
      const from = p;
      let hex = hexValue(text[p]);
      while (hex >= 0 && p - from < 9) {
        value = value * 16 + hex;
        hex = hexValue(text[++p]);
      }
      this.number = p > from && value <= 0xffffffff ? value : -1;
      return p;
    }
    let digit = text[p] - 48;
    while (digit >= 0 && digit <= 9 && p - at < 11) {
      value = value * 10 + digit;
      digit = text[++p] - 48;
    }
    this.number = p > at && value <= 0xffffffff ? value : -1;
    return p;
  }

  /** Leaves an address in {@link address}; returns the place behind it. */
  readAddress(text: Uint8Array, at: number): number {
    return readAddress(text, at, this.address);
  }
}

/** The place behind the end of the line. */
export function skipLine(text: Uint8Array, at: number): number {
  let p = at;
  while (text[p] !== LF) {
    p++;
  }
  return p + 1;
}

/** Behind `, ` or `,`; where there is none, the same place. */
export function afterComma(text: Uint8Array, at: number): number {
  if (text[at] !== COMMA) {
    return at;
  }
  return text[at + 1] === SPACE ? at + 2 : at + 1;
}
