import { segmentTypes } from '../../attributes/attributeTypes';

/** Reads 32 bits in network byte order. */
export function readWord(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] << 24) |
      (bytes[at + 1] << 16) |
      (bytes[at + 2] << 8) |
      bytes[at + 3]) >>>
    0
  );
}

/**
 * Copies every ASN of an AS_PATH's value into `into`, sets and confederations
 * too; returns how many.
 */
export function readPathAsns(
  bytes: Uint8Array,
  from: number,
  to: number,
  into: Uint32Array,
): number {
  let count = 0;
  let at = from;
  while (at + 2 <= to) {
    const end = Math.min(to, at + 2 + 4 * bytes[at + 1]);
    for (at += 2; at + 4 <= end; at += 4) {
      into[count++] = readWord(bytes, at);
    }
    at = end;
  }
  return count;
}

/** Whose the route is, RFC 6811 §2: an AS, the router's own, or nobody's to tell. */
export type OriginKind = 'asn' | 'own' | 'none';

/** The rightmost AS of the last segment when that is a sequence, else 0 and why. */
export function readOrigin(
  bytes: Uint8Array,
  from: number,
  to: number,
): { kind: OriginKind; asn: number } {
  let kind: OriginKind = 'own';
  let asn = 0;
  let at = from;
  while (at + 2 <= to) {
    const [type, count] = [bytes[at], bytes[at + 1]];
    const end = at + 2 + 4 * count;
    if (end > to) {
      break;
    }
    if (type === segmentTypes.sequence && count > 0) {
      kind = 'asn';
      asn = readWord(bytes, end - 4);
    } else if (type === segmentTypes.set) {
      kind = 'none';
      asn = 0;
    } else if (count > 0) {
      kind = 'own';
      asn = 0;
    }
    at = end;
  }
  return { kind, asn };
}
