import { RpkiVerdict } from '@orion/backstage-plugin-orion-bgp-common';
import { OriginKind } from '../rib/pool/asPathBytes';
import { PrefixKey } from '../rib/table/PrefixKey';
import { RowMeta, rpkiCode } from '../rib/table/RowMeta';
import { FamilyVrps } from './FamilyVrps';

/** A validated ROA payload in numbers. */
export interface VrpEntry {
  prefix: PrefixKey;
  maxLength: number;
  asn: number;
  trustAnchor?: string;
  /** Unix seconds; 0 when the source does not say. */
  expires: number;
}

const VALID = rpkiCode('valid');
const INVALID = rpkiCode('invalid');

/**
 * All VRPs of a validator, for origin validation by RFC 6811. A new set is a new
 * table; only time passes here, and only by `expire`.
 */
export class VrpTable {
  /** Unix seconds of the last `expire`, and of the next end after it. */
  #at = 0;
  #nextEnd = 0;
  readonly v4: FamilyVrps;
  readonly v6: FamilyVrps;

  constructor(v4: FamilyVrps, v6: FamilyVrps) {
    this.v4 = v4;
    this.v6 = v6;
  }

  get count(): number {
    return this.v4.count + this.v6.count;
  }

  /** Unix seconds of the last `expire` that told of a change; 0 before. */
  get at(): number {
    return this.#at;
  }

  get byteLength(): number {
    return this.v4.byteLength + this.v6.byteLength;
  }

  /**
   * VRPs that ended by now, in Unix seconds, count no more. Next to nothing while
   * none does, a walk over them else.
   *
   * @returns whether any may have: then routes are to be validated again.
   */
  expire(now: number): boolean {
    // A clock that was set back brings some back.
    if (now >= this.#at && now < this.#nextEnd) {
      return false;
    }
    this.#at = now;
    this.#nextEnd = Math.min(this.v4.expire(now), this.v6.expire(now));
    return true;
  }

  family(family: 4 | 6): FamilyVrps {
    return family === 4 ? this.v4 : this.v6;
  }

  /**
   * State and reason of a route. `originAs` is 0 when the path has no origin
   * (it ends in a set): then a covered route is invalid, RFC 6811 §2.
   */
  validate(
    prefix: PrefixKey,
    originAs: number,
  ): Pick<RpkiVerdict, 'state' | 'reason'> {
    const bits = this.#bits(prefix, originAs);
    switch (bits & RowMeta.rpkiMask) {
      case VALID:
        return { state: 'valid' };
      case INVALID:
        return {
          state: 'invalid',
          reason: bits & RowMeta.rpkiByLength ? 'length' : 'origin',
        };
      default:
        return { state: 'not-found' };
    }
  }

  /** The same as the bits of a row, from what is known of its path. */
  verdictBits(
    prefix: PrefixKey,
    kind: OriginKind,
    asn: number,
    ownAs: number,
  ): number {
    return this.#bits(prefix, routeOrigin(kind, asn, ownAs));
  }

  /** VRPs whose prefix covers this one, less specific first. */
  covering(prefix: PrefixKey): VrpEntry[] {
    const vrps = this.family(prefix.family);
    const found: VrpEntry[] = [];
    let group = vrps.closest(prefix, vrps.position(prefix));
    for (; group >= 0; group = vrps.parent[group]) {
      found.unshift(...vrps.entries(group));
    }
    return found;
  }

  /** Every VRP, by prefix. */
  forEach(visit: (vrp: VrpEntry) => void): void {
    for (const family of [this.v4, this.v6]) {
      for (let group = 0; group < family.parent.length; group++) {
        family.entries(group).forEach(visit);
      }
    }
  }

  #bits(prefix: PrefixKey, originAs: number): number {
    const vrps = this.family(prefix.family);
    return vrps.verdict(
      vrps.closest(prefix, vrps.position(prefix)),
      prefix.length,
      originAs,
    );
  }
}

/** RFC 6811 §2: an empty path or a confederation at its end is the router's own AS; a set is nobody's. */
export function routeOrigin(
  kind: OriginKind,
  asn: number,
  ownAs: number,
): number {
  if (kind === 'asn') {
    return asn;
  }
  return kind === 'own' ? ownAs : 0;
}
