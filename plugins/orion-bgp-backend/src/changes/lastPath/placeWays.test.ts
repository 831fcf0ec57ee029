import { RouterEndpoint } from '../../config';
import { guessedPlaces, placesOf, waysTo } from './placeWays';

describe('placesOf', () => {
  it.each<[string, RouterEndpoint, string[]]>([
    ['a socket', { driver: 'bird', socket: '/run/bird.ctl' }, []],
    [
      'SSH',
      { driver: 'bird', ssh: { host: 'gw1.example' } as never },
      ['gw1.example'],
    ],
    ['a socket', { driver: 'gobgp', target: 'unix:///run/gobgpd.sock' }, []],
    [
      'a name',
      { driver: 'gobgp', target: 'gw2.example:50051' },
      ['gw2.example'],
    ],
    [
      'an address',
      { driver: 'gobgp', target: '[2001:db8::2]:50051' },
      ['2001:db8::2'],
    ],
    [
      'a scheme',
      { driver: 'gobgp', target: 'dns:///gw2.example:50051' },
      ['gw2.example'],
    ],
  ])('of a router behind %s', (_, endpoint, hosts) => {
    const places = placesOf({ id: 'gw', endpoint });
    const from = `orion.bgp.routers.gw.${endpoint.driver}`;
    expect(places).toEqual(
      hosts.map(host => ({ name: 'router gw', host, from })),
    );
  });

  it('has the way that acts, too, and each host once', () => {
    const places = placesOf({
      id: 'gw',
      endpoint: { driver: 'gobgp', target: '192.0.2.1:1' },
      actions: {
        revertAfterSeconds: 120,
        localUndo: false,
        managementAddresses: [],
        endpoint: { driver: 'gobgp', target: '192.0.2.1:2' },
      },
    });
    expect(places).toEqual([
      {
        name: 'router gw',
        host: '192.0.2.1',
        from: 'orion.bgp.routers.gw.gobgp',
      },
    ]);
  });

  it('has where people manage a router that ORION reaches by a socket', () => {
    const places = placesOf({
      id: 'gw',
      endpoint: { driver: 'bird', socket: '/run/bird/orion.ctl' },
      actions: {
        revertAfterSeconds: 120,
        localUndo: true,
        managementAddresses: ['2001:db8::7', '192.0.2.7'],
        endpoint: { driver: 'bird', socket: '/run/bird/bird.ctl' },
      },
    });
    const from = 'orion.bgp.routers.gw.actions.managementAddresses';
    expect(places).toEqual([
      { name: 'router gw', host: '2001:db8::7', from },
      { name: 'router gw', host: '192.0.2.7', from },
    ]);
  });

  it('has the way to what the router takes back by itself', () => {
    const places = placesOf({
      id: 'gw',
      endpoint: { driver: 'gobgp', target: 'unix:///run/gobgpd.sock' },
      actions: {
        revertAfterSeconds: 120,
        localUndo: false,
        managementAddresses: [],
        endpoint: {
          driver: 'gobgp',
          target: '192.0.2.1:2',
          guard: { host: 'gw2.example' } as never,
        },
      },
    });
    expect(places.map(({ host }) => host)).toEqual([
      '192.0.2.1',
      'gw2.example',
    ]);
  });
});

describe('waysTo', () => {
  const place = (...addresses: string[]) => ({
    name: 'ORION',
    host: 'portal.example',
    addresses,
  });
  const way = (address: string, prefix?: string) => ({
    address,
    prefix,
    overSession: true,
  });

  it('names what is there', () => {
    const ways = [way('192.0.2.1', '0.0.0.0/0'), way('2001:db8::1')];
    expect(waysTo('gw1', [place('2001:db8::1', '192.0.2.1')], ways)).toEqual([
      { ...ways[1], router: 'gw1', place: 'ORION', host: 'portal.example' },
      { ...ways[0], router: 'gw1', place: 'ORION', host: 'portal.example' },
    ]);
  });

  it('says who says that it is there', () => {
    const from = 'NetBox, read at 2026-11-27T05:00:00.000Z';
    expect(
      waysTo('gw1', [{ ...place('192.0.2.1'), from }], [way('192.0.2.1')]),
    ).toEqual([
      {
        ...way('192.0.2.1'),
        router: 'gw1',
        place: 'ORION',
        host: 'portal.example',
        from,
      },
    ]);
  });

  it('does not take the default route for the way into an own network', () => {
    const ways = [way('10.0.0.1', '0.0.0.0/0'), way('fd00::1', 'fd00::/8')];
    expect(
      waysTo('gw1', [place('10.0.0.1', 'fd00::1')], ways).map(
        one => one.address,
      ),
    ).toEqual(['fd00::1']);
  });

  it('says of whom it does so, where the default route goes over the session', () => {
    const private4 = way('10.0.0.1', '0.0.0.0/0');
    const around = [private4, way('192.0.2.1', '0.0.0.0/0')];
    const places = [place('10.0.0.1', '192.0.2.1'), place('fd00::1')];
    expect(
      guessedPlaces('gw1', places, [...around, way('fd00::1', 'fd00::/8')]),
    ).toEqual([
      expect.stringMatching(
        /^ORION \(10\.0\.0\.1\): not looked for, because only the default route of gw1 /,
      ),
    ]);
    const elsewhere = [{ ...private4, overSession: false }];
    expect(guessedPlaces('gw1', places, elsewhere)).toEqual([]);
  });
});
