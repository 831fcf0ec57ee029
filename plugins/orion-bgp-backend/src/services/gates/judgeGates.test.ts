import { RouterIdentity } from '@orion/backstage-plugin-orion-bgp-common';
import {
  gateComparison as comparison,
  gateFacts as facts,
  gateSession as session,
  gateTable as table,
  judgedGate as gate,
} from '../../__testUtils__/gateFacts';
import { GateFacts } from './GateFacts';
import { judgeGates } from './judgeGates';

const NEED_TABLES = [
  'received-equal',
  'accepted-equal',
  'best-equal',
  'exported-equal',
  'exports-are-own',
  'imports-proven',
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
      'imports-proven': 'passed',
      'limits-set': 'passed',
      'limits-exceeded': 'passed',
      'rpki-equal': 'passed',
      'default-reject': 'passed',
      'kernel-equal': 'passed',
      'inside-imports': 'passed',
      'restart-survived': 'passed',
      'rollback-rehearsed': 'passed',
    });
  });

  it('lets nothing pass on an old table that cannot be read anew', () => {
    const error = 'gw2 does not answer: no such socket';
    const stuck = table({ state: 'polled', error });
    const to = { id: 'gw2', sessions: [], cameBack: [], table: stuck };
    expect(gate('tables-complete', { to })).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining(error),
    });
    for (const id of NEED_TABLES) {
      expect(gate(id, { to }).state).toBe('failed');
    }
  });

  it.each(['loading', 'summary-only', 'unavailable'] as const)(
    'lets nothing pass on a table that is %s',
    state => {
      const to = { ...facts().to, sessions: [], table: table({ state }) };
      expect(gate('tables-complete', { to })).toMatchObject({
        state: 'failed',
        reason: `The table of gw2 is ${state}.`,
      });
      for (const id of NEED_TABLES) {
        expect(gate(id, { to }).state).toBe('failed');
      }
    },
  );

  it('lets nothing pass on a table that is being read again', () => {
    const judge = (error?: string) => {
      const reread = table({ state: 'resyncing', error });
      return (id: Parameters<typeof gate>[0]) =>
        gate(id, { to: { ...facts().to, table: reread } });
    };
    for (const id of ['tables-complete', ...NEED_TABLES] as const) {
      expect(judge()(id)).toMatchObject({
        state: 'failed',
        reason: 'The table of gw2 is being read again.',
      });
      // Its daemon does not let it be read: that does not pass by itself.
      expect(judge('gw2 does not answer')(id)).toMatchObject({
        state: 'failed',
        reason: 'The table of gw2 is resyncing: gw2 does not answer.',
      });
    }
  });

  it('lets nothing pass on empty or missing tables', () => {
    const empty = table({ paths: { ipv4: 0, ipv6: 0 } });
    for (const it of [empty, undefined]) {
      const from = { ...facts().from, sessions: [], table: it };
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
      reason: 'There is nothing to compare: best on gw1 is empty.',
    });
  });

  it('says which sessions were compared, and which were not', () => {
    const [he6] = facts().neighbors;
    const standIn = { address: '2001:db8::9', from: 'test6', to: 'test6' };
    const other = { address: '192.0.2.9', from: 'he_v4', to: '192.0.2.9' };
    const neighbors = [he6, { ...standIn, standsIn: true }];
    const use = { neighbors, waiting: [other] };
    expect(gate('best-equal', use)).toMatchObject({
      state: 'passed',
      reason:
        'Equal, without unexplained differences: compared over he_v6, test6 (stands in), not over he_v4.',
    });
    // Whom nothing goes out to by right is not among them.
    const comparisons = [comparison('exported', { neighbor: he6.address })];
    const gone = { neighbors, moved: [other], comparisons };
    expect(gate('exported-equal', gone).reason).toMatch(
      /compared over he_v6, not over he_v4\.$/,
    );
    const many = Array.from({ length: 12 }, (_, n) => ({
      ...he6,
      from: `p${n}`,
    }));
    expect(gate('best-equal', { neighbors: many }).reason).toMatch(
      /compared over p0, .*, p9 and 2 more\.$/,
    );
  });

  it('wants no exports to a neighbor of a family in which nothing is ours', () => {
    const he4 = { address: '192.0.2.9', from: 'he_v4', to: '192.0.2.9' };
    const neighbors = [...facts().neighbors, he4];
    const v4 = session('gw1', {
      name: 'he_v4',
      families: session('gw1').families.map(one => ({
        ...one,
        family: 'ipv4-unicast',
      })),
    });
    const from = { ...facts().from, sessions: [...facts().from.sessions, v4] };
    const to = (rows: number) => [
      comparison('exported', { neighbor: '2001:db8::1' }),
      comparison('exported', {
        ...{ neighbor: he4.address, from: rows, to: 0, same: 0 },
        onlyFrom: rows,
      }),
    ];
    const judge = (rows: number, over: Partial<GateFacts> = {}) =>
      gate('exported-equal', {
        ...{ comparisons: to(rows), from, neighbors, ...over },
      });
    expect(judge(0)).toMatchObject({
      state: 'passed',
      inputs: [{ rows: 10 }, { rows: 10 }],
    });
    // What goes out there all the same is compared, and so is what may be ours.
    expect(judge(1)).toMatchObject({ state: 'failed' });
    const { aggregates } = facts();
    for (const prefixes of [[], [...aggregates.prefixes!, '192.0.2.0/24']]) {
      const other = { aggregates: { ...aggregates, prefixes } };
      expect(judge(0, other)).toMatchObject({
        state: 'failed',
        reason:
          'There is nothing to compare: exported to 192.0.2.9 on gw1 is empty.',
      });
    }
  });

  it('lets no empty set hide behind another, nor a session inside pass for a neighbor', () => {
    const to = (neighbor: string, rows: number) =>
      comparison('exported', { neighbor, from: rows, to: rows, same: rows });
    const comparisons = [to('2001:db8::1', 5), to('2001:db8::2', 0)];
    expect(gate('exported-equal', { comparisons })).toMatchObject({
      state: 'failed',
      reason:
        'There is nothing to compare: exported to 2001:db8::2 on gw1 is empty.',
      inputs: [{ rows: 5 }, { rows: 5 }, { rows: 0 }, { rows: 0 }],
    });
    const shadow = [comparison('accepted', { over: '10.0.10.1' })];
    const alone = {
      comparisons: shadow,
      neighbors: [],
      to: { ...facts().to, sessions: [] },
    };
    expect(gate('accepted-equal', alone)).toMatchObject({
      state: 'failed',
      reason:
        'Compared only over 10.0.10.1 on gw2, with no difference: that shows what gw1 let in, not what gw2 would. No neighbor is established on both: gw2 has no session with 2001:db8::1 (he_v6 on gw1).',
      inputs: [
        { name: 'accepted on gw1', rows: 10 },
        { name: 'accepted over 10.0.10.1 on gw2', rows: 10 },
      ],
    });
  });

  it('wants neighbors that are up on both', () => {
    expect(gate('sessions-up', { neighbors: [] }).state).toBe('failed');
    const down = session('gw1', { state: 'idle' });
    const from = { ...facts().from, sessions: [down] };
    expect(gate('sessions-up', { from }).reason).toBe(
      'he_v6 on gw1 is not established.',
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
          kernel: undefined,
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
    // What it says of itself is no proof.
    const unread = { ...from, kernel: undefined };
    expect(gate('kernel-equal', { from: unread })).toMatchObject({
      state: 'unknown',
      reason: expect.stringMatching(
        /The kernel itself is not read, so what it has nobody knows: orion\.bgp\.routers\.gw1\.kernel\.$/,
      ),
    });
    expect(writers([kernel6], [session('gw1')])).toMatch(
      /what gw2 chooses would not reach the kernel/,
    );
    const bare = { ...to, parts: undefined };
    expect(gate('kernel-equal', { to: bare }).state).toBe('unknown');
  });
});
