import {
  MigrationGate,
  RouteComparison,
  RouterIdentity,
  Session,
  TableState,
} from '@orion/backstage-plugin-orion-bgp-common';
import { sessionReading } from '../../__testUtils__/readings';
import { GateFacts, GateRouter } from './GateFacts';
import { judgeGates } from './judgeGates';

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

const feed = session('gw1', { name: 'shadow', type: 'internal' });

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
  from: {
    id: 'gw1',
    sessions: [session('gw1'), feed],
    table: table(),
    ageMs: 900,
    identity: {
      driver: 'bird',
      startedAt: '2026-11-01T00:00:00.000Z',
      configuredAt: '2026-11-01T00:00:01.000Z',
    } as RouterIdentity,
    parts: {
      rpkiCaches: [{ name: 'validator1', up: true, vrps: { ipv6: 7 } }],
      fibWriters: [
        { name: 'kernel6', family: 'ipv6-unicast', up: true, routes: 12 },
      ],
    },
  },
  to: {
    id: 'gw2',
    sessions: [session('gw2')],
    table: table(),
    ageMs: 900,
    identity: { driver: 'gobgp-v4' } as RouterIdentity,
    parts: {
      rpkiCaches: [{ name: '[::1]:323', up: true, vrps: { ipv6: 7 } }],
      fibWriters: [],
      defaultPolicy: { import: 'accept', export: 'reject' },
    },
  },
  neighbors: [{ address: '2001:db8::1', from: 'he_v6', to: 'he_v6' }],
  comparisons: (['received', 'accepted', 'best', 'exported'] as const).map(
    scope => comparison(scope),
  ),
  aggregates: ['2001:db8:3949::/48'],
  exports: exportsTo('2001:db8::1', ['2001:db8:3949::/48']),
  moved: [],
  waiting: [],
  rehearsal: {
    changeId: 12,
    sessions: ['he_v6'],
    at: new Date('2026-11-20T12:00:00Z'),
  },
  now: new Date('2026-11-26T12:00:00Z'),
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
  it('passes what is whole, equal, ours, written and rehearsed', () => {
    const states = Object.fromEntries(
      judgeGates(facts()).map(({ id, state }) => [id, state]),
    );
    expect(states).toEqual({
      'readings-fresh': 'passed',
      'tables-complete': 'passed',
      'sessions-up': 'passed',
      'received-equal': 'passed',
      'accepted-equal': 'passed',
      'best-equal': 'passed',
      'exported-equal': 'passed',
      'exports-are-own': 'passed',
      'limits-set': 'passed',
      'rpki-equal': 'passed',
      'default-reject': 'passed',
      'kernel-equal': 'passed',
      'restart-survived': 'passed',
      'rollback-rehearsed': 'passed',
    });
  });

  it('lets nothing pass on an old table that cannot be read anew', () => {
    const error = 'gw2 does not answer: no such socket';
    const stuck = table({ state: 'polled', error });
    const to = { id: 'gw2', sessions: [], table: stuck };
    expect(gate('tables-complete', { to })).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining(error),
    });
    for (const id of NEED_TABLES) {
      expect(gate(id, { to }).state).toBe('failed');
    }
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
    const down = session('gw1', { state: 'idle' });
    const from1 = { id: 'gw1', sessions: [down], table: table() };
    expect(gate('sessions-up', { from: from1 }).reason).toBe(
      'he_v6 on gw1 is not established.',
    );
    const open = session('gw1', { families: sessionReading().families });
    const from = { id: 'gw1', sessions: [open], table: table() };
    expect(gate('limits-set', { from }).reason).toBe(
      'he_v6 on gw1 has no prefix limit (ipv6-unicast).',
    );
  });

  describe('of a session that only one of them may have', () => {
    const waiting = [{ address: '2001:db8::1', from: 'he_v6', to: 'he_v6' }];
    const standIn = { address: '2001:db8::9', from: 'test6', to: 'test6' };
    const off = session('gw2', { state: 'idle', adminState: 'down' });
    const both = (router: string) => session(router, { name: 'test6' });
    const from = { ...facts().from, sessions: [session('gw1'), both('gw1')] };
    const to = { ...facts().to, sessions: [off, both('gw2')] };

    it('wants another neighbor that shows what would happen', () => {
      const with1 = { from, to, neighbors: [standIn], waiting };
      expect(gate('sessions-up', with1).state).toBe('passed');
      const without = { from, to, neighbors: [], waiting };
      expect(gate('sessions-up', without).reason).toBe(
        'he_v6 on gw2 is disabled, and no other neighbor shows what gw2 does with ipv6-unicast.',
      );
    });

    it('takes one that merely fails to come up for no waiting one', () => {
      const idle = session('gw2', { state: 'active' });
      const broken = { ...to, sessions: [idle, both('gw2')] };
      expect(
        gate('sessions-up', { from, to: broken, neighbors: [standIn], waiting })
          .reason,
      ).toBe('he_v6 on gw2 is neither established nor disabled.');
    });

    it('says that there is nothing left to move', () => {
      const moved = waiting;
      expect(gate('sessions-up', { neighbors: [], moved }).reason).toBe(
        'Every shared neighbor speaks with gw2 already.',
      );
    });
  });

  it('lets nothing pass on an old reading', () => {
    const { from } = facts();
    expect(
      gate('readings-fresh', { from: { ...from, ageMs: 60_000 } }).reason,
    ).toBe('gw1 was read whole 60 s ago.');
    expect(
      gate('readings-fresh', { from: { ...from, ageMs: undefined } }).state,
    ).toBe('failed');
  });

  it.each([
    [[], 'gw2 has no cache of validated ROAs that answers.'],
    [
      [{ name: 'a', up: false, vrps: { ipv6: 7 } }],
      'gw2 has no cache of validated ROAs that answers.',
    ],
    [
      [{ name: 'a', up: true, vrps: { ipv6: 6 } }],
      'gw1 has 7 ipv6 VRPs, gw2 6.',
    ],
    [[{ name: 'a', up: true, vrps: {} }], 'There are no VRPs of gw2.'],
  ])('fails on other ROAs: %j', (rpkiCaches, reason) => {
    const { to } = facts();
    const parts = { ...to.parts!, rpkiCaches };
    expect(gate('rpki-equal', { to: { ...to, parts } })).toMatchObject({
      state: 'failed',
      reason,
    });
  });

  it('wants a default that exports nothing', () => {
    const { to } = facts();
    const withPolicy = (over: object, driver = 'gobgp-v4') =>
      gate('default-reject', {
        to: {
          ...to,
          identity: { driver } as RouterIdentity,
          parts: { ...to.parts!, ...over },
        },
      });
    expect(
      withPolicy({ defaultPolicy: { import: 'accept', export: 'accept' } }),
    ).toMatchObject({
      state: 'failed',
      reason: 'gw2 exports whatever no policy refuses.',
    });
    expect(withPolicy({ defaultPolicy: undefined }).state).toBe('unknown');
    expect(withPolicy({ defaultPolicy: undefined }, 'bird').state).toBe(
      'passed',
    );
  });

  it('wants every best route in the kernel, and a way there', () => {
    const { from, to } = facts();
    const writers = (fibWriters: object[], sessions = from.sessions) =>
      gate('kernel-equal', {
        from: {
          ...from,
          sessions,
          parts: { ...from.parts!, fibWriters: fibWriters as never },
        },
      }).reason;
    const kernel6 = from.parts!.fibWriters[0];
    expect(writers([])).toBe(
      'Neither router writes ipv6-unicast routes into the kernel.',
    );
    expect(writers([{ ...kernel6, up: false }])).toMatch(
      /^kernel6 on gw1 is down/,
    );
    expect(writers([{ ...kernel6, routes: 9 }])).toBe(
      'By its own count gw1 handed 9 routes to the kernel, for 10 best ones: 1 are lacking.',
    );
    expect(writers([kernel6])).toMatch(
      /The kernel itself is not read: orion\.bgp\.routers\.gw1\.kernel\.$/,
    );
    expect(writers([kernel6], [session('gw1')])).toMatch(
      /what gw2 chooses would not reach the kernel/,
    );
    const bare = { ...to, parts: undefined };
    expect(gate('kernel-equal', { to: bare }).state).toBe('unknown');
  });

  it('wants a start with the present configuration', () => {
    const { from } = facts();
    const late = { ...from.identity!, configuredAt: '2026-11-20T00:00:00Z' };
    expect(
      gate('restart-survived', { from: { ...from, identity: late } }).reason,
    ).toMatch(/it never started with it/);
    const silent = { ...late, startedAt: undefined };
    expect(
      gate('restart-survived', { from: { ...from, identity: silent } }).state,
    ).toBe('unknown');
  });

  it('wants a start of the machine where that is told, and all back', () => {
    const { from } = facts();
    const startedAt = '2026-11-19T10:00:20.000Z';
    const judge = (bootedAt: string, over: Partial<GateRouter> = {}) =>
      gate('restart-survived', {
        from: {
          ...from,
          identity: { ...from.identity!, startedAt, configuredAt: startedAt },
          kernel: { maxAgeMs: 90_000, bootedAt },
          ...over,
        },
      });
    expect(judge('2026-11-19T10:00:00.000Z')).toMatchObject({
      state: 'passed',
      reason:
        'The machine of gw1 was started at 2026-11-19T10:00:00.000Z with the configuration it has now, and every session came back.',
    });
    // By hand, a while after; or before the machine, which only a wrong clock says.
    for (const other of [
      '2026-11-19T09:50:00.000Z',
      '2026-11-19T10:05:00.000Z',
    ]) {
      expect(judge(other)).toMatchObject({
        state: 'failed',
        reason: expect.stringMatching(
          /nothing shows that it comes back by itself/,
        ),
      });
    }
    const lost = session('gw1', { name: 'ix', state: 'active' });
    const more = (one: Session) => ({ sessions: [...from.sessions, one] });
    expect(judge('2026-11-19T10:00:00.000Z', more(lost)).reason).toMatch(
      /ix did not come back/,
    );
    const off = { ...lost, adminState: 'down' as const };
    expect(judge('2026-11-19T10:00:00.000Z', more(off)).state).toBe('passed');
  });

  it('wants a rehearsal that is not long ago', () => {
    expect(gate('rollback-rehearsed').reason).toBe(
      'Going over and back was rehearsed 6 days ago, by change 12.',
    );
    expect(gate('rollback-rehearsed', { rehearsal: undefined }).state).toBe(
      'failed',
    );
    const now = new Date('2027-01-26T12:00:00Z');
    expect(gate('rollback-rehearsed', { now }).reason).toMatch(/too long ago/);
  });
});
