import {
  FamilyCounters,
  RpkiState,
} from '@orion/backstage-plugin-orion-bgp-common';

/** How one router has one prefix. */
export interface RouteObservation {
  prefix: string;
  /** Origin systems of all its paths, refused ones too; `own` for our own route. Sorted. */
  origins: string[];
  /** Sessions it goes out to. Sorted. */
  exportedTo: string[];
  /** Sessions of which nobody ever knew whether it goes out to them. Sorted. */
  unread?: string[];
  /** Of the path that is used, or else of the first. */
  rpki: RpkiState;
}

/** What was seen inside one aggregate, or another prefix that is watched, on one router. */
export interface AggregateObservation {
  router: string;
  aggregate: string;
  routes: RouteObservation[];
  /** Sessions whose exports nobody could read: the routes say nothing of them. */
  unreadExports?: string[];
  /** False when there were more paths than were read: then nothing is gone. */
  complete: boolean;
}

/** Size of a router's table at one moment. */
export interface TableSize {
  router: string;
  family: 'ipv4-unicast' | 'ipv6-unicast';
  paths: number;
  /** Undefined where paths are counted and not kept. */
  prefixes?: number;
}

/** What the index counted of one session and family at one moment. */
export interface CountObservation {
  router: string;
  session: string;
  family: string;
  /** ISO UTC: the session is up since. */
  since: string;
  counters: FamilyCounters;
}

/** One look at what is watched. */
export interface HistoryReading {
  /**
   * All that are watched. Undefined when nobody said what we announce: then
   * nothing is forgotten either.
   */
  aggregates: string[] | undefined;
  observations: AggregateObservation[];
  sizes: TableSize[];
  counts: CountObservation[];
}
