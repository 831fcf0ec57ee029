import { RouterIdentity } from '@orion/backstage-plugin-orion-bgp-common';
import { steadyIdentity } from './steadyIdentity';

const told = (second: number, over: Partial<RouterIdentity> = {}) =>
  ({
    driver: 'bird',
    version: '2.17',
    startedAt: `2026-11-26T10:00:0${second}.000Z`,
    configuredAt: `2026-11-26T10:00:0${second}.000Z`,
    ...over,
  } as RouterIdentity);

describe('steadyIdentity', () => {
  it('keeps dates that wobble as they were told first', () => {
    expect(steadyIdentity(told(1), told(2))).toEqual(told(1));
    expect(steadyIdentity(told(1), told(0))).toEqual(told(1));
  });

  it('takes those of a daemon that was started or configured again', () => {
    expect(steadyIdentity(told(1), told(4))).toEqual(told(4));
    const { configuredAt } = told(9);
    expect(steadyIdentity(told(1), told(1, { configuredAt }))).toEqual(
      told(1, { configuredAt }),
    );
  });

  it('takes what is told for the first time, and what is told no more', () => {
    expect(steadyIdentity(undefined, told(1))).toEqual(told(1));
    const none = told(1, { startedAt: undefined });
    expect(steadyIdentity(told(1), none)).toEqual(none);
    expect(steadyIdentity(none, told(1))).toEqual(told(1));
  });

  it('takes everything else as it is', () => {
    const other = told(1, { version: '2.18', routerId: '192.0.2.9' });
    expect(steadyIdentity(told(2), other)).toEqual({
      ...other,
      startedAt: told(2).startedAt,
      configuredAt: told(2).configuredAt,
    });
  });
});
