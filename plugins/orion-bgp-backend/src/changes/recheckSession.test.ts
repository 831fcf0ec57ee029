import { Planned, recheckSession } from './recheckSession';

const planned: Planned = {
  ...{ state: 'established', adminState: 'up', since: null },
  ...{ exports: ['2001:db8:3949::/48'] },
};
const recheck = (
  before: number | undefined,
  foreign: number | undefined,
  type = 'external',
) =>
  recheckSession(
    {
      session: { state: 'established', adminState: 'up', type } as never,
      exports: planned.exports,
      foreign,
    },
    {
      change: { input: { router: 'gw1', session: 'customer' } } as never,
      facts: {
        planned: {
          ...planned,
          ...(before !== undefined && { foreign: before }),
        },
      } as never,
    },
  );

describe('recheckSession', () => {
  it('asks anew where more of other networks goes out than the proof will allow', () => {
    expect(recheck(20, 22)).toBeUndefined();
    expect(recheck(20, 23)).toBe(
      '23 routes of other networks go out over session customer on gw1, and when it was planned 20 did.',
    );
    expect(recheck(0, 1)).toMatch(
      /^1 route of other networks goes out over session customer on gw1/,
    );
  });

  it('has nothing to ask of a session that sends nothing, or of which nothing is known', () => {
    expect(recheck(20, 0)).toBeUndefined();
    expect(recheck(undefined, undefined)).toBeUndefined();
    expect(recheck(10, 50, 'internal')).toBeUndefined();
  });
});
