/** The two families the lab's routers speak. */
export type BgpFamily = 'ipv4' | 'ipv6';

/** One AS, or an AS_SET. */
export type AsPathElement = number | number[];

/** What a path carries; addresses as text. */
export interface BgpAttributes {
  origin: 'IGP' | 'EGP' | 'Incomplete';
  asPath: AsPathElement[];
  nextHop: string;
  /** Beside a global next hop. */
  nextHopLinkLocal?: string;
  med?: number;
  localPref?: number;
  atomicAggregate?: boolean;
  aggregator?: { asn: number; address: string };
  communities?: [number, number][];
  /** Route targets and route origins; the middle is an AS or an IPv4 address. */
  extendedCommunities?: ['rt' | 'ro', number | string, number][];
  largeCommunities?: [number, number, number][];
  /** Only to Customer, RFC 9234. */
  otc?: number;
}

/** What a neighbor announces, whether or not the session is up. */
export interface BgpOffer {
  prefix: string;
  /** As they arrive, before the import policy. */
  attributes: BgpAttributes;
  /**
   * The import policy refuses it and says why with a large community
   * `<own AS>:65666:<reason>`: 1 RPKI invalid, 2 too long, 3 own prefix.
   */
  refusedFor?: number;
  /** Milliseconds since 1970. */
  since: number;
}

/** How often something happened on a channel since the router started. */
export interface ChannelStats {
  importUpdates: number;
  importUpdatesFiltered: number;
  importUpdatesAccepted: number;
  importWithdraws: number;
  importWithdrawsAccepted: number;
  exportUpdates: number;
  exportUpdatesRejected: number;
  exportUpdatesAccepted: number;
  exportWithdraws: number;
  exportWithdrawsAccepted: number;
}

/** What an export policy adds to whatever it lets out. */
export interface ExportSets
  extends Pick<
    BgpAttributes,
    'med' | 'communities' | 'extendedCommunities' | 'largeCommunities'
  > {
  /** ASNs in front of the path, the last one set first. */
  prepends?: number[];
}

/** One address family of a session: its policies, limits and what the neighbor offers. */
export interface BgpChannel {
  family: BgpFamily;
  importPolicy: string;
  exportPolicy: string;
  imports: 'all' | 'none';
  /** `own`: the router's own routes; `all`: every best path. */
  exports: 'own' | 'all' | 'none';
  exportSets?: ExportSets;
  /** Refused paths are kept and can be listed. */
  keepFiltered: boolean;
  /**
   * What happens beyond it: `restart` and `disable` count what the policy lets in,
   * as BIRD does, `teardown` everything that arrives, as GoBGP does.
   */
  importLimit?: { limit: number; action: string };
  exportLimit?: { limit: number; action: string };
  /** What the router announces as next hop. */
  nextHop: string;
  /** How the neighbor's next hops resolve; unreachable without it. */
  gateway?: { address: string; interface: string };
  addPath?: 'rx' | 'tx' | 'both';
  offers: BgpOffer[];
  stats: ChannelStats;
}

/** What else than multiprotocol a speaker announces in its OPEN. */
export type SpeakerCapability =
  | 'route-refresh'
  | 'graceful-restart'
  | '4-octet-as'
  | 'enhanced-refresh'
  | 'long-lived-graceful-restart';

/** A configured neighbor and how its session stands. */
export interface BgpSession {
  /** Unique: BIRD's protocol name. */
  name: string;
  description?: string;
  neighborAddress: string;
  neighborAs: number;
  neighborId: string;
  localAddress: string;
  localAs: number;
  /** RFC 9234. */
  role?: { local: string; remote: string };
  multihop?: boolean;
  routeReflectorClient?: boolean;
  /** Waits for the neighbor instead of connecting to it. */
  passive?: boolean;
  holdTime: number;
  keepaliveTime: number;
  neighborCapabilities: SpeakerCapability[];
  channels: BgpChannel[];
  state: 'established' | 'active' | 'down';
  /** The router switches it off when it breaks: BIRD's `disable after error`. */
  disableAfterError?: boolean;
  /** Somebody switched it off, or the router did. */
  disabled: boolean;
  /** The router did, because the neighbor sent more than the limit. */
  limited?: boolean;
  /** The neighbor restarts gracefully, and what it announced is kept. */
  restarting?: boolean;
  /** Milliseconds since 1970 of the last change of state. */
  since: number;
  /** In BIRD's words: `Socket: Connection reset by peer`. */
  lastError?: string;
  /** Text given with a shutdown, ours or the neighbor's (RFC 9003). */
  message?: string;
}

/** A part of the router that is no BGP session: where its own routes come from or go to. */
export interface OtherProtocol {
  name: string;
  type: 'Device' | 'Kernel' | 'Static' | 'RAdv' | 'RPKI';
  /** Those without a table have no routes. */
  family?: BgpFamily;
  disabled: boolean;
  since: number;
  message?: string;
  /** A kernel protocol takes every best path. */
  exports: 'all' | 'none';
  /** Of an RPKI protocol. */
  cache?: RoaCache;
}

/** A cache of validated ROAs the router has a session with. */
export interface RoaCache {
  host: string;
  port: number;
  sessionId: number;
  serial: number;
  /** How many ROAs it gave. */
  vrps: { ipv4: number; ipv6: number };
  /** It does not answer: it `never` did, or was `lost`, and its ROAs count on. */
  away?: 'never' | 'lost';
}

/** A route the router has by itself. */
export interface OwnRoute {
  prefix: string;
  /** Name of a static protocol. */
  protocol: string;
  target: 'blackhole' | 'unreachable' | 'prohibited';
  since: number;
}

/** Everything a router knows, as plain data. */
export interface BgpWorldState {
  routerId: string;
  hostname: string;
  asn: number;
  startedAt: number;
  configuredAt: number;
  /** In the order in which the router lists them. */
  others: OtherProtocol[];
  sessions: BgpSession[];
  own: OwnRoute[];
  /** What goes out when no policy says so; default `accept`. */
  defaultExport?: 'accept' | 'reject';
}

/** A path in one of the router's two tables. */
export interface TablePath {
  family: BgpFamily;
  prefix: string;
  /** Name of the session or of the static protocol. */
  protocol: string;
  /** Absent for an own route. */
  session?: BgpSession;
  channel?: BgpChannel;
  /** After the import policy; absent for an own route. */
  attributes?: BgpAttributes;
  own?: OwnRoute;
  /** The first of its network: the chosen one, unless it was refused. */
  best: boolean;
  /** Refused by the import policy and kept. */
  filtered: boolean;
  /** Milliseconds since 1970. */
  since: number;
}
