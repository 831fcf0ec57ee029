import { AttributeType } from './attributeTypes';
import { readTlvs } from './readTlvs';

/** NLRI of one family as they lie in an attribute, undecoded. */
export interface MpNlri {
  afi: number;
  safi: number;
  nlri: Uint8Array;
}

/**
 * The routes an UPDATE announces and withdraws in MP_REACH_NLRI and
 * MP_UNREACH_NLRI (RFC 4760 §3, §4); what is malformed is absent.
 */
export function readMpNlri(input: Uint8Array | readonly Uint8Array[]): {
  reach?: MpNlri;
  unreach?: MpNlri;
} {
  const found: { reach?: MpNlri; unreach?: MpNlri } = {};
  for (const { type, value } of readTlvs(input)) {
    const head = { afi: value[0] * 256 + value[1], safi: value[2] };
    if (type === AttributeType.mpReach) {
      // Length and next hop, then one reserved byte.
      const at = 4 + value[3] + 1;
      if (at <= value.length) {
        found.reach = { ...head, nlri: value.subarray(at) };
      }
    } else if (type === AttributeType.mpUnreach && value.length >= 3) {
      found.unreach = { ...head, nlri: value.subarray(3) };
    }
  }
  return found;
}
