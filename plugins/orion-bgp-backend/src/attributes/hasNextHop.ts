import { ParsedPrefix } from '../routes/addresses';
import { covers } from '../routes/covers';
import { AttributeFlag, AttributeType } from './attributeTypes';

/**
 * Whether the next hop in a path's canonical bytes (see `encodeAttributes`) is this
 * address, or lies in one of the networks: its only one, the global or the
 * link-local one. Read for every path of a table, so nothing is decoded.
 *
 * @param address - 4 or 16 bytes
 */
export function hasNextHop(
  bytes: Uint8Array,
  address: Uint8Array | undefined,
  networks: readonly ParsedPrefix[] = [],
): boolean {
  const isWanted = (at: number, size: number) =>
    at + size <= bytes.length &&
    ((address !== undefined && isAt(bytes, at, size, address)) ||
      isIn(bytes, at, size, networks));
  for (let at = 0; at + 3 <= bytes.length; ) {
    const long = (bytes[at] & AttributeFlag.extended) !== 0;
    const type = bytes[at + 1];
    const size = long
      ? ((bytes[at + 2] << 8) | bytes[at + 3]) >>> 0
      : bytes[at + 2];
    const value = at + (long ? 4 : 3);
    if (type === AttributeType.nextHop) {
      return isWanted(value, size);
    }
    if (type === AttributeType.mpReach) {
      const global = isWanted(value + 1, Math.min(16, size - 1));
      return global || isWanted(value + 17, size - 17);
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
    address.every((byte, index) => bytes[at + index] === byte)
  );
}

function isIn(
  bytes: Uint8Array,
  at: number,
  size: number,
  networks: readonly ParsedPrefix[],
): boolean {
  if (networks.length === 0 || (size !== 4 && size !== 16)) {
    return false;
  }
  const family = size === 4 ? 4 : 6;
  const address = bytes.subarray(at, at + size);
  return networks.some(network =>
    covers(network, { family, address, length: 8 * size }),
  );
}
