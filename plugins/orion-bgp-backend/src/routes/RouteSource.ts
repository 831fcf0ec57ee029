import {
  BgpDriver,
  RouterIdentity,
  RouterParts,
  SessionReading,
  SourceCapabilities,
} from '@orion/backstage-plugin-orion-bgp-common';

/** What is known about a path beside its attributes; bits of {@link PathRecord.flags}. */
export const PathFlag = {
  /** In what a neighbor sent, before the import policy. */
  received: 1,
  /** Refused by the import policy, and kept. */
  filtered: 2,
  /** Passed the import policy and takes part in the choice. */
  accepted: 4,
  best: 8,
  /** Kept over a restart of the neighbor (RFC 4724 §4.2, RFC 9494). */
  stale: 16,
  /** The next hop does not resolve. */
  unreachable: 32,
  /** Nobody looked whether the next hop resolves, and it is not the neighbor itself. */
  unproven: 64,
} as const;

/** Where a path comes from, when no neighbor announced it. */
export type PathOrigin =
  | 'bgp'
  | 'static'
  | 'kernel'
  | 'direct'
  | 'ospf'
  | 'other';

/**
 * One path to one prefix. A source may use the same object and the same bytes
 * for the next one: whoever keeps it copies it.
 */
export interface PathRecord {
  family: 4 | 6;
  /** The network's address, 4 or 16 bytes, host bits zero. */
  address: Uint8Array;
  /** Prefix length. */
  length: number;
  /** Canonical, see `encodeAttributes`. */
  attributes: Uint8Array;
  /** Name of the session it came over; empty for what the router has by itself. */
  session: string;
  origin: PathOrigin;
  /** ADD-PATH identifier (RFC 7911), else 0. */
  pathId: number;
  flags: number;
  /** Unix seconds of the last change; 0 when unknown. */
  since: number;
}

/** A network, as {@link PathRecord} has it. */
export interface PrefixKey {
  family: 4 | 6;
  address: Uint8Array;
  length: number;
}

/** A prefix that goes out to a neighbor. */
export interface ExportRecord {
  family: 4 | 6;
  address: Uint8Array;
  length: number;
  /** Session the exported path came in over; empty for the router's own. Undefined when the daemon does not say. */
  from?: string;
  /** As they go out, after the export policy; absent when the daemon does not say. */
  attributes?: Uint8Array;
  /**
   * The last AS of its path, where the daemon lists no more of it than that; null
   * where it names none. Absent for what came by no BGP.
   */
  originAs?: number | null;
}

/** How a neighbor is told of a prefix, as far as the daemon lists it. */
export interface SentRecord {
  family: 4 | 6;
  address: Uint8Array;
  length: number;
  /** Canonical, after the export policy. */
  attributes: Uint8Array;
  /**
   * Exactly what the neighbor gets. Else the daemon lists it before it adds what
   * every neighbor outside is told: its AS in front, its next hop.
   */
  asSent: boolean;
  /** The route had this MED before the export policy, and the daemon does not say whether it goes out. */
  doubtfulMed?: boolean;
}

export interface RouterReading {
  identity: RouterIdentity;
  /** Every one the daemon has: a list that was not read whole is an error. */
  sessions: SessionReading[];
  parts: RouterParts;
  /** What could not be read, as sentences that name the system: the reading is not whole. */
  problems: string[];
  /** What is amiss with the router or its settings, as sentences; the reading is whole all the same. */
  notes: string[];
  /** Sessions without `since` that the daemon dates by a day that is long over. */
  datedByDay?: string[];
}

/**
 * A change of routes as a daemon tells it. It says which path changed; a daemon
 * that tells no more leaves `attributes` empty, and `lookupPaths` has the rest.
 */
export interface RouteUpdate {
  path: PathRecord;
  withdrawn: boolean;
}

export interface ReadOptions {
  /** Aborted by the caller; each call also has its own deadline. */
  signal: AbortSignal;
}

/** How paths are handed over. */
export interface PathOptions extends ReadOptions {
  sink(path: PathRecord): void | Promise<void>;
  /**
   * So many attributes came only in part, since the last call. Their paths are
   * handed over as far as they came.
   */
  onCut?(count: number): void;
}

/**
 * One router's daemon, read only. Three drivers: BIRD's control socket, GoBGP 3
 * and GoBGP 4 over gRPC.
 *
 * Every reply has a deadline of its own (10 s, lists of a dump 120 s) and an upper
 * bound of bytes (512 MiB); a connection on which one was missed is closed and never
 * used again, and the next call opens a new one. Errors are `RouteSourceError`s whose
 * message names the router and what it said.
 */
export interface RouteSource {
  /** Known after the first answer. */
  readonly driver: BgpDriver | undefined;
  readonly capabilities: SourceCapabilities | undefined;
  /**
   * A long list is made for this source now. Absent where the daemon answers
   * others meanwhile; gobgpd makes each in the one loop that answers everybody.
   */
  readonly isListing?: boolean;

  /** Sessions with everything the daemon says about them; cheap enough for every few seconds. */
  readRouter(options: ReadOptions): Promise<RouterReading>;

  /**
   * Resolves true as soon as a session may have changed state, false after
   * `withinMs`. BIRD is asked for its short list every 200 ms; GoBGP tells by
   * itself. A hint: what changed, `readRouter` says.
   */
  waitForSessionChange(
    options: ReadOptions & { withinMs: number },
  ): Promise<boolean>;

  /**
   * Hands over every path the daemon keeps, those its import policy refused
   * too, once each. Resolves with the number handed over. Backs off from the
   * daemon when `sink` returns a promise.
   */
  dumpPaths(options: PathOptions): Promise<number>;

  /** What goes out to one neighbor. */
  dumpExports(
    options: ReadOptions & {
      session: string;
      sink(route: ExportRecord): void | Promise<void>;
    },
  ): Promise<number>;

  /**
   * Hands over how the neighbor of a session is told of exactly these prefixes,
   * asked now; nothing of one that does not go out, nor while the session is down.
   * Each is a record of its own. Absent where a daemon cannot tell.
   */
  lookupExports?(
    options: ReadOptions & {
      session: string;
      prefixes: readonly PrefixKey[];
      sink(route: SentRecord): void;
    },
  ): Promise<number>;

  /**
   * Tells route changes until the signal aborts or the stream breaks. Absent
   * where `capabilities.routeEvents` is false.
   */
  watchPaths?(
    options: ReadOptions & {
      /** The subscription stands: a dump begun now misses nothing. */
      onReady(): void;
      sink(update: RouteUpdate): void;
    },
  ): Promise<void>;

  /**
   * Hands over all paths of exactly these prefixes, with the flags `dumpPaths`
   * gives them; a prefix without any is gone. Absent where only a dump can tell.
   */
  lookupPaths?(
    options: PathOptions & { prefixes: readonly PrefixKey[] },
  ): Promise<number>;

  /** Ends every connection. May be called twice. */
  close(): Promise<void>;
}
