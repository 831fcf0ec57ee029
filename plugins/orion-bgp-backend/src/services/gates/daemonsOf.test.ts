import { RouterIdentity } from '@orion/backstage-plugin-orion-bgp-common';
import { daemonOf, daemonsOf, otherDaemon } from './daemonsOf';

const identity = (over: Partial<RouterIdentity> = {}) =>
  ({
    driver: 'bird',
    version: '2.0.12',
    routerId: '192.0.2.1',
    hostname: 'gw1',
    startedAt: '2026-11-26T10:00:00.000Z',
    configuredAt: '2026-11-26T10:00:00.000Z',
    ...over,
  } as RouterIdentity);
const gw2 = { id: 'gw2', identity: identity({ driver: 'gobgp-v4' }) };
const told = (over: Partial<RouterIdentity> = {}) =>
  daemonsOf({ id: 'gw1', identity: identity(over) }, gw2);

describe('daemonsOf', () => {
  it.each<[Partial<RouterIdentity>]>([
    [{ driver: 'gobgp-v4' }],
    [{ version: '2.0.13' }],
    [{ version: undefined }],
    [{ routerId: '192.0.2.9' }],
    [{ startedAt: '2026-11-26T10:00:01.000Z' }],
    [{ startedAt: undefined }],
    [{ configuredAt: '2026-11-26T11:00:00.000Z' }],
  ])('is another one with %p', over => {
    expect(told(over)).not.toBe(told());
  });

  it('is the same one whatever it says beside', () => {
    expect(told({ hostname: 'router', asn: 64500 })).toBe(told());
  });

  it('is the same by what was kept of it, in whatever order', () => {
    const kept = Object.fromEntries(
      Object.entries(daemonOf(identity())).reverse(),
    );
    expect(daemonsOf({ id: 'gw1', identity: kept }, gw2)).toBe(told());
    expect(daemonOf(identity())).not.toHaveProperty('hostname');
  });

  it('tells one router from the other, and one that never answered', () => {
    const one = { id: 'gw1', identity: identity() };
    expect(daemonsOf(gw2, one)).not.toBe(daemonsOf(one, gw2));
    expect(daemonsOf({ id: 'gw1', identity: null }, gw2)).not.toBe(told());
  });
});

describe('otherDaemon', () => {
  const one = (over: Partial<RouterIdentity> = {}) => ({
    id: 'gw1',
    identity: identity(over),
  });
  const kept = daemonsOf(one());

  it('finds none where dates are a moment apart, as BIRD tells them', () => {
    const startedAt = '2026-11-26T10:00:01.000Z';
    expect(otherDaemon(kept, one({ startedAt }))).toBeUndefined();
    expect(
      otherDaemon(kept, one({ startedAt, configuredAt: startedAt })),
    ).toBeUndefined();
  });

  it('says in what it is another one', () => {
    const late = '2026-11-26T10:00:03.000Z';
    expect(otherDaemon(kept, one({ startedAt: late }))).toBe(
      `gw1 was started again (${late})`,
    );
    expect(otherDaemon(kept, one({ startedAt: undefined }))).toBe(
      'gw1 was started again (nobody knows when)',
    );
    expect(otherDaemon(kept, one({ configuredAt: late }))).toBe(
      `gw1 took another configuration (${late})`,
    );
    expect(otherDaemon(kept, one({ version: '2.18' }))).toMatch(
      /^gw1 is another daemon/,
    );
  });
});
