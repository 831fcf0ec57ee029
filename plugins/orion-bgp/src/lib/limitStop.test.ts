import { Session } from '@orion/backstage-plugin-orion-bgp-common';
import { session } from '../tests/fakes';
import { limitStop } from './limitStop';

const [family] = session().families;
const limited = {
  ...family,
  up: false,
  importLimit: { limit: 100, counts: 'before-filters' as const },
};
const down = (over: Partial<Session>) =>
  session({ state: 'idle', families: [limited], ...over });

describe('limitStop', () => {
  it('tells a GoBGP that holds a session down over its limit', () => {
    const stop = limitStop(
      down({ adminState: 'prefix-limit', stateText: 'Idle(PfxCt)' }),
    );
    expect(stop).toEqual({
      limits: [{ family: 'ipv6-unicast', limit: 100 }],
      maybeExport: false,
      stays: true,
    });
  });

  it('tells a BIRD that disabled it from one that starts it again', () => {
    const lastError = 'Automatic shutdown: Route limit exceeded';
    expect(
      limitStop(down({ adminState: 'prefix-limit', lastError })),
    ).toMatchObject({ stays: true });
    expect(limitStop(down({ adminState: 'up', lastError }))).toMatchObject({
      stays: false,
    });
  });

  it('does not say which limit it was where it may be that of what goes out', () => {
    const exportLimit = { limit: 5, counts: 'after-filters' as const };
    expect(
      limitStop(
        down({
          adminState: 'prefix-limit',
          families: [{ ...limited, exportLimit }],
        }),
      ),
    ).toMatchObject({ maybeExport: true });
  });

  it.each<[string, Partial<Session>]>([
    ['is up', { state: 'established', adminState: 'up' }],
    ['is gone', { adminState: 'prefix-limit', gone: true }],
    ['was switched off', { state: 'down', adminState: 'down' }],
    [
      'was ended by the limit of the neighbor',
      { lastError: 'Received: Maximum number of prefixes reached' },
    ],
  ])('says nothing of one that %s', (_, over) => {
    expect(limitStop(down(over))).toBeUndefined();
  });
});
