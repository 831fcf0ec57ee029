/**
 * Reads an NLRI of IPv4 or IPv6 unicast (RFC 4271 §4.3: length in bits, then as
 * many bytes as that takes) into `address`, whose host bits come out as zero.
 * The length; undefined when the bytes are no such prefix.
 */
export function readNlri(
  nlri: Uint8Array,
  address: Uint8Array,
): number | undefined {
  const length = nlri[0];
  const size = (length + 7) >> 3;
  if (!(size <= address.length) || nlri.length !== 1 + size) {
    return undefined;
  }
  if (length > 8 * address.length) {
    return undefined;
  }
  address.fill(0);
  for (let at = 0; at < size; at++) {
    address[at] = nlri[at + 1];
  }
  if (length & 7) {
    address[size - 1] &= 0xff00 >> (length & 7);
  }
  return length;
}
