import { Freshness } from '@orion/backstage-plugin-orion-common';
import { Drift } from './decidedTypes';
import { OwnAspa, RpkiVerdict } from './rpkiTypes';
import { Route, TableState } from './types';

/**
 * Which routes of two routers are compared: what neighbors sent, what the import
 * policy let in, what was chosen, or what goes out to one neighbor.
 *
 * @public
 */
export type ComparisonScope = 'received' | 'accepted' | 'best' | 'exported';

/** Two tables side by side, in numbers. @public */
export interface RouteComparison {
  scope: ComparisonScope;
  /** Address of the neighbor, of `exported`. */
  neighbor?: string;
  /**
   * Session of `to` inside the network whose routes are compared with those of
   * all neighbors of `from`, because no neighbor speaks with both.
   */
  over?: string;
  /** Why there is nothing to compare, a whole sentence: never taken for equal. */
  empty?: string;
  /** Routes of each router. */
  from: number;
  to: number;
  same: number;
  onlyFrom: number;
  onlyTo: number;
  /** In at least one attribute that counts. */
  different: number;
  /** Of `different`, by attribute. */
  fields: { [field: string]: number };
  /**
   * Routes with a difference without meaning, by the name of why it has none: every
   * rule in force, with 0 where it found nothing. Empty where nothing was compared.
   */
  ignored: { [normalisation: string]: number };
  /**
   * Routes apart that are in none of these but `from` and `to`: they moved after
   * one of both tables was read. More than a hundredth is not put down to that.
   */
  moved: number;
  /** So many moved, and count among the differences for being more than that. */
  tooManyMoved?: number;
}

/** One attribute that two routers tell a neighbor differently. @public */
export interface SentValue {
  field:
    | 'asPath'
    | 'communities'
    | 'largeCommunities'
    | 'extendedCommunities'
    | 'med'
    | 'origin'
    | 'nextHop'
    | 'other';
  /** Empty where there is none. */
  from: string;
  to: string;
}

/** An own prefix that two routers do not tell a neighbor alike. @public */
export interface SentDifference {
  prefix: string;
  class: 'only-from' | 'only-to' | 'different';
  /** Of `different`. */
  values: SentValue[];
}

/**
 * How two routers tell a neighbor of our own prefixes, with the attributes that go
 * out.
 *
 * @public
 */
export interface SentComparison {
  /** Address of the neighbor, and what each router calls the session. */
  neighbor: string;
  from: string;
  to: string;
  /** Own prefixes both were asked for; 0 where one did not answer. */
  compared: number;
  same: number;
  differences: SentDifference[];
  /** Prefixes with something that has no meaning, by the name of why: every rule, with 0 too. */
  ignored: { [normalisation: string]: number };
  /**
   * ISO UTC: when the older of both answers was given; absent where one is missing.
   * A router that makes a whole list to answer is not asked each time.
   */
  readAt?: string;
  /** What could not be read or told, a whole sentence: never taken for equal. */
  problem?: string;
}

/** A best route that the kernel does not have as it was chosen. @public */
export interface KernelRouteDifference {
  class: 'missing' | 'extra' | 'other-next-hop';
  prefix: string;
  /** Where it is to lead, and where the kernel has it lead. */
  wanted?: string;
  kernel?: string;
}

/** The best routes of a router beside those of the kernel it writes. @public */
export interface KernelSight {
  router: string;
  /** Routes of the kernel, and best ones of neighbors. */
  kernel: number;
  wanted: number;
  missing: number;
  extra: number;
  otherNextHop: number;
  /** Apart, and in none of these: they moved after the table or the kernel was read. */
  moved: number;
  /** Why there is nothing to compare, a whole sentence: never taken for equal. */
  empty?: string;
}

/** What a kernel does not have as it was chosen, by prefix. @public */
export interface KernelDifferencePage {
  items: KernelRouteDifference[];
  nextCursor?: string;
  /** The numbers of all, or why there is nothing to list. */
  kernel: KernelSight;
  tookMs: number;
}

/** One difference between two tables. @public */
export interface RouteDifference {
  class: 'only-from' | 'only-to' | 'different';
  prefix: string;
  /** Attributes that differ, of `different`. */
  fields: string[];
  from?: Route;
  to?: Route;
}

/** @public */
export interface DifferencePage {
  items: RouteDifference[];
  nextCursor?: string;
  comparison: RouteComparison;
  tookMs: number;
}

/** Something that must hold before a router is replaced. @public */
export interface MigrationGate {
  id:
    | 'readings-fresh'
    | 'tables-complete'
    | 'sessions-up'
    | 'received-equal'
    | 'accepted-equal'
    | 'best-equal'
    | 'exported-equal'
    | 'exports-are-own'
    | 'imports-proven'
    | 'limits-set'
    | 'limits-exceeded'
    | 'rpki-equal'
    | 'default-reject'
    | 'kernel-equal'
    | 'inside-imports'
    | 'restart-survived'
    | 'rollback-rehearsed';
  /**
   * `unknown`: not provable with what is read. `settling`: a look said so, and
   * another one has to. Neither is ever taken for passed.
   */
  state: 'passed' | 'failed' | 'unknown' | 'settling';
  /** A whole sentence with what was seen. */
  reason: string;
  /** The sets it was judged by, with their sizes. */
  inputs: { name: string; rows: number }[];
  /** ISO UTC since when every look said so; absent after the first one. */
  heldSince?: string;
}

/** A session that can be rolled back. @public */
export interface WayBack {
  /** Its name on `from`, where it is switched off. */
  session: string;
  /** The neighbor spoke with `to` before as well, in a session that may stay. */
  keepNew: boolean;
  /** A change switched it off, and not a configuration alone. */
  byChange: boolean;
}

/** A neighbor both routers of a migration have a session with. @public */
export interface MigrationNeighbor {
  address: string;
  /** Name of the session, by router. */
  from: string;
  to: string;
  /** It stands in for a neighbor: compared, and never to go over. */
  standsIn?: boolean;
}

/** A router, the one that is to take its place, and how they differ. @public */
export interface Migration {
  /** Ids of routers. */
  from: string;
  to: string;
  comparisons: RouteComparison[];
  /** Of each router that writes a kernel. */
  kernels: KernelSight[];
  /** Of each neighbor that speaks with both. */
  sent: SentComparison[];
  gates: MigrationGate[];
  /** All gates passed. */
  ready: boolean;
  tables: TableState[];
  /** Neighbors both have a session with, established on both: what is compared. */
  neighbors: MigrationNeighbor[];
  /** Neighbors that speak with `to` only: `from` is switched off. */
  moved: MigrationNeighbor[];
  /** The others: their session is up on one side at most. */
  waiting: MigrationNeighbor[];
  /** What can be rolled back, also where the neighbor speaks with nobody. */
  wayBack: WayBack[];
  /** Sessions of both can be acted on: a cut-over is possible at all. */
  actions: boolean;
  /** ISO UTC of this very comparison. */
  checkedAt: string;
}

/** @public */
export interface MigrationAnswer {
  /** Absent when none is configured. */
  migration?: Migration;
  note?: string;
}

/** A router that has one of our own prefixes, and who gets it. @public */
export interface OwnAnnouncement {
  router: string;
  /** External neighbors it is sent to. */
  to: string[];
  /** External neighbors of which nobody could read whether it is sent to them. */
  unread?: string[];
  /**
   * It has it from another router of the network, or from a customer, and passes it on:
   * there is nothing to take back there.
   */
  learned?: boolean;
  /**
   * ISO UTC of what is told here: the router has been silent since, or its table
   * cannot be read anew. Absent where it is so now.
   */
  asOf?: string;
}

/** A prefix the AS announces, and how the world may see it. @public */
export interface OwnPrefix {
  prefix: string;
  /** Whether an announcement of it by the AS is valid. */
  rpki: RpkiVerdict;
  /** ISO UTC of the moment the last ROA ends that makes it valid, when the source says. */
  validUntil?: string;
  /**
   * Routers that have it of their own, or pass it on to somebody outside, and the
   * external neighbors each sends it to.
   */
  announced: OwnAnnouncement[];
  /** Routers whose table nobody could read: they may have it. */
  unknownOn?: string[];
  /** On which routers a change decided otherwise than it is now. */
  drifts: Drift[];
}

/** What the AS announces, and who says so. @public */
export interface OwnAggregates {
  /** In canonical form; absent when nobody said. */
  prefixes?: string[];
  /** Who says so. */
  from?: 'configuration' | 'netbox';
  /** Of NetBox's answer, where that counts. */
  freshness?: Freshness;
  /** Why there are none, or that NetBox has others: a whole sentence. */
  note?: string;
}

/** @public */
export interface OwnPrefixList {
  items: OwnPrefix[];
  /** Routers that changes can let announce one, or take it back from. */
  actionRouters: string[];
  /** Who says what the AS announces. */
  from?: 'configuration' | 'netbox';
  /** Absent without routers. */
  aspa?: OwnAspa;
  /** Of the collector; with an error when it is away and this is how it was. Absent without routers. */
  freshness?: Freshness;
  /** What to do when there is none, or that NetBox has others. */
  note?: string;
}
