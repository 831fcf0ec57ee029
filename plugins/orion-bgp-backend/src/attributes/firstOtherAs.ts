import { AttributeFlag, AttributeType, segmentTypes } from './attributeTypes';

/** ASes, as far as they are asked for. */
export type AsSet = Pick<ReadonlySet<number>, 'has'>;

/**
 * The first AS in a path's canonical bytes (see `encodeAttributes`) that is none of
 * these; undefined where there is none. The members of a confederation are parts of one
 * AS and do not count (RFC 5065 §3). Read for every route of a list, so nothing is
 * decoded.
 */
export function firstOtherAs(
  bytes: Uint8Array,
  own: AsSet,
): number | undefined {
  for (let at = 0; at + 3 <= bytes.length; ) {
    const long = (bytes[at] & AttributeFlag.extended) !== 0;
    const size = long ? bytes[at + 2] * 256 + bytes[at + 3] : bytes[at + 2];
    const value = at + (long ? 4 : 3);
    if (bytes[at + 1] === AttributeType.asPath) {
      return firstOther(bytes.subarray(value, value + size), own);
    }
    at = value + size;
  }
  return undefined;
}

function firstOther(path: Uint8Array, own: AsSet): number | undefined {
  const view = new DataView(path.buffer, path.byteOffset, path.byteLength);
  for (let at = 0; at + 2 <= path.length; ) {
    const [type, count] = [path[at], path[at + 1]];
    const end = Math.min(path.length, at + 2 + 4 * count);
    const counts = type === segmentTypes.sequence || type === segmentTypes.set;
    for (at += 2; at + 4 <= end; at += 4) {
      const asn = view.getUint32(at);
      if (counts && !own.has(asn)) {
        return asn;
      }
    }
    at = end;
  }
  return undefined;
}
