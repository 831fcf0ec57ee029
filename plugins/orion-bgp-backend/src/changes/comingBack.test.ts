import { comingBack, connectingOf } from './comingBack';

const ago = (seconds: number) =>
  new Date(Date.now() - seconds * 1000).toISOString();

describe('what comes back', () => {
  it.each([
    ['established', 'up', []],
    ['active', 'up', ['he_v6 on gw1 (active)']],
    ['idle', 'down', []],
    // Its limit ended it, and nobody has it speak.
    ['idle', 'prefix-limit', []],
  ])('is a session that is %s and %s: %j', (state, adminState, expected) => {
    expect(connectingOf({ name: 'he_v6', state, adminState }, 'gw1')).toEqual(
      expected,
    );
  });

  it('is nothing where there is no session', () => {
    expect(connectingOf(undefined, 'gw1')).toEqual([]);
    expect(comingBack([], ago(0))).toEqual({ text: '', waits: false });
  });

  it.each([
    [ago(0), true],
    [ago(25), true],
    [ago(31), false],
    [undefined, false],
  ])('is waited for half a minute, enabled at %s: %s', (at, waits) => {
    expect(
      comingBack(['he_v6 on gw1 (active)', 'x on gw2 (idle)'], at),
    ).toEqual({
      text: ' Enabled, and not established yet: he_v6 on gw1 (active), x on gw2 (idle).',
      waits,
    });
  });
});
