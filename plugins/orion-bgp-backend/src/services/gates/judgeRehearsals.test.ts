import { RouterIdentity } from '@orion/backstage-plugin-orion-bgp-common';
import { gateFacts as facts, judgedGate } from '../../__testUtils__/gateFacts';
import { GateFacts } from './GateFacts';

const gate = (over: Partial<GateFacts> = {}) =>
  judgedGate('rollback-rehearsed', over);
const SAID = 'Going over and back was rehearsed 6 days ago, by change 12';
const two = [
  { address: '2001:db8::1', from: 'he_v6', to: 'he_v6' },
  { address: '198.51.100.1', from: 'he_v4', to: 'he_v4' },
];
/** As if the daemon of one side had said something else since. */
const since = (side: 'from' | 'to', identity: Partial<RouterIdentity>) => {
  const router = facts()[side];
  return gate({
    [side]: { ...router, identity: { ...router.identity!, ...identity } },
  });
};

describe('judgeRehearsal', () => {
  it('wants a rehearsal, and one that is not long ago', () => {
    expect(gate()).toMatchObject({
      state: 'passed',
      reason: `${SAID}: he_v6.`,
      inputs: [
        { name: 'sessions rehearsed', rows: 1 },
        { name: 'sessions that can go over', rows: 1 },
      ],
    });
    expect(gate({ rehearsals: [] })).toMatchObject({
      state: 'failed',
      reason: 'Going over and back was not rehearsed yet.',
    });
    const now = new Date('2027-01-26T12:00:00Z');
    expect(gate({ now }).reason).toMatch(/too long ago/);
  });

  it('wants none of what stands in for a neighbor', () => {
    const [real, other] = two;
    const neighbors = [real, { ...other, standsIn: true }];
    expect(gate({ neighbors })).toMatchObject({
      reason: `${SAID}: he_v6.`,
      inputs: [
        { name: 'sessions rehearsed', rows: 1 },
        { name: 'sessions that can go over', rows: 1 },
      ],
    });
    expect(gate({ neighbors: [neighbors[1]] }).reason).toBe(
      'There is no session that can go over.',
    );
  });

  it.each([
    [
      'from',
      { version: '3.1' },
      'gw1 is another daemon (bird 2.17 then, bird 3.1 now)',
    ],
    [
      'from',
      { startedAt: '2026-11-21T00:00:00.000Z' },
      'gw1 was started again (2026-11-21T00:00:00.000Z)',
    ],
    [
      'from',
      { configuredAt: '2026-11-22T00:00:00.000Z' },
      'gw1 took another configuration (2026-11-22T00:00:00.000Z)',
    ],
    [
      'to',
      { driver: 'gobgp-v3' },
      'gw2 is another daemon (gobgp-v4 10.0.10.2 then, gobgp-v3 10.0.10.2 now)',
    ],
    [
      'to',
      { routerId: '10.0.10.9' },
      'gw2 is another daemon (gobgp-v4 10.0.10.2 then, gobgp-v4 10.0.10.9 now)',
    ],
  ] as const)(
    'counts for the daemons that went over alone: %s %j',
    (side, identity, why) => {
      expect(since(side, identity)).toMatchObject({
        state: 'failed',
        reason: `${SAID}, and ${why} since: rehearse it again.`,
      });
    },
  );

  it('counts for nobody where it was not kept whose it was', () => {
    const [one] = facts().rehearsals;
    const rehearsals = [{ ...one, daemons: undefined }];
    expect(gate({ rehearsals }).state).toBe('failed');
    expect(gate({ rehearsals: [...rehearsals, one] }).state).toBe('passed');
  });

  it('counts for the sessions that went over alone', () => {
    const other = `${SAID}, with he_v6, and not with he_v4.`;
    expect(gate({ neighbors: two })).toMatchObject({
      state: 'passed',
      reason: `${SAID}: he_v6. Not he_v4: g${other.slice(1)}`,
    });
    const now = new Date('2027-01-26T12:00:00Z');
    expect(gate({ neighbors: [two[1], two[0]], now }).reason).toMatch(
      /too long ago/,
    );
    const ask = (going: string[]) => gate({ neighbors: two, going });
    expect(ask(['he_v6']).state).toBe('passed');
    for (const going of [['he_v4'], ['he_v6', 'he_v4']]) {
      expect(ask(going)).toMatchObject({ state: 'failed', reason: other });
    }
  });
});
