import { AttributeFlag, AttributeType } from './attributeTypes';
import { AttributePart } from './joinAttributes';

/**
 * The next hop of MP_REACH_NLRI as its canonical attribute: NEXT_HOP for IPv4,
 * the short MP_REACH_NLRI for IPv6. Undefined when there is none; the attribute
 * itself when nobody can read it.
 *
 * Both forms are understood: that of RFC 4760 §3 (AFI, SAFI, length, next hop,
 * reserved, NLRI) and the short one of RFC 6396 §4.3.4 (length, next hop). The
 * first begins with the upper byte of an AFI, which is no next hop's length.
 */
export function readMpNextHop(part: AttributePart): AttributePart | undefined {
  const { value } = part;
  const isShort = isNextHopSize(value[0]) && value.length === 1 + value[0];
  const at = isShort ? 1 : 4;
  const size = value[at - 1];
  if (!(at + size <= value.length)) {
    return { ...part };
  }
  if (size === 0) {
    return undefined;
  }
  const addresses = withoutDistinguishers(value.subarray(at, at + size));
  if (!addresses) {
    return { ...part };
  }
  if (addresses.length === 4) {
    return isZero(addresses)
      ? undefined
      : {
          type: AttributeType.nextHop,
          flags: AttributeFlag.transitive,
          value: addresses,
        };
  }
  return shortReach(addresses);
}

function shortReach(addresses: Uint8Array): AttributePart | undefined {
  const first = addresses.subarray(0, 16);
  const second = addresses.subarray(16);
  const alone = isLinkLocal(first);
  const global = alone || isZero(first) ? undefined : first;
  let linkLocal: Uint8Array | undefined = alone ? first : undefined;
  if (second.length === 16 && !isZero(second)) {
    linkLocal = second;
  }
  if (!global && !linkLocal) {
    return undefined;
  }
  const value = new Uint8Array(linkLocal ? 33 : 17);
  value[0] = value.length - 1;
  value.set(global ?? [], 1);
  value.set(linkLocal ?? [], 17);
  return {
    type: AttributeType.mpReach,
    flags: AttributeFlag.optional,
    value,
  };
}

function isNextHopSize(size: number): boolean {
  return [4, 12, 16, 24, 32, 48].includes(size);
}

/** VPN families put eight bytes before each address (RFC 4364 §4.3.2, RFC 4659 §3.2.1). */
function withoutDistinguishers(bytes: Uint8Array): Uint8Array | undefined {
  switch (bytes.length) {
    case 4:
    case 16:
    case 32:
      return bytes;
    case 12:
    case 24:
      return bytes.subarray(8);
    case 48:
      return Uint8Array.of(...bytes.subarray(8, 24), ...bytes.subarray(32));
    default:
      return undefined;
  }
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every(byte => byte === 0);
}

/** fe80::/10. */
function isLinkLocal(bytes: Uint8Array): boolean {
  return bytes[0] === 0xfe && (bytes[1] & 0xc0) === 0x80;
}
