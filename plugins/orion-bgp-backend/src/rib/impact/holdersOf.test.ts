import { encodeAttributes } from '../../attributes/encodeAttributes';
import { parsePrefix } from '../../routes/addresses';
import { PathFlag } from '../../routes/RouteSource';
import { AttributePool } from '../pool/AttributePool';
import { RibTableBuilder } from '../table/RibTableBuilder';
import { holdersOf } from './holdersOf';

const { received, accepted, best, filtered, stale, unreachable } = PathFlag;
const usual = received | accepted;
const OWN = '2001:db8:3949::/48';
const OWN4 = '192.0.2.0/24';

describe('holdersOf', () => {
  const pool = new AttributePool();
  const table = (router: string, paths: [string, string, number][]) => {
    const builder = new RibTableBuilder(pool, { router, asn: 394955 });
    for (const [prefix, session, flags] of paths) {
      builder.add({
        ...parsePrefix(prefix)!,
        ...{ session, flags, pathId: 0, since: 0 },
        attributes: new Uint8Array(),
        origin: session === '' ? 'static' : 'bgp',
      });
    }
    return builder.build(undefined);
  };

  it('names every path to exactly the prefix, on every router', () => {
    const tables = [
      table('gw1', [
        [OWN, '', accepted | best],
        [OWN, 'rr', usual],
        ['2001:db8::/32', 'he', usual | best],
        [OWN4, '', accepted | best],
      ]),
      table('gw2', [[OWN, 'gw1', usual | best]]),
    ];
    const found = holdersOf(tables, [OWN, '198.51.100.0/24', 'no prefix']);
    expect(found).toHaveLength(3);
    expect(found).toEqual(
      expect.arrayContaining([
        { prefix: OWN, router: 'gw1', session: '' },
        { prefix: OWN, router: 'gw1', session: 'rr' },
        { prefix: OWN, router: 'gw2', session: 'gw1' },
      ]),
    );
    expect(holdersOf(tables, [OWN4])).toEqual([
      { prefix: OWN4, router: 'gw1', session: '' },
    ]);
  });

  it.each([
    ['was refused', received | filtered],
    ['takes no part in the choice', received],
    ['is kept over a restart', usual | stale],
    ['does not resolve', usual | unreachable],
  ])('leaves out one that %s', (_, flags) => {
    expect(holdersOf([table('gw2', [[OWN, 'gw1', flags]])], [OWN])).toEqual([]);
  });

  it.each([
    ['none', [], false],
    ['the own one', [394955], false],
    ['private ones', [64512, 4_200_000_001], false],
    ['another one', [64512, 6939], true],
    ['the last of 16 bits, which is not private', [65535], true],
  ])('tells by its path whose it is: %s', (_, asns, foreign) => {
    const builder = new RibTableBuilder(pool, { router: 'gw1', asn: 394955 });
    const asPath = asns.length > 0 ? [{ type: 'sequence' as const, asns }] : [];
    builder.add({
      ...parsePrefix(OWN)!,
      ...{ session: 'customer', flags: usual | best, pathId: 0, since: 0 },
      attributes: encodeAttributes({ asPath }),
      origin: 'bgp',
    });
    expect(holdersOf([builder.build(undefined)], [OWN])).toEqual([
      {
        ...{ prefix: OWN, router: 'gw1', session: 'customer' },
        ...(foreign && { foreign }),
      },
    ]);
  });

  it('sees what came and went since the table was read', () => {
    const live = table('gw2', []);
    const path = {
      ...parsePrefix(OWN)!,
      ...{ session: 'gw1', flags: usual | best, pathId: 0, since: 0 },
      attributes: new Uint8Array(),
      origin: 'bgp' as const,
    };
    live.apply({ path, withdrawn: false });
    expect(holdersOf([live], [OWN])).toHaveLength(1);
    live.apply({ path, withdrawn: true });
    expect(holdersOf([live], [OWN])).toEqual([]);
  });
});
