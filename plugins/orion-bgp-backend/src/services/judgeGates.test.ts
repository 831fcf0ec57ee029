import {
  MigrationGate,
  RouteComparison,
  Session,
  TableState,
} from '@orion/backstage-plugin-orion-bgp-common';
import { sessionReading } from '../__testUtils__/readings';
import { GateFacts, judgeGates } from './judgeGates';

const table = (over: Partial<TableState> = {}): TableState => ({
  router: 'gw1',
  state: 'live',
  paths: { ipv4: 0, ipv6: 1500 },
  prefixes: { ipv4: 0, ipv6: 1500 },
  bytes: 1,
  ...over,
});

const session = (router: string, over: Partial<Session> = {}): Session => {
  const reading = sessionReading();
  const importLimit = { limit: 1000, counts: 'after-filters' as const };
  return {
    ...reading,
    families: reading.families.map(family => ({ ...family, importLimit })),
    router,
    gone: false,
    flaps: { lastDay: 0, lastWeek: 0, watchedSince: '2026-01-01T00:00:00Z' },
    ...over,
  };
};

const comparison = (
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
  ...over,
});

const exportsTo = (
  address: string,
  prefixes: string[],
  total = prefixes.length,
): GateFacts['exports'] => new Map([[address, { prefixes, total }]]);

const facts = (over: Partial<GateFacts> = {}): GateFacts => ({
  from: { id: 'gw1', sessions: [session('gw1')], table: table() },
  to: { id: 'gw2', sessions: [session('gw2')], table: table() },
  neighbors: [{ address: '2001:db8::1', from: 'he_v6', to: 'he_v6' }],
  comparisons: (['received', 'accepted', 'best', 'exported'] as const).map(
    scope => comparison(scope),
  ),
  aggregates: ['2001:db8:3949::/48'],
  exports: exportsTo('2001:db8::1', ['2001:db8:3949::/48']),
  ...over,
});

const gate = (id: MigrationGate['id'], over: Partial<GateFacts> = {}) =>
  judgeGates(facts(over)).find(one => one.id === id)!;

const NEED_TABLES = [
  'received-equal',
  'accepted-equal',
  'best-equal',
  'exported-equal',
  'exports-are-own',
] as const;

describe('judgeGates', () => {
  it('passes what is whole, equal and ours, and proves nothing it cannot read', () => {
    const states = Object.fromEntries(
      judgeGates(facts()).map(({ id, state }) => [id, state]),
    );
    expect(states).toEqual({
      'tables-complete': 'passed',
      'sessions-up': 'passed',
      'received-equal': 'passed',
      'accepted-equal': 'passed',
      'best-equal': 'passed',
      'exported-equal': 'passed',
      'exports-are-own': 'passed',
      'limits-set': 'passed',
      'rpki-equal': 'unknown',
      'default-reject': 'unknown',
      'kernel-equal': 'unknown',
      'rollback-rehearsed': 'unknown',
    });
  });

  it.each(['loading', 'resyncing', 'summary-only', 'unavailable'] as const)(
    'lets nothing pass on a table that is %s',
    state => {
      const to = { id: 'gw2', sessions: [], table: table({ state }) };
      expect(gate('tables-complete', { to })).toMatchObject({
        state: 'failed',
        reason: `The table of gw2 is ${state}.`,
      });
      for (const id of NEED_TABLES) {
        expect(gate(id, { to }).state).toBe('failed');
      }
    },
  );

  it('lets nothing pass on empty or missing tables', () => {
    const empty = table({ paths: { ipv4: 0, ipv6: 0 } });
    for (const it of [empty, undefined]) {
      const from = { id: 'gw1', sessions: [], table: it };
      expect(gate('tables-complete', { from }).state).toBe('failed');
      expect(gate('best-equal', { from }).state).toBe('failed');
    }
  });

  it('names the sets of a comparison with their sizes', () => {
    const comparisons = [
      comparison('received', { to: 9, same: 8, onlyFrom: 1, different: 1 }),
    ];
    expect(gate('received-equal', { comparisons })).toEqual({
      id: 'received-equal',
      state: 'failed',
      reason: '2 differences unexplained.',
      inputs: [
        { name: 'received on gw1', rows: 10 },
        { name: 'received on gw2', rows: 9 },
      ],
    });
    const nothing = [comparison('best', { from: 0, to: 0, same: 0 })];
    expect(gate('best-equal', { comparisons: nothing })).toMatchObject({
      state: 'failed',
      reason: 'There is nothing to compare.',
    });
  });

  it('wants exactly what is ours to be announced', () => {
    const exports = (prefixes: string[], total?: number) =>
      gate('exports-are-own', {
        exports: exportsTo('2001:db8::1', prefixes, total),
      });
    expect(exports([]).reason).toBe(
      'gw2 does not announce 2001:db8:3949::/48 to 2001:db8::1.',
    );
    expect(exports(['2001:db8:3949::/48', '::/0'])).toMatchObject({
      state: 'failed',
      reason: 'gw2 announces ::/0 to 2001:db8::1, which is not ours.',
    });
    expect(exports(['2001:db8:3949::/48'], 2)).toMatchObject({
      state: 'failed',
      reason: 'gw2 sends 2 prefixes to 2001:db8::1, too many to look at.',
    });
    expect(gate('exports-are-own', { aggregates: undefined }).state).toBe(
      'unknown',
    );
  });

  it('wants what is ours at every neighbor of its family', () => {
    const other = session('gw2', { name: 'ix_v6' });
    const to = {
      id: 'gw2',
      sessions: [session('gw2'), other],
      table: table(),
    };
    const neighbors = [
      { address: '2001:db8::1', from: 'he_v6', to: 'he_v6' },
      { address: '2001:db8::2', from: 'ix_v6', to: 'ix_v6' },
    ];
    expect(gate('exports-are-own', { to, neighbors }).reason).toBe(
      'gw2 does not announce 2001:db8:3949::/48 to 2001:db8::2.',
    );
    const aggregates = ['192.0.2.0/24'];
    const exports = new Map();
    expect(gate('exports-are-own', { aggregates, exports }).reason).toBe(
      'No shared neighbor of gw2 takes 192.0.2.0/24.',
    );
  });

  it('wants neighbors that are up and limited on both', () => {
    expect(gate('sessions-up', { neighbors: [] }).state).toBe('failed');
    expect(gate('limits-set', { neighbors: [] }).state).toBe('failed');
    const down = session('gw2', { state: 'idle' });
    const to = { id: 'gw2', sessions: [down], table: table() };
    expect(gate('sessions-up', { to }).reason).toBe(
      'he_v6 on gw2 is not established.',
    );
    const open = session('gw1', { families: sessionReading().families });
    const from = { id: 'gw1', sessions: [open], table: table() };
    expect(gate('limits-set', { from }).reason).toBe(
      'he_v6 on gw1 has no prefix limit (ipv6-unicast).',
    );
  });
});
