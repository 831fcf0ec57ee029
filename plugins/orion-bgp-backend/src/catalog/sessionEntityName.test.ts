import { sessionEntityName } from './sessionEntityName';

const nameOf = (router: string, session: string, routers = ['gw1', 'gw2']) =>
  sessionEntityName({ router, session }, routers);

describe('sessionEntityName', () => {
  it('is that of the router and the session', () => {
    expect(nameOf('gw1', 'he_v6')).toBe('bgp-gw1-he_v6');
    expect(nameOf('gw1', 'gw2')).toBe('bgp-gw1-gw2');
    expect(nameOf('gw1', 'gobgp', ['gw1', 'gw1-gob'])).toBe('bgp-gw1-gobgp');
  });

  it('tells sessions apart that differ in capitals alone', () => {
    const [HE, he] = [nameOf('gw1', 'HE'), nameOf('gw1', 'he')];
    expect(he).toBe('bgp-gw1-he');
    expect(HE).toMatch(/^bgp-gw1-HE-[0-9a-f]{10}$/);
    expect(nameOf('gw1', 'He').toLowerCase()).not.toBe(HE.toLowerCase());
  });

  it.each(['gobgp', 'GoBGP', 'gobgp-he'])(
    'keeps %s of gw1 apart from a router gw1-gobgp and its sessions',
    session => {
      const routers = ['gw1', 'gw1-gobgp'];
      expect(nameOf('gw1', session, routers)).toMatch(
        new RegExp(`^bgp-gw1-${session}-[0-9a-f]{10}$`),
      );
      expect(nameOf('gw1-gobgp', 'he', routers)).toBe('bgp-gw1-gobgp-he');
    },
  );
});
