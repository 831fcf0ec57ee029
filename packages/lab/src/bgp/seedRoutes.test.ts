import { parseNetwork } from './prefixes';
import { offersOf } from './seedRoutes';

it.each(['ipv6', 'ipv4'] as const)(
  'offers plausible networks of %s',
  family => {
    const offers = offersOf(family, 0);
    expect(offers).toEqual(offersOf(family, 0));
    expect(offers).toHaveLength(family === 'ipv6' ? 1_500 : 600);
    expect(new Set(offers.map(({ prefix }) => prefix)).size).toBe(
      offers.length,
    );
    const longest = family === 'ipv6' ? 48 : 24;
    for (const { prefix, refusedFor, attributes } of offers) {
      const network = parseNetwork(prefix);
      expect([prefix, network?.family]).toEqual([prefix, family]);
      expect(attributes.asPath[0]).toBe(6939);
      const tooLong = network!.length > longest;
      expect([prefix, tooLong && ![2, 3].includes(refusedFor!)]).toEqual([
        prefix,
        false,
      ]);
    }
    const reasons = new Set(offers.map(({ refusedFor }) => refusedFor));
    expect(reasons).toEqual(new Set([undefined, 1, 2, 3]));
  },
);
