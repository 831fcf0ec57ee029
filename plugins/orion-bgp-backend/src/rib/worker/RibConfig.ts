import { CommunityMeaning } from '../answer/CommunityDictionary';
import { KernelFeedConfig } from '../kernel/KernelFeed';
import { RouteSourceConfig } from './createRouteSource';
import { StartRest } from './DumpSchedule';

/** The last dump of a daemon, by a collector that is no more. */
export interface DumpedBefore {
  /** Since its end; where nobody knows that, since it began. */
  agoMs: number;
  /** Of the last dump that ended. */
  costMs: number;
  /** What the daemon is due before the next one. */
  rest: StartRest;
}

/** One router whose table is kept. */
export interface RouterTableConfig {
  id: string;
  /** The AS it speaks for. */
  asn: number;
  source: RouteSourceConfig;
  /** Where the routes of its kernel are read. */
  kernel?: KernelFeedConfig;
  /** Above this many paths only counts are kept; default 4,000,000. */
  maxPaths?: number;
  /** Do not ask what goes out to neighbors: some daemons take long for it. */
  skipExports?: boolean;
  /** Exports of single neighbors are read at least this far apart; default 2 s. */
  minExportRestMs?: number;
  /** Exports of a daemon that does not count them are read this often; default 15 s. */
  exportLookMs?: number;
  /** Dumps of a router without events are at least this far apart; default 5 min. */
  minDumpIntervalMs?: number;
  /**
   * Milliseconds the last dump took, where the worker crashed over and over: what
   * that cost the daemon it cost, and the next one comes after the usual rest.
   */
  crashedAfterMs?: number;
  /** Before the collector started; absent when nobody ever dumped this daemon. */
  dumpedBefore?: DumpedBefore;
  /** A table is read again this often while nothing says that it moved; default 1 h. */
  resyncIntervalMs?: number;
}

/** Everything the worker needs to know; plain data. */
export interface RibConfig {
  routers: RouterTableConfig[];
  communities: CommunityMeaning[];
  /** Where VRPs come from, the best source first. */
  rpki: VrpSourceConfig[];
}

/** A validator's output. */
export type VrpSourceConfig =
  | {
      type: 'json';
      /** `https:`, `http:` or `file:`. */
      url: string;
      /** Default 10 min. */
      intervalMs?: number;
      /** After which what it says counts no more. Default 24 h. */
      expireMs?: number;
    }
  | { type: 'rtr'; host: string; port: number };
