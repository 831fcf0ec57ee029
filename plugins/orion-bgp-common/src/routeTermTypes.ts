import { AspaState, RpkiState } from './rpkiTypes';

/** How a prefix of a search is compared. @public */
export type RouteMatch = 'exact' | 'covering' | 'more-specific' | 'longest';

/**
 * One part of what a search for routes was understood as; all parts must hold.
 * A reader words it in its own language; in English `understood` of the page is
 * made of the same.
 *
 * @public
 */
export type RouteTerm =
  | {
      kind: 'prefix';
      match: RouteMatch;
      /** Canonical; an address where one was given. */
      prefix: string;
      /** What was typed, when its host bits are set and `prefix` is meant. */
      given?: string;
    }
  /** The system is anywhere in the path. */
  | { kind: 'path-contains'; asn: number }
  /** The path fits the pattern. */
  | { kind: 'path-matches'; pattern: string }
  | { kind: 'origin'; asn: number }
  /** As it was typed: `6939:*`, `no-export`. */
  | { kind: 'community'; community: string }
  | { kind: 'next-hop'; address: string }
  | { kind: 'rpki'; rpki: RpkiState }
  | { kind: 'aspa'; aspa: AspaState }
  /** Refused, and what says why: without a community RPKI, or nothing at all. */
  | {
      kind: 'reason';
      reason: 'none' | 'community' | 'rpki-length' | 'rpki-origin';
    }
  | { kind: 'session'; session: string }
  | { kind: 'exported'; session: string }
  | { kind: 'family'; family: 4 | 6 }
  | {
      kind: 'flag';
      flag: 'filtered' | 'accepted' | 'best' | 'stale' | 'unreachable';
      /** Whether it has to be so, or must not. */
      value: boolean;
    };
