import { Freshness } from '@orion/backstage-plugin-orion-common';
import { DecidedStateReport, Drift } from './decidedTypes';
import { IntentOverview, IntentState, SessionIntent } from './intentTypes';
import { RouteTerm } from './routeTermTypes';
import { RpkiVerdict, AspaVerdict, VrpSource } from './rpkiTypes';

/** Which daemon answers, and in which language. @public */
export type BgpDriver = 'bird' | 'gobgp-v3' | 'gobgp-v4';

/** `ipv4-unicast`, `ipv6-unicast`, or another AFI/SAFI name, for which only state and counts are read. @public */
export type AfiSafi = string;

/** FSM states of RFC 4271 §8.2.2; `down` when the daemon does not run the session. @public */
export type SessionState =
  | 'established'
  | 'open-confirm'
  | 'open-sent'
  | 'active'
  | 'connect'
  | 'idle'
  | 'down'
  | 'unknown';

/** `down`: switched off, see `disabledBy`. `prefix-limit`: by its own limit. @public */
export type AdminState = 'up' | 'down' | 'prefix-limit';

/** What can be read from a router, by its driver and version. @public */
export interface SourceCapabilities {
  /** Sessions are told the moment they change. */
  sessionEvents: boolean;
  /** Routes are told as they change; otherwise a table is as old as its last dump. */
  routeEvents: boolean;
  /** Routes the import policy refused can be listed. */
  filteredRoutes: boolean;
  /** What its filters did to a refused route stays in it: communities say why. */
  filterReasons: boolean;
  /** What goes out to a neighbor can be listed. */
  exportedRoutes: boolean;
  /** The daemon says how a neighbor's last session ended. */
  lastError: boolean;
  /** BFD state of a neighbor. */
  bfd: boolean;
  /** Roles of RFC 9234. */
  roles: boolean;
  /** The daemon validates against ROAs itself. */
  ownValidation: boolean;
  /** A prefix can be announced at run time. */
  announce: boolean;
}

/** Who answered. @public */
export interface RouterIdentity {
  driver: BgpDriver;
  /** For example `2.0.12`; absent when the daemon does not tell (GoBGP). */
  version?: string;
  /** BGP identifier, as an IPv4 address. */
  routerId?: string;
  /** Absent when the daemon has no single one (BIRD: of the first session). */
  asn?: number;
  hostname?: string;
  /** ISO UTC of the daemon's last start. */
  startedAt?: string;
  /** ISO UTC of its last reading of its configuration. */
  configuredAt?: string;
  capabilities: SourceCapabilities;
}

/**
 * How a daemon counts. The same word means different things:
 *
 * - `bird.kept`: imported plus filtered; only with `import keep filtered`.
 * - `bird.imported`: after filters; what BIRD's import limit counts.
 * - `bird.filtered`: kept but refused; only with `import keep filtered`.
 * - `bird.preferred`: chosen as best in the table.
 * - `bird.exported`: after the export filter.
 * - `gobgp.received`: before the import policy; what GoBGP's prefix limit counts.
 * - `gobgp.accepted`: without AS loops only, so never shown as accepted.
 * - `gobgp.advertised`: in the neighbor's adj-out.
 * - `index`: counted in ORION's own copy of the table, as old as that copy;
 *   without a value where that copy never told how this session is.
 *
 * @public
 */
export type CounterDefinition =
  | 'bird.kept'
  | 'bird.imported'
  | 'bird.filtered'
  | 'bird.preferred'
  | 'bird.exported'
  | 'gobgp.received'
  | 'gobgp.accepted'
  | 'gobgp.advertised'
  | 'index';

/** A number of routes and how it was counted. @public */
export interface RouteCounter {
  /** Absent when nobody can know it: never zero instead. */
  value?: number;
  definition: CounterDefinition;
  /**
   * ISO UTC of the copy it was counted in; absent when it is as old as the
   * session itself.
   */
  asOf?: string;
  /**
   * The copy does not tell how things are now, so this is how it was at `asOf`,
   * while the session was already up: nothing is decided by it.
   */
  stale?: boolean;
}

/** The five steps from a neighbor to the others. @public */
export interface FamilyCounters {
  received?: RouteCounter;
  filtered?: RouteCounter;
  accepted?: RouteCounter;
  best?: RouteCounter;
  exported?: RouteCounter;
}

/** A maximum number of prefixes. @public */
export interface PrefixLimit {
  limit: number;
  /** Counted against it now; absent while the daemon does not say. */
  used?: number;
  /** Where it counts: BIRD's import limit after the filters, GoBGP's and BIRD's receive limit before. */
  counts: 'before-filters' | 'after-filters';
  /** What the daemon does beyond it, in its own word: `warn`, `block`, `restart`, `disable`, `teardown`. */
  action?: string;
}

/** One address family of a session (BIRD: channel). @public */
export interface SessionFamily {
  family: AfiSafi;
  /** Routes are exchanged. */
  up: boolean;
  table?: string;
  importPolicy?: string;
  exportPolicy?: string;
  counters: FamilyCounters;
  importLimit?: PrefixLimit;
  exportLimit?: PrefixLimit;
  /** The next hop the router puts into what it sends, when it says. */
  nextHop?: string;
  addPath?: { receive: boolean; send: boolean };
  /** State of graceful restart of this family as the daemon words it. */
  gracefulRestart?: string;
  /** BIRD: routes seen as updates and withdrawals since the start; a moving number means a moving table. */
  changes?: number;
  /** BIRD: the same for what passed the export filter. */
  exportChanges?: number;
}

/** A capability of RFC 5492, by its usual name, with what it carries. @public */
export interface BgpCapability {
  /** For example `multiprotocol`, `route-refresh`, `graceful-restart`, `4-octet-as`, `add-path`, `role`. */
  name: string;
  detail?: string;
}

/** Everything a daemon says about one session. @public */
export interface SessionReading {
  /** Unique on its router: BIRD's protocol name; GoBGP's neighbor address. */
  name: string;
  description?: string;
  neighborAddress: string;
  neighborAs: number;
  neighborId?: string;
  localAddress?: string;
  localAs?: number;
  /** `internal` when both have the same AS. */
  type: 'external' | 'internal';
  state: SessionState;
  /** In the daemon's own words. */
  stateText: string;
  adminState: AdminState;
  /**
   * The daemon switched it off by itself after an error, and it stays so until
   * somebody enables it. Absent where a person did, or nobody.
   */
  disabledBy?: 'daemon';
  /**
   * The neighbor restarts gracefully (RFC 4724): what it announced before is kept
   * until it has sent all again, even while the session is up already. Absent
   * otherwise.
   */
  restarting?: true;
  /** ISO UTC of the last change of state; absent when the daemon does not know. */
  since?: string;
  /** Why the last session ended, as the daemon words it. */
  lastError?: string;
  /**
   * Words given with a shutdown, a reset or an enabling, by either side (RFC 9003);
   * they stay after recovery.
   */
  shutdownMessage?: string;
  /** Who gave them: this router, or the neighbor; absent where nobody can know. */
  shutdownMessageFrom?: 'own' | 'neighbor';
  timers: {
    /** Negotiated, seconds. */
    hold?: number;
    keepalive?: number;
    /**
     * Seconds before it is tried again: as configured (GoBGP), or what it waits now
     * (BIRD, while the session is down).
     */
    connectRetry?: number;
  };
  /** Empty while the session is down. */
  localCapabilities: BgpCapability[];
  remoteCapabilities: BgpCapability[];
  /** RFC 9234. */
  role?: { local?: string; remote?: string };
  /** BFD's state in the daemon's word. */
  bfd?: string;
  /** Times the daemon says it left Established; absent when it does not count. */
  daemonFlaps?: number;
  families: SessionFamily[];
}

/** How often a session left Established, by ORION's own observations. @public */
export interface SessionFlaps {
  lastDay: number;
  lastWeek: number;
  /** ISO UTC; absent when none was seen. */
  lastAt?: string;
  /** ISO UTC: how far back ORION has watched this session. */
  watchedSince: string;
}

/** A session in a list. @public */
export interface Session extends SessionReading {
  router: string;
  /**
   * What it spoke from when ORION saw it up last; a daemon may not tell while it is
   * down. Absent where that was never seen.
   */
  seenLocal?: { address: string; /** ISO UTC. */ at: string };
  flaps: SessionFlaps;
  /** The daemon no longer knows it: this is how it was. */
  gone: boolean;
  /** A change decided otherwise than it is now. */
  drift?: Drift;
  /** What NetBox has of it; absent without NetBox, and for one that is gone. */
  intent?: SessionIntent;
}

/** @public */
export interface SessionList {
  /** By router and name. */
  items: Session[];
  /** Absent on the last page, and where no page was asked for. */
  nextCursor?: string;
  /** One per router asked for. */
  freshness: Freshness[];
  /** Records beside sessions; absent when no NetBox is configured. */
  netbox?: IntentOverview;
  /** What to do when there is nothing to list. */
  note?: string;
}

/** One session with the freshness of its router. @public */
export interface SessionDetail extends Session {
  /** Which daemon runs it, and what can be read from that; absent before its first answer. */
  identity?: RouterIdentity;
  /**
   * What a change decided for it last, whether it is so or not; absent where none
   * did, and after it was let go.
   */
  decided?: DecidedStateReport;
  /** Changes may act on it: its router is configured with the means. */
  actions: boolean;
  /** Changes may configure its router by Ansible. */
  configurable: boolean;
  freshness: Freshness;
  /** How reading NetBox goes; absent when none is configured. */
  netbox?: IntentState;
}

/** A change of a session's state as ORION saw it. @public */
export interface SessionTransition {
  id: string;
  /** ISO UTC, by the database's clock. */
  observedAt: string;
  /** ISO UTC as the daemon dates it; absent when it does not. */
  since?: string;
  from?: SessionState;
  to: SessionState;
  adminState: AdminState;
  /** As in a session. */
  disabledBy?: 'daemon';
  lastError?: string;
  shutdownMessage?: string;
  /** As in a session. */
  shutdownMessageFrom?: 'own' | 'neighbor';
  /** Counted as a flap: Established was left and nobody had switched it off. */
  flap: boolean;
  /** Routes received when it was left, by family. */
  received?: { [family: string]: number };
  /** The router no longer has the session; its state is how it was. */
  gone?: boolean;
}

/** A stretch in which nobody read the router; ISO UTC. @public */
export interface RouterSilence {
  from: string;
  to: string;
}

/** @public */
export interface TransitionPage {
  items: SessionTransition[];
  nextCursor?: string;
  /** When its router was not read, newest first: what it did then is not known. */
  silences: RouterSilence[];
}

/** One counter over time: times in Unix seconds, `null` where nothing was read. @public */
export interface CounterSeries {
  family: AfiSafi;
  counter: keyof FamilyCounters;
  definition: CounterDefinition;
  times: number[];
  values: (number | null)[];
}

/** @public */
export interface CounterHistory {
  /** Seconds between two samples of this answer. */
  stepSeconds: number;
  series: CounterSeries[];
}

/** Routes received by one session over the last day. @public */
export interface Trend {
  router: string;
  session: string;
  family: AfiSafi;
  /** `received`, or `accepted` where the daemon does not know the former. */
  counter: keyof FamilyCounters;
  /** Oldest first, the last one is now; `null` where nothing was read. */
  values: (number | null)[];
}

/** @public */
export interface TrendList {
  /** Seconds between two values. */
  stepSeconds: number;
  items: Trend[];
}

/** A community and what it means here. @public */
export interface Community {
  kind: 'standard' | 'extended' | 'large';
  /** `6939:100`, `rt:6939:1`, `6939:1:2`, or a well-known name. */
  value: string;
  meaning?: string;
}

/** One path to one prefix on one router. @public */
export interface Route {
  router: string;
  prefix: string;
  /** Session it came over; absent for what the router has by itself. */
  session?: string;
  /** `bgp`, `static`, `kernel`, `direct`, ... */
  origin: string;
  pathId?: number;
  /** Refused by the import policy, and kept. */
  filtered: boolean;
  /** Takes part in the choice. */
  accepted: boolean;
  best: boolean;
  /** Kept over a restart of the neighbor. */
  stale: boolean;
  /** The next hop does not resolve. */
  unreachable: boolean;
  /** Sessions it goes out to. */
  exportedTo: string[];
  nextHop?: string;
  nextHopLinkLocal?: string;
  /** As text: `6939 64500 {64501 64502}`. */
  asPath: string;
  /** Rightmost AS of the path; absent for an empty path or a set. */
  originAs?: number;
  bgpOrigin?: 'igp' | 'egp' | 'incomplete';
  med?: number;
  localPref?: number;
  aggregator?: string;
  otc?: number;
  communities: Community[];
  /** Attributes without a name here: type code and hexadecimal value, capped. */
  unknownAttributes: { type: number; value: string }[];
  rpki: RpkiVerdict;
  /** Absent without ASPAs, and for what the router has by itself. */
  aspa?: AspaVerdict;
  /** Why it was refused, from the dictionary of communities or RPKI. */
  filterReason?: string;
  /**
   * Of a refused route without a reason. `as-received`: its daemon keeps it as it
   * came, so nothing in it can say why. `unmarked`: no known community does.
   */
  noReason?: 'as-received' | 'unmarked';
  /** ISO UTC of its last change. */
  since?: string;
}

/** How a table stands in the index. @public */
export interface TableState {
  router: string;
  /**
   * `loading`: the first dump. `live`: kept up by events. `polled`: as of the
   * last dump. `resyncing`: a full comparison runs. `summary-only`: above the
   * configured size, or longer than is read of a daemon, then without `dumpedAt`
   * and without a count. `unavailable`: no table, see `error`.
   */
  state:
    | 'loading'
    | 'live'
    | 'polled'
    | 'resyncing'
    | 'summary-only'
    | 'unavailable';
  /** ISO UTC of the end of the last whole dump. */
  dumpedAt?: string;
  /** ISO UTC of the last update by an event. */
  updatedAt?: string;
  dumpMs?: number;
  /** ISO UTC when the next dump is due. */
  nextDumpAt?: string;
  paths: { ipv4: number; ipv6: number };
  /** Absent where paths are counted and not kept. */
  prefixes?: { ipv4: number; ipv6: number };
  /** Bytes this table takes by itself. */
  bytes: number;
  /** Bytes of the path attributes all tables share: once for all of them. */
  sharedBytes: number;
  /** Attributes that the daemon printed only in part, in the last dump. */
  cutAttributes?: number;
  /** Sessions that get more than is read between two dumps: what goes out is as of the last one. */
  longExports?: string[];
  /** Sessions that are up and whose exports nobody could read: no path tells of them. */
  unreadExports?: string[];
  /** Nobody asks the daemon what goes out, or it does not say: no path tells of it. */
  withoutExports?: boolean;
  error?: string;
}

/** A page of routes. @public */
export interface RoutePage {
  items: Route[];
  nextCursor?: string;
  /** Of the whole answer; absent when counting was cut short. */
  total?: number;
  /** Of the whole answer, those that an import policy refused. */
  rejected?: number;
  /** What the search was understood as, in English. */
  understood: string;
  /** The same as data; empty when every path is meant. */
  terms: RouteTerm[];
  /** The state of every table asked. */
  tables: TableState[];
  tookMs: number;
}

/** @public */
export interface TableList {
  items: TableState[];
  /** Where VRPs come from, the best source first; empty without any. */
  rpki: VrpSource[];
  /** Of the collector; with an error when it is away and this is how it was. Absent without routers. */
  freshness?: Freshness;
  /** What to do when there is none, or why there can be none. */
  note?: string;
}
