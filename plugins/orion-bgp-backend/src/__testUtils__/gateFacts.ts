import {
  RouteComparison,
  RouterIdentity,
  SentComparison,
  Session,
  TableState,
} from '@orion/backstage-plugin-orion-bgp-common';
import { daemonsOf } from '../services/gates/daemonsOf';
import { GateFacts, NeighborExports } from '../services/gates/GateFacts';
import { judgeGates } from '../services/gates/judgeGates';
import { KernelAnswer } from '../rib/kernel/KernelComparison';
import { sessionReading } from './readings';

export const OWN = '2001:db8:3949::/48';
const FAMILY = 'ipv6-unicast';

export const gateTable = (over: Partial<TableState> = {}): TableState => ({
  router: 'gw1',
  state: 'live',
  paths: { ipv4: 0, ipv6: 1500 },
  prefixes: { ipv4: 0, ipv6: 1500 },
  bytes: 1,
  sharedBytes: 1,
  ...over,
});

/** With a limit that protects, and room below it. */
export const gateSession = (
  router: string,
  over: Partial<Session> = {},
): Session => {
  const reading = sessionReading();
  const bird = router === 'gw1';
  const importLimit = {
    limit: 300_000,
    used: bird ? 209_500 : 210_000,
    counts: bird ? ('after-filters' as const) : ('before-filters' as const),
    action: bird ? 'restart' : 'teardown',
  };
  return {
    ...reading,
    families: reading.families.map(family => ({ ...family, importLimit })),
    router,
    gone: false,
    flaps: { lastDay: 0, lastWeek: 0, watchedSince: '2026-01-01T00:00:00Z' },
    ...over,
  };
};

export const gateComparison = (
  scope: RouteComparison['scope'],
  over: Partial<RouteComparison> = {},
): RouteComparison => ({
  scope,
  from: 10,
  to: 10,
  same: 10,
  onlyFrom: 0,
  onlyTo: 0,
  different: 0,
  fields: {},
  ignored: {},
  moved: 0,
  ...over,
});

/** What each sends to the one neighbor, `to` the second. */
export const gateExports = (
  to: string[],
  { from = [OWN], total = to.length } = {},
): NeighborExports[] => {
  const one = { session: 'he_v6', address: '2001:db8::1' };
  return [
    { ...one, router: 'gw1', prefixes: from, total: from.length },
    { ...one, router: 'gw2', prefixes: to, total },
  ];
};

/** Both tell the one neighbor alike. */
export const gateSent = (
  over: Partial<SentComparison> = {},
): SentComparison => ({
  ...{ neighbor: '2001:db8::1', from: 'he_v6', to: 'he_v6' },
  ...{ compared: 1, same: 1, differences: [], ignored: {} },
  ...over,
});

/** The kernel has it all, on a machine that was started a moment before. */
export const wholeKernel = (): KernelAnswer => ({
  ageMs: 1_000,
  maxAgeMs: 90_000,
  bootedAt: '2026-10-31T23:59:40.000Z',
  comparison: {
    ...{ kernel: 10, wanted: 10, same: 10, missing: 0, extra: 0 },
    otherNextHop: 0,
    allowed: {
      own: 0,
      recursive: 0,
      multipath: 0,
      unreachable: 0,
      'worse-metric': 0,
      moved: 0,
    },
    examples: [],
  },
});

const GW2_ID = '10.0.10.2';

/** gw1, a BIRD, and gw2, a GoBGP, of which nothing stands in the way. */
export function gateFacts(over: Partial<GateFacts> = {}): GateFacts {
  const neighbor = { address: '2001:db8::1', from: 'he_v6', to: 'he_v6' };
  const to = {
    id: 'gw2',
    sessions: [gateSession('gw2')],
    table: gateTable(),
    ageMs: 900,
    cameBack: ['he_v6'],
    identity: { driver: 'gobgp-v4', routerId: GW2_ID } as RouterIdentity,
    kernel: { maxAgeMs: 90_000, bootedAt: '2026-10-31T23:59:40.000Z' },
    parts: {
      rpkiCaches: [{ name: '[::1]:323', up: true, vrps: { ipv6: 7 } }],
      fibWriters: [],
      defaultPolicy: { import: 'accept' as const, export: 'reject' as const },
    },
  };
  const from = {
    id: 'gw1',
    sessions: [
      gateSession('gw1'),
      gateSession('gw1', {
        ...{ name: 'shadow', type: 'internal', neighborId: GW2_ID },
      }),
    ],
    table: gateTable(),
    ageMs: 900,
    cameBack: [],
    identity: {
      driver: 'bird',
      version: '2.17',
      startedAt: '2026-11-01T00:00:00.000Z',
      configuredAt: '2026-11-01T00:00:01.000Z',
    } as RouterIdentity,
    kernel: wholeKernel(),
    parts: {
      rpkiCaches: [{ name: 'validator1', up: true, vrps: { ipv6: 7 } }],
      fibWriters: [{ name: 'kernel6', family: FAMILY, up: true, routes: 12 }],
    },
  };
  return {
    from,
    to,
    neighbors: [neighbor],
    comparisons: (['received', 'accepted', 'best', 'exported'] as const).map(
      scope => gateComparison(scope),
    ),
    imports: [
      {
        neighbor,
        own: true,
        feeds: [
          {
            session: 'he_v6',
            received: gateComparison('received'),
            accepted: gateComparison('accepted'),
          },
        ],
      },
    ],
    aggregates: { prefixes: [OWN], from: 'netbox' },
    exports: gateExports([OWN]),
    sent: [gateSent()],
    limitTrials: [
      {
        router: 'gw2',
        session: 'he_v6',
        daemon: daemonsOf(to),
        families: [{ family: FAMILY, limit: 300_000, action: 'teardown' }],
        reaction: 'Idle(PfxCt)',
        at: new Date('2026-11-24T12:00:00Z'),
      },
    ],
    moved: [],
    waiting: [],
    rehearsals: [
      {
        changeId: 12,
        sessions: ['he_v6'],
        daemons: { from: daemonsOf(from), to: daemonsOf(to) },
        at: new Date('2026-11-20T12:00:00Z'),
      },
    ],
    now: new Date('2026-11-26T12:00:00Z'),
    ...over,
  };
}

/** How one gate is judged. */
export const judgedGate = (id: string, over: Partial<GateFacts> = {}) =>
  judgeGates(gateFacts(over)).find(one => one.id === id)!;
