import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { sessionReading } from '../__testUtils__/readings';
import { detectLimitHit } from './detectLimitHit';

const importLimit = {
  limit: 10,
  used: 9,
  counts: 'before-filters' as const,
  action: 'teardown',
};
const before = (over: object = {}): SessionReading => {
  const reading = sessionReading();
  return {
    ...reading,
    families: reading.families.map(one => ({ ...one, importLimit, ...over })),
  };
};
const after = (over: Partial<SessionReading>) =>
  sessionReading({ state: 'idle', stateText: 'Idle', ...over });
const limits = {
  families: [
    { family: 'ipv6-unicast', limit: 10, action: 'teardown', used: 9 },
  ],
};

describe('detectLimitHit', () => {
  it('takes the word of GoBGP', () => {
    const hit = after({ adminState: 'prefix-limit', stateText: 'Idle(PfxCt)' });
    expect(detectLimitHit(before(), hit)).toEqual({
      ...limits,
      reaction: 'Idle(PfxCt)',
    });
  });

  it('takes the word of BIRD, also when the session is back already', () => {
    const lastError = 'Automatic shutdown: Route limit exceeded';
    expect(detectLimitHit(before(), after({ lastError }))).toEqual({
      ...limits,
      reaction: lastError,
    });
    const back = sessionReading({
      since: '2026-11-02T00:00:00.000Z',
      lastError,
    });
    expect(detectLimitHit(before(), back)).toBeDefined();
  });

  it('takes nothing else for it', () => {
    const lastError = 'Automatic shutdown: Route limit exceeded';
    const hit = after({ adminState: 'prefix-limit' });
    // Nobody saw it up; it was down before; it had no limit.
    expect(detectLimitHit(undefined, hit)).toBeUndefined();
    expect(detectLimitHit({ ...before(), state: 'idle' }, hit)).toBeUndefined();
    expect(
      detectLimitHit(before({ importLimit: undefined }), hit),
    ).toBeUndefined();
    // It is up still, or ended otherwise, such as by the neighbor's own limit.
    expect(
      detectLimitHit(before(), sessionReading({ lastError })),
    ).toBeUndefined();
    expect(
      detectLimitHit(
        before(),
        after({ lastError: 'Received: Maximum number of prefixes reached' }),
      ),
    ).toBeUndefined();
  });

  it('does not take an export limit for it', () => {
    const lastError = 'Automatic shutdown: Route limit exceeded';
    const exportLimit = { ...importLimit, limit: 5 };
    const over = { lastError, adminState: 'prefix-limit' as const };
    const few = before({
      exportLimit,
      importLimit: { ...importLimit, used: 2 },
    });
    expect(detectLimitHit(few, after(over))).toBeUndefined();
    expect(detectLimitHit(before({ exportLimit }), after(over))).toBeDefined();
  });
});
