import { TableState } from '@orion/backstage-plugin-orion-bgp-common';

/** Names one session of one router. */
export interface SessionKey {
  router: string;
  session: string;
}

/** How a router gets what another one of its network knows. */
export interface RouterLink {
  /** The other one. */
  router: string;
  /**
   * Between the two, internal and established, as the router in question calls it;
   * left out for one that is to take its place, and needs nothing handed over.
   */
  session?: string;
  /** In which it takes routes. */
  families: ('ipv4' | 'ipv6')[];
}

/** What would be lost with a session, asked of the index. */
export interface ImpactRequest extends SessionKey {
  /** External sessions that are established right now and would remain. */
  usable: SessionKey[];
  /** Of the router of the session to the others. */
  links: RouterLink[];
  /** Addresses the way to which is looked up. */
  addresses: string[];
  /** Prefixes of this network whose holders are looked up. */
  prefixes: string[];
}

/** A path that a router of any network has to exactly a prefix, and can use. */
export interface PrefixHolder extends SessionKey {
  /** As it was asked for; `session` is empty where the router has it by itself. */
  prefix: string;
  /**
   * Its path names another AS than the own one, and not a private one, which is
   * taken off before anything goes out: it is none of the network's own.
   */
  foreign?: boolean;
}

/** What one address family would lose. */
export interface FamilyLoss {
  family: 'ipv4' | 'ipv6';
  /** Paths the router uses or could use over the session. */
  paths: number;
  /** Paths over the sessions that would remain, here and on routers this one hears. */
  others: number;
  /** Prefixes the router has a best path to that came by BGP. */
  reached: number;
  /**
   * Prefixes whose best path comes over the session, and that no remaining session
   * has, nor a less specific one.
   */
  lost: number;
  /** Prefixes that would be reached by a less specific one alone. */
  covered: number;
  /** The first of them, at most 20. */
  named: string[];
  /** The default route is one of them. */
  defaultLost: boolean;
}

/** The way to an address by the longest match on the session's router. */
export interface AddressWay {
  address: string;
  prefix?: string;
  /** It goes over the session that is asked about. */
  overSession: boolean;
}

/** How true a table is. */
export interface TableFact {
  state: TableState;
  /** See `tableCounters`; of the moment before its dump. */
  counters?: string;
  /** Since its dump. */
  ageMs?: number;
}

/** What would be lost, and how far that can be relied on. */
export interface ImpactAnswer {
  families: FamilyLoss[];
  ways: AddressWay[];
  /** On every router that has a table. */
  holders: PrefixHolder[];
  /** Paths that would count if anybody knew that their next hops resolve. */
  unproven: { router: string; paths: number }[];
  /** Of every configured router. */
  tables: TableFact[];
  /** There are VRPs, so that paths that are RPKI invalid are known. */
  validated: boolean;
}
