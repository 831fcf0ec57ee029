import {
  RefusalReasons,
  RouteMatch,
  RoutePage,
  RpkiVerdict,
  TableState,
} from '@orion/backstage-plugin-orion-bgp-common';
import type { ImpactAnswer, ImpactRequest } from '../rib/impact/ImpactRequest';
import type { KernelAnswer } from '../rib/kernel/KernelComparison';
import type { NeighborFacts } from '../rib/answer/NeighborFacts';
import type { TableCounts } from '../rib/answer/TableCounts';
import type {
  AspaAnswer,
  DiffAnswer,
  DiffRequest,
  KernelPageAnswer,
  KernelPageRequest,
  KernelRequest,
  SentAnswer,
  SentRequest,
  VrpSourceState,
} from '../rib/worker/protocol';

/** A search as somebody typed it. */
export interface SearchInput {
  q: string;
  match?: RouteMatch;
  router?: string;
  /** Of the sessions, so that paths can be verified against ASPAs. */
  neighbors?: NeighborFacts;
  limit: number;
  cursor?: string;
}

/**
 * What the plugin asks the collector, over HTTP. Both come from this package in
 * one version: there is no other caller, so it needs no public contract.
 */
export interface CollectorCalls {
  /** @throws InputError naming the part of the search that makes no sense. */
  search: [SearchInput, RoutePage];
  tables: [
    Record<string, never>,
    { tables: TableState[]; rpki: VrpSourceState[] },
  ];
  /** Whether the router makes a list for the index, and may answer nobody else. */
  listing: [{ router: string }, { isListing: boolean }];
  /** Whether an announcement of the prefix by the AS would be valid. */
  validate: [{ prefix: string; originAs: number }, RpkiVerdict];
  /** Whom an AS names as its providers. */
  aspa: [{ asn: number }, AspaAnswer];
  /** A router's best paths beside its kernel's routes. @throws NotFoundError */
  kernel: [KernelRequest, KernelAnswer];
  /** What differs between the two, one by one. @throws NotFoundError, InputError */
  kernelDifferences: [KernelPageRequest, KernelPageAnswer];
  /** Routes per session, counted in the index; routers that are not there are left out. */
  counts: [{ routers: string[] }, TableCounts[]];
  /** Refused routes of a session by why they were. @throws NotFoundError */
  reasons: [{ router: string; session: string }, RefusalReasons];
  /** Differences of two tables; the exported scope names the neighbor on both sides. */
  compare: [DiffRequest, DiffAnswer];
  /**
   * How a router tells a neighbor of a few prefixes, asked now; that it does not
   * say is an answer. @throws NotFoundError, InputError
   */
  sent: [SentRequest, SentAnswer];
  /**
   * Counters of the router moved (`table`), a session changed its state
   * (`resync`), or what goes out to some sessions did (`exports`).
   */
  moved: [
    { router: string; table: boolean; resync: boolean; exports: string[] },
    Record<string, never>,
  ];
  /** What would be lost with a session. @throws NotFoundError */
  impact: [ImpactRequest, ImpactAnswer];
  /** The table of a router is read again as soon as that is bearable. */
  refresh: [{ router: string }, Record<string, never>];
}

export type CollectorCall = keyof CollectorCalls;

/** Names of all calls: nothing else is answered. */
export const collectorCalls: readonly CollectorCall[] = [
  'search',
  'tables',
  'listing',
  'counts',
  'reasons',
  'validate',
  'aspa',
  'kernel',
  'kernelDifferences',
  'compare',
  'sent',
  'moved',
  'impact',
  'refresh',
];

/** What it asks for is never behind the questions of people. */
export const CHANGES_PLUGIN = 'plugin:orion-changes';

/** Who asks what: each has authorised whom it asks for. */
export const collectorCallers: {
  readonly [subject: string]: readonly CollectorCall[];
} = {
  'plugin:orion-bgp': [
    'search',
    'tables',
    'listing',
    'counts',
    'reasons',
    'validate',
    'aspa',
    'kernel',
    'kernelDifferences',
    'compare',
    'sent',
    'moved',
  ],
  // The kinds of change, which act for an approved change only.
  [CHANGES_PLUGIN]: [
    'counts',
    'impact',
    'kernel',
    'refresh',
    'tables',
    'validate',
  ],
};
