import { AttributeFlag } from './attributeTypes';

/** One path attribute before it is written. */
export interface AttributePart {
  type: number;
  /** Without the extended length bit, which follows from the value. */
  flags: number;
  value: Uint8Array;
}

/** Writes path attributes as in RFC 4271 §4.3, ascending by type. */
export function joinAttributes(parts: AttributePart[]): Uint8Array {
  let size = 0;
  let sorted = true;
  for (let index = 0; index < parts.length; index++) {
    const { length } = parts[index].value;
    size += length + (length > 255 ? 4 : 3);
    sorted &&= index === 0 || parts[index - 1].type <= parts[index].type;
  }
  if (!sorted) {
    parts.sort((a, b) => a.type - b.type);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const { type, flags, value } of parts) {
    const extended = value.length > 255;
    bytes[at++] = extended ? flags | AttributeFlag.extended : flags;
    bytes[at++] = type;
    if (extended) {
      bytes[at++] = value.length >> 8;
    }
    bytes[at++] = value.length & 0xff;
    bytes.set(value, at);
    at += value.length;
  }
  return bytes;
}
