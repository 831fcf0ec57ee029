import { AttributeFlag, AttributeType } from './attributeTypes';

/**
 * Whether the next hop in a path's canonical bytes (see `encodeAttributes`) is this
 * address: its only one, the global or the link-local one. Read for every path of a
 * table, so nothing is decoded.
 *
 * @param address - 4 or 16 bytes
 */
export function hasNextHop(bytes: Uint8Array, address: Uint8Array): boolean {
  for (let at = 0; at + 3 <= bytes.length; ) {
    const long = (bytes[at] & AttributeFlag.extended) !== 0;
    const type = bytes[at + 1];
    const size = long
      ? ((bytes[at + 2] << 8) | bytes[at + 3]) >>> 0
      : bytes[at + 2];
    const value = at + (long ? 4 : 3);
    if (type === AttributeType.nextHop) {
      return isAt(bytes, value, size, address);
    }
    if (type === AttributeType.mpReach) {
      const global = isAt(bytes, value + 1, Math.min(16, size - 1), address);
      return global || isAt(bytes, value + 17, size - 17, address);
    }
    at = value + size;
  }
  return false;
}

function isAt(
  bytes: Uint8Array,
  at: number,
  size: number,
  address: Uint8Array,
): boolean {
  return (
    size === address.length &&
    at + size <= bytes.length &&
    address.every((byte, index) => bytes[at + index] === byte)
  );
}
