/** ORIGIN, RFC 4271 §4.3. */
export type Origin = 0 | 1 | 2;

/** One AS_PATH segment: RFC 4271 §4.3, RFC 5065 §3. ASNs are 4 bytes (RFC 6793). */
export interface AsPathSegment {
  type: 'sequence' | 'set' | 'confed-sequence' | 'confed-set';
  asns: number[];
}

/** An attribute this code has no name for, kept as it came. */
export interface UnknownAttribute {
  /** The three upper flag bits: optional, transitive, partial. */
  flags: number;
  type: number;
  value: Uint8Array;
}

/**
 * What a path carries, as objects. Absent means that the daemon did not say.
 * Addresses are in network byte order. Communities are sets: order and
 * repetition have no meaning (RFC 1997, 4360, 8092).
 */
export interface PathAttributes {
  origin?: Origin;
  asPath?: AsPathSegment[];
  /** 4 or 16 bytes. */
  nextHop?: Uint8Array;
  /** 16 bytes, beside a global next hop or instead of it (RFC 2545 §3). */
  nextHopLinkLocal?: Uint8Array;
  med?: number;
  localPref?: number;
  atomicAggregate?: boolean;
  /** `address` is 4 bytes. */
  aggregator?: { asn: number; address: Uint8Array };
  /** Upper 16 bits: the AS. */
  communities?: number[];
  /** 8 bytes each. */
  extendedCommunities?: Uint8Array[];
  largeCommunities?: [number, number, number][];
  /** RFC 4456, as an IPv4 address in 32 bits. */
  originatorId?: number;
  clusterList?: number[];
  /** Only to Customer, RFC 9234 §5. */
  otc?: number;
  unknown?: UnknownAttribute[];
}
