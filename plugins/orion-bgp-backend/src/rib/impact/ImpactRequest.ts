import { TableState } from '@orion/backstage-plugin-orion-bgp-common';

/** Names one session of one router. */
export interface SessionKey {
  router: string;
  session: string;
}

/** What would be lost with a session, asked of the index. */
export interface ImpactRequest extends SessionKey {
  /** External sessions that are established right now and would remain. */
  usable: SessionKey[];
  /** Addresses the way to which is looked up. */
  addresses: string[];
}

/** What one address family would lose. */
export interface FamilyLoss {
  family: 'ipv4' | 'ipv6';
  /** Paths the router uses or could use over the session. */
  paths: number;
  /** Paths over the sessions that would remain, on any router. */
  others: number;
  /** Prefixes whose best path comes over the session and that no remaining session has. */
  lost: number;
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
  /** Of every configured router. */
  tables: TableFact[];
}
