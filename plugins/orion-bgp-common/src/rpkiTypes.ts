/** Origin validation of RFC 6811; `unknown` while no VRPs are loaded. @public */
export type RpkiState = 'valid' | 'invalid' | 'not-found' | 'unknown';

/** A validated ROA payload. @public */
export interface Vrp {
  prefix: string;
  maxLength: number;
  asn: number;
  trustAnchor?: string;
  /** ISO UTC of the end of the ROA's validity, when the source says. */
  expiresAt?: string;
}

/** Why a route is valid or not. @public */
export interface RpkiVerdict {
  state: RpkiState;
  /** Of `invalid`: no covering VRP names the origin AS, or the prefix is too long. */
  reason?: 'origin' | 'length';
  /** The covering VRPs. */
  covering: Vrp[];
}

/**
 * What a neighbor is to us (RFC 9234): we are its customer, provider, peer,
 * the client of its route server, or the route server of it.
 *
 * @public
 */
export type NeighborRelation =
  | 'provider'
  | 'customer'
  | 'peer'
  | 'route-server'
  | 'route-server-client';

/** One step of a path, from an AS to what would be its provider. @public */
export interface AspaHop {
  customer: number;
  provider: number;
  /** What the customer's ASPA says of it; `none` when it has none. */
  attestation: 'provider' | 'not-provider' | 'none';
}

/** Whether ASPAs allow an AS path, as far as they say. @public */
export type AspaState = 'valid' | 'invalid' | 'unknown';

/**
 * Whether the AS path is one that ASPAs allow:
 * draft-ietf-sidrops-aspa-verification.
 *
 * @public
 */
export interface AspaVerdict {
  state: AspaState;
  /** `downstream` from a provider, `upstream` from anybody else. */
  direction?: 'upstream' | 'downstream';
  /**
   * Of `invalid`: `empty-path`, `as-set`, `first-as` (it does not begin with the
   * neighbor), `hop`. Of `unknown`: `relation` (nobody said what the neighbor
   * is), `internal` (not received from another AS here), `no-aspa`.
   */
  reason?:
    | 'empty-path'
    | 'as-set'
    | 'first-as'
    | 'hop'
    | 'relation'
    | 'internal'
    | 'no-aspa';
  /** The steps that decide; two where a path goes up and down again. */
  hops: AspaHop[];
}

/** What the own AS says of its providers. @public */
export interface OwnAspa {
  asn: number;
  /** Some source of RPKI data has ASPAs at all. */
  available: boolean;
  /** Those it names; absent when it has no ASPA. */
  providers?: number[];
  /** Providers it has sessions with. */
  transits: number[];
}

/** How a source of VRPs stands. @public */
export interface VrpSource {
  source: string;
  /** VRPs it has; absent before the first answer. */
  count?: number;
  /** Customers with an ASPA; absent before the first answer and over RTR below version 2. */
  aspas?: number;
  /** ISO UTC of the last answer, a new one or that nothing changed. */
  fetchedAt?: string;
  /** ISO UTC of what it has, as the validator dates it; absent over RTR. */
  generatedAt?: string;
  /** `old`: another one is better, if there is one. `expired`: it counts for nothing. */
  age: 'none' | 'fresh' | 'old' | 'expired';
  /** Its VRPs are the ones routes are validated with. */
  used: boolean;
  error?: string;
}
