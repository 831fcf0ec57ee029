import {
  RouteMatch,
  RoutePage,
  TableState,
} from '@orion/backstage-plugin-orion-bgp-common';
import type { ImpactAnswer, ImpactRequest } from '../rib/impact/ImpactRequest';
import type { VrpSourceState } from '../rib/worker/protocol';

/** A search as somebody typed it. */
export interface SearchInput {
  q: string;
  match?: RouteMatch;
  router?: string;
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
  /** Counters of the router moved, or a session changed its state (`resync`). */
  moved: [{ router: string; resync: boolean }, Record<string, never>];
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
  'moved',
  'impact',
  'refresh',
];

/** Who asks what: each has authorised whom it asks for. */
export const collectorCallers: {
  readonly [subject: string]: readonly CollectorCall[];
} = {
  'plugin:orion-bgp': ['search', 'tables', 'moved'],
  // The kinds of change, which act for an approved change only.
  'plugin:orion-changes': ['impact', 'refresh'],
};
