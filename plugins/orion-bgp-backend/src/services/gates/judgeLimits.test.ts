import {
  PrefixLimit,
  Session,
  SessionFamily,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  gateFacts,
  gateSession,
  judgedGate,
} from '../../__testUtils__/gateFacts';

const familyOf = (session: Session, over: Partial<SessionFamily>): Session => ({
  ...session,
  families: session.families.map(family => ({ ...family, ...over })),
});

const limited = (over: Partial<PrefixLimit> | undefined) => {
  const session = gateSession('gw1');
  const [{ importLimit }] = session.families;
  const sessions = [
    familyOf(session, {
      importLimit: over && { ...importLimit!, ...over },
    }),
  ];
  return judgedGate('limits-set', { from: { ...gateFacts().from, sessions } });
};

describe('judgeLimits', () => {
  it('names each limit with what counts against it', () => {
    expect(judgedGate('limits-set')).toMatchObject({
      state: 'passed',
      inputs: [
        { name: 'shared neighbors', rows: 1 },
        { name: 'limit of he_v6 on gw1 (ipv6-unicast)', rows: 300_000 },
        { name: 'counted against it now', rows: 209_500 },
        { name: 'limit of he_v6 on gw2 (ipv6-unicast)', rows: 300_000 },
        { name: 'counted against it now', rows: 210_000 },
      ],
    });
    expect(judgedGate('limits-set', { neighbors: [] }).state).toBe('failed');
  });

  it('fails without a limit', () => {
    expect(limited(undefined)).toMatchObject({
      state: 'failed',
      reason: 'he_v6 on gw1 has no prefix limit (ipv6-unicast).',
    });
  });

  it.each([
    ['warn', 'its action is warn'],
    [undefined, 'it names no action'],
  ])('fails on a limit that only says so: %s', (action, why) => {
    expect(limited({ action })).toMatchObject({
      state: 'failed',
      reason: `he_v6 on gw1 does not protect itself beyond its limit (ipv6-unicast): ${why}.`,
    });
  });

  it.each(['block', 'disable', 'restart'])('takes %s', action => {
    expect(limited({ action }).state).toBe('passed');
  });

  it.each([
    [209_000, 'failed'],
    [215_000, 'failed'],
    [231_000, 'passed'],
  ])('wants room: %i for 209,500', (limit, state) => {
    expect(limited({ limit }).state).toBe(state);
  });

  it('fails where nobody counts', () => {
    const session = gateSession('gw1');
    const [{ importLimit }] = session.families;
    const uncounted = familyOf(session, {
      counters: {},
      importLimit: { ...importLimit!, used: undefined },
    });
    const from = { ...gateFacts().from, sessions: [uncounted] };
    expect(judgedGate('limits-set', { from }).reason).toBe(
      'How many routes count against the limit of he_v6 on gw1 is not known (ipv6-unicast).',
    );
    const bare = { ...session, families: [] };
    expect(
      judgedGate('limits-set', {
        from: { ...gateFacts().from, sessions: [bare] },
      }).reason,
    ).toBe('he_v6 on gw1 has no family, so no limit can be read.');
  });

  it('holds one that waits against what the other router gets', () => {
    const { to } = gateFacts();
    const waiting = [{ address: '2001:db8::1', from: 'he_v6', to: 'he_v6' }];
    const judge = (limit: number) => {
      const idle = familyOf(
        gateSession('gw2', { state: 'down', adminState: 'down' }),
        {
          up: false,
          counters: {},
          importLimit: {
            limit,
            counts: 'before-filters',
            action: 'teardown',
          },
        },
      );
      return judgedGate('limits-set', {
        to: { ...to, sessions: [idle] },
        neighbors: [],
        waiting,
      });
    };
    expect(judge(300_000).state).toBe('passed');
    expect(judge(220_000).reason).toBe(
      'The limit of he_v6 on gw2 leaves no room (ipv6-unicast): 220000, and 210000 count now.',
    );
  });
});
