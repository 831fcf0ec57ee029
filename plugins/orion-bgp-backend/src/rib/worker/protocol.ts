import {
  RefusalReasons,
  Route,
  RpkiVerdict,
  TableState,
} from '@orion/backstage-plugin-orion-bgp-common';
import { TableCounts } from '../answer/TableCounts';
import { NeighborFacts } from '../answer/NeighborFacts';
import { DiffClass, DiffOptions } from '../diff/DiffOptions';
import { DiffField } from '../diff/diffFields';
import { DiffCounts } from '../diff/TableDiff';
import { KernelAnswer, KernelDifference } from '../kernel/KernelComparison';
import { ImpactAnswer, ImpactRequest } from '../impact/ImpactRequest';
import { SentRoute } from '../../routes/toSentRoute';
import { RouteQuery } from '../query/RouteQuery';
import { PrefixKey } from '../table/PrefixKey';
import { RibConfig } from './RibConfig';

/** A search over the tables of some routers, of all when none is named. */
export interface SearchRequest {
  query: RouteQuery;
  routers?: string[];
  /** Paths are verified against ASPAs with them. */
  neighbors?: NeighborFacts;
  limit: number;
  cursor?: string;
}

/** A page of routes. */
export interface SearchAnswer {
  items: Route[];
  nextCursor?: string;
  total: number;
  rejected: number;
  /** Of every table asked. */
  tables: TableState[];
  tookMs: number;
}

/** Two routers to compare. */
export interface DiffRequest {
  a: string;
  b: string;
  options: Omit<DiffOptions, 'after'>;
  /** Prefix the last page ended with. */
  cursor?: string;
}

/** One difference between two routers. */
export interface RouteDifference {
  class: DiffClass;
  fields: DiffField[];
  prefix: string;
  a?: Route;
  b?: Route;
}

/** How two tables differ. */
export interface DiffAnswer {
  counts: DiffCounts;
  items: RouteDifference[];
  nextCursor?: string;
  tables: TableState[];
  tookMs: number;
}

/** A router whose kernel is looked at. */
export interface KernelRequest {
  router: string;
  /** Sessions whose next hops are resolved before they are used. */
  recursive: string[];
  /** ISO UTC: whoever asks waits for a reading that began after it. */
  since?: string;
}

/** A page of what differs between a router's best paths and its kernel. */
export interface KernelPageRequest extends KernelRequest {
  limit: number;
  /** Prefix the last page ended with. */
  cursor?: string;
}

/** The numbers are of all differences, at the moment of the page. */
export interface KernelPageAnswer extends KernelAnswer {
  items: KernelDifference[];
  nextCursor?: string;
  tookMs: number;
}

/** How a session's neighbor is told of some prefixes, in canonical form. */
export interface SentRequest {
  router: string;
  session: string;
  prefixes: string[];
}

/** What does not go out is not among them. */
export interface SentAnswer {
  items: SentRoute[];
  /** When it was said; absent of what was not. */
  readAt?: string;
  /** Why nothing is known, as a sentence that names the router. */
  problem?: string;
}

/** How a source of VRPs stands. */
export interface VrpSourceState {
  source: string;
  /** VRPs it has; absent before the first answer. */
  count?: number;
  /** Customers with an ASPA; absent before the first answer and over RTR below version 2. */
  aspas?: number;
  /** ISO UTC of the last answer, a new one or that nothing changed. */
  fetchedAt?: string;
  /** ISO UTC of what it has, as the validator dates it; absent over RTR. */
  generatedAt?: string;
  /** `old`: another one is better, if there is one. `expired`: it counts for nothing. */
  age: 'none' | 'fresh' | 'old' | 'expired';
  /** Its VRPs are the ones routes are validated with. */
  used: boolean;
  error?: string;
}

/** What an AS says of its providers. */
export interface AspaAnswer {
  /** Some source has ASPAs at all. */
  available: boolean;
  /** Absent when the AS has no ASPA. */
  providers?: number[];
}

/** A dump of a router began, or ended after `costMs`, whole or not. */
export interface DumpNote {
  router: string;
  /** Absent when it began. */
  costMs?: number;
}

/** What can be asked of the worker, and what it answers. */
export interface RibCalls {
  /** Replaces everything that was configured before. */
  configure: [RibConfig, void];
  search: [SearchRequest, SearchAnswer];
  diff: [DiffRequest, DiffAnswer];
  tables: [undefined, TableState[]];
  /** Routes per session, counted in the index; routers that are not here are left out. */
  counts: [{ routers: string[] }, TableCounts[]];
  /** Refused routes of a session by why they were. */
  reasons: [{ router: string; session: string }, RefusalReasons];
  /** Whether a prefix from an origin AS would be valid. */
  validate: [{ prefix: PrefixKey; originAs: number }, RpkiVerdict];
  rpki: [undefined, VrpSourceState[]];
  /** A router's best paths beside its kernel's routes. */
  kernel: [KernelRequest, KernelAnswer];
  /** What differs between the two, one by one. */
  kernelDifferences: [KernelPageRequest, KernelPageAnswer];
  /** Whom an AS names as its providers, if it names any. */
  aspa: [{ asn: number }, AspaAnswer];
  /** What would be lost with a session. */
  impact: [ImpactRequest, ImpactAnswer];
  /** How the router tells a neighbor of a few prefixes, as it says itself. */
  sent: [SentRequest, SentAnswer];
  /** Whether the router makes a list for the index, and may answer nobody else. */
  listing: [{ router: string }, boolean];
  /** Read the router's table again without the usual rest. */
  refresh: [{ router: string }, void];
  /** The router's counters moved: its table is not what it was. */
  changesMoved: [{ router: string }, void];
  /** What goes out to these neighbors of the router may have changed. */
  exportsMoved: [{ router: string; sessions: string[] }, void];
  /** A session of the router changed its state: compare the table with a dump. */
  resync: [{ router: string }, void];
  stop: [undefined, void];
}

/** From the main thread. */
export type RibMessage = {
  [K in keyof RibCalls]: { id: number; call: K; input: RibCalls[K][0] };
}[keyof RibCalls];

/** To the main thread. */
export type RibReply =
  | { id: number; answer: unknown }
  | { id: number; error: { name: string; message: string } }
  /** Sent whenever one changed, at most once a second. */
  | { tables: TableState[] }
  /** Sent at once: the worker may die in a dump. */
  | { dump: DumpNote };
