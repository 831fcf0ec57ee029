import { segmentTypes } from '../../attributes/attributeTypes';
import { readWord } from '../../rib/pool/asPathBytes';
import { AspaTable } from './AspaTable';

/** What ASPAs say of one path from either direction, in five bits. */
export const AspaCode = {
  /** 0 unknown, 1 valid, 2 invalid: as from a customer, a peer, a route server. */
  upMask: 0b00011,
  /** The same as from a provider. */
  downShift: 2,
  downMask: 0b01100,
  /** No AS, or a set: invalid whoever sent it. */
  wrong: 0b10000,
  bits: 5,
} as const;

const [UNKNOWN, VALID, INVALID] = [0, 1, 2];

/**
 * What `verifyAspa` says of an AS_PATH's value, for a million paths at a time:
 * without objects, and without what depends on the neighbor.
 *
 * @param path - takes the ASNs without repetitions, the neighbor's first; has
 * room for all of them.
 * @returns an {@link AspaCode}, and the neighbor's AS in `path[0]`.
 */
export function readAspaCode(
  bytes: Uint8Array,
  from: number,
  to: number,
  aspas: AspaTable,
  path: Uint32Array,
): number {
  path[0] = 0;
  let count = 0;
  let at = from;
  while (at + 2 <= to) {
    const type = bytes[at];
    const end = Math.min(to, at + 2 + 4 * bytes[at + 1]);
    at += 2;
    if (type === segmentTypes.set && at < end) {
      return AspaCode.wrong;
    }
    if (type === segmentTypes.sequence) {
      for (; at + 4 <= end; at += 4) {
        const asn = readWord(bytes, at);
        if (count === 0 || path[count - 1] !== asn) {
          path[count++] = asn;
        }
      }
    }
    at = end;
  }
  return count === 0
    ? AspaCode.wrong
    : upstream(path, count, aspas) |
        (downstream(path, count, aspas) << AspaCode.downShift);
}

/** Every step from the origin, the last one, goes to a provider. */
function upstream(path: Uint32Array, count: number, aspas: AspaTable): number {
  let state = VALID;
  for (let at = count - 1; at > 0; at--) {
    const attested = aspas.attest(path[at], path[at - 1]);
    if (attested === 'not-provider') {
      return INVALID;
    }
    if (attested === 'none') {
      state = UNKNOWN;
    }
  }
  return state;
}

/** Up from the origin and up from us, the ramps meet: proven, or not denied. */
function downstream(
  path: Uint32Array,
  count: number,
  aspas: AspaTable,
): number {
  if (count <= 2) {
    return VALID;
  }
  let [minUp, maxUp] = [0, count];
  for (let at = count - 1; at > 0; at--) {
    const attested = aspas.attest(path[at], path[at - 1]);
    if (minUp === 0 && attested !== 'provider') {
      minUp = count - at;
    }
    if (attested === 'not-provider') {
      maxUp = count - at;
      break;
    }
  }
  let [minDown, maxDown] = [0, count];
  for (let at = 0; at < count - 1; at++) {
    const attested = aspas.attest(path[at], path[at + 1]);
    if (minDown === 0 && attested !== 'provider') {
      minDown = at + 1;
    }
    if (attested === 'not-provider') {
      maxDown = at + 1;
      break;
    }
  }
  if (maxUp + maxDown < count) {
    return INVALID;
  }
  return (minUp || count) + (minDown || count) < count ? UNKNOWN : VALID;
}
