import { OwnAspa, Route, TableState, RpkiVerdict } from './types';

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
  /** Routes with a difference without meaning, by the name of why it has none. */
  ignored: { [normalisation: string]: number };
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
    | 'tables-complete'
    | 'sessions-up'
    | 'received-equal'
    | 'accepted-equal'
    | 'best-equal'
    | 'exported-equal'
    | 'exports-are-own'
    | 'limits-set'
    | 'rpki-equal'
    | 'default-reject'
    | 'kernel-equal'
    | 'rollback-rehearsed';
  /** `unknown`: not provable with what is read; never taken for passed. */
  state: 'passed' | 'failed' | 'unknown';
  /** A whole sentence with what was seen. */
  reason: string;
  /** The sets it was judged by, with their sizes. */
  inputs: { name: string; rows: number }[];
}

/** A router, the one that is to take its place, and how they differ. @public */
export interface Migration {
  /** Ids of routers. */
  from: string;
  to: string;
  comparisons: RouteComparison[];
  gates: MigrationGate[];
  /** All gates passed. */
  ready: boolean;
  tables: TableState[];
  /** Neighbors both have a session with. */
  neighbors: { address: string; from: string; to: string }[];
  /** ISO UTC of this very comparison. */
  checkedAt: string;
}

/** @public */
export interface MigrationAnswer {
  /** Absent when none is configured. */
  migration?: Migration;
  note?: string;
}

/** A prefix the AS announces, and how the world may see it. @public */
export interface OwnPrefix {
  prefix: string;
  /** Whether an announcement of it by the AS is valid. */
  rpki: RpkiVerdict;
  /** ISO UTC of the moment the last ROA ends that makes it valid, when the source says. */
  validUntil?: string;
  /** Routers that have it, and the external neighbors each sends it to. */
  announced: { router: string; to: string[] }[];
}

/** @public */
export interface OwnPrefixList {
  items: OwnPrefix[];
  /** Absent without routers. */
  aspa?: OwnAspa;
  /** What to do when there is none. */
  note?: string;
}
