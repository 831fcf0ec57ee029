import {
  Migration,
  RouteComparison,
  SentComparison,
} from '@orion/backstage-plugin-orion-bgp-common';
import { table } from './tableFakes';

export function comparison(
  over: Partial<RouteComparison> = {},
): RouteComparison {
  return {
    scope: 'received',
    from: 214_110,
    to: 214_110,
    same: 214_110,
    onlyFrom: 0,
    onlyTo: 0,
    different: 0,
    fields: {},
    ignored: { 'default-local-pref': 214_110 },
    moved: 0,
    ...over,
  };
}

/** Both tell the neighbor alike. */
export function sentComparison(
  over: Partial<SentComparison> = {},
): SentComparison {
  return {
    neighbor: '2001:db8:6939::1',
    from: 'he_v6',
    to: '2001:db8:6939::1',
    compared: 3,
    same: 3,
    differences: [],
    ignored: { 'own-as': 3 },
    ...over,
  };
}

/** BIRD and the GoBGP beside it: two routes apart, and a rehearsal missing. */
export function migration(over: Partial<Migration> = {}): Migration {
  return {
    from: 'gw1',
    to: 'gw2',
    comparisons: [
      comparison({
        to: 214_108,
        same: 214_107,
        onlyFrom: 2,
        different: 1,
        fields: { med: 1 },
      }),
      comparison({ scope: 'accepted', from: 213_798, to: 213_798 }),
      comparison({ scope: 'best', from: 213_798, to: 213_798 }),
      comparison({
        scope: 'exported',
        neighbor: '2001:db8:6939::1',
        from: 3,
        to: 3,
        same: 3,
        ignored: {},
      }),
    ],
    kernels: [
      {
        router: 'gw1',
        ...{ kernel: 213_798, wanted: 213_799, missing: 1, extra: 0 },
        ...{ otherNextHop: 0, moved: 0 },
      },
    ],
    sent: [sentComparison()],
    gates: [
      {
        id: 'tables-complete',
        state: 'passed',
        reason: 'Both tables are whole.',
        inputs: [
          { name: 'paths of gw1', rows: 214_113 },
          { name: 'paths of gw2', rows: 214_111 },
        ],
        heldSince: new Date(Date.now() - 3 * 86_400_000).toISOString(),
      },
      {
        id: 'received-equal',
        state: 'failed',
        reason: '3 differences unexplained.',
        inputs: [
          { name: 'received on gw1', rows: 214_110 },
          { name: 'received on gw2', rows: 214_108 },
        ],
      },
      {
        id: 'rollback-rehearsed',
        state: 'unknown',
        reason: 'No rehearsal of the way back is recorded.',
        inputs: [],
      },
    ],
    ready: false,
    tables: [table(), table({ router: 'gw2', state: 'live' })],
    neighbors: [
      { address: '2001:db8:6939::1', from: 'he_v6', to: '2001:db8:6939::1' },
    ],
    moved: [],
    waiting: [],
    wayBack: [],
    actions: true,
    checkedAt: new Date().toISOString(),
    ...over,
  };
}
