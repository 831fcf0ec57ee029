import { isPrivateAs } from './isPrivateAs';

/** What a number is for that belongs to nobody; undefined for all others. */
export function reservedName(asn: number): string | undefined {
  if (asn === 0) {
    return 'reserved (RFC 7607)';
  }
  if (asn === 23_456) {
    return 'AS_TRANS (RFC 6793)';
  }
  if (isBetween(asn, 64_496, 64_511) || isBetween(asn, 65_536, 65_551)) {
    return 'documentation (RFC 5398)';
  }
  if (isPrivateAs(asn)) {
    return 'private use (RFC 6996)';
  }
  return asn === 65_535 || asn === 4_294_967_295
    ? 'reserved (RFC 7300)'
    : undefined;
}

function isBetween(value: number, from: number, to: number): boolean {
  return value >= from && value <= to;
}
