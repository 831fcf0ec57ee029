import { AspaState, RpkiState } from '@orion/backstage-plugin-orion-bgp-common';
import { CommunityPattern } from '../pool/CommunityPattern';
import { PrefixKey } from '../table/PrefixKey';

/**
 * How a prefix is looked for: itself; the longest that contains it; all that
 * contain it, itself included; all inside it, itself included.
 */
export type PrefixMatch = 'exact' | 'longest' | 'covering' | 'covered';

/**
 * What says why a route was refused: a community of the dictionary; without one
 * RPKI, as the prefix is too long or the origin AS another; or nothing.
 */
export type ReasonKind = 'community' | 'rpki-length' | 'rpki-origin' | 'none';

/**
 * What to look for; everything given must hold. Plain data, so that it can go
 * to the worker. The longest match is of the routes that satisfy the rest; one of
 * which all was refused comes with the next around it, down to what is in use.
 */
export interface RouteQuery {
  prefix?: { match: PrefixMatch; key: PrefixKey };
  family?: 4 | 6;
  originAs?: number;
  /** Each occurs in the path, anywhere. */
  asns?: number[];
  /** As `AsPathPattern` reads them. */
  pathPatterns?: string[];
  communities?: CommunityPattern[];
  /** 4 or 16 bytes. */
  nextHop?: Uint8Array;
  rpki?: RpkiState;
  /** Of what neighbors sent; needs ASPAs, and facts of the neighbors. */
  aspa?: AspaState;
  /** Refused, and this says why; needs the dictionary of communities. */
  reason?: ReasonKind;
  /** Empty for what a router has by itself. */
  session?: string;
  /** Bits of PathFlag that must be as in `flagsValue`. */
  flagsMask?: number;
  flagsValue?: number;
  /** Goes out to this session. */
  exportedTo?: string;
}
