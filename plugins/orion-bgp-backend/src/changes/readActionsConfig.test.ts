import { ConfigReader } from '@backstage/config';
import { readActionsConfig } from './readActionsConfig';

const bird = { socket: '/run/bird/orion.ctl' };
const read = (router: object, more: object = {}) =>
  readActionsConfig(
    new ConfigReader({
      orion: { bgp: { routers: { gw1: { asn: 394955, ...router } }, ...more } },
    } as never),
  );

describe('readActionsConfig', () => {
  it('leaves a router read only that has no actions', () => {
    const { routers, owner, protectedAddresses } = read({ bird });
    expect(routers[0].actions).toBeUndefined();
    expect(owner).toBe('group:default/admins');
    expect(protectedAddresses).toEqual([]);
  });

  it('reads how each daemon is acted on', () => {
    const actions = { bird: { socket: '/run/bird/bird.ctl' } };
    expect(read({ bird, actions }).routers[0].actions).toEqual({
      endpoint: { driver: 'bird', socket: '/run/bird/bird.ctl' },
      revertAfterSeconds: 120,
      outOfBand: undefined,
    });
    const tls = { caFile: 'ca.pem', certFile: 'c.pem', keyFile: 'k.pem' };
    const gobgp = { target: 'gw2:50051', tls };
    const [router] = read({ gobgp, actions: { gobgp } }).routers;
    expect(router.actions?.endpoint).toEqual({ driver: 'gobgp', ...gobgp });
  });

  it.each([
    [{ bird, actions: { gobgp: { target: 'x' } } }, /gw1\.actions: give bird/],
    [{ bird, actions: {} }, /gw1\.actions: give bird/],
    [
      { bird, actions: { bird, revertAfterSeconds: 5 } },
      /revertAfterSeconds: 5 is not between/,
    ],
  ])('refuses what cannot be acted with', (router, problem) => {
    expect(() => read(router)).toThrow(problem);
  });

  it('reads how long a part of an aggregate may be, and refuses nonsense', () => {
    expect(read({ bird }).maxLengths).toEqual({});
    const moreSpecificsUpTo = { ipv4: 24, ipv6: 48 };
    expect(read({ bird }, { moreSpecificsUpTo }).maxLengths).toEqual(
      moreSpecificsUpTo,
    );
    for (const odd of [{ ipv4: 33 }, { ipv6: 0 }, { ipv4: 23.5 }]) {
      expect(() => read({ bird }, { moreSpecificsUpTo: odd })).toThrow(
        /orion\.bgp\.moreSpecificsUpTo\.ipv/,
      );
    }
  });

  it('refuses a protected address that is none', () => {
    const more = { protectedAddresses: ['portal.example'] };
    expect(() => read({ bird }, more)).toThrow(/"portal\.example"/);
  });
});
