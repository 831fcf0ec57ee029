import { parsePrefix } from '../../routes/addresses';
import { PathFlag } from '../../routes/RouteSource';
import { AttributePool } from '../pool/AttributePool';
import { searchTables } from '../query/searchTables';
import { parseRouteSearch } from '../search/parseRouteSearch';
import { RibTableBuilder } from '../table/RibTableBuilder';
import { countRoutes } from './countRoutes';

const { received, accepted, best, filtered } = PathFlag;

describe('countRoutes', () => {
  // The last one is a loop: no filter refused it, and it was not accepted.
  const flags = [
    received | accepted | best,
    received | accepted,
    received | filtered,
    received,
  ];
  const builder = new RibTableBuilder(new AttributePool(), {
    router: 'gw1',
    asn: 394955,
  });
  flags.forEach((flag, index) =>
    builder.add({
      ...parsePrefix(`2001:db8:${index}::/48`)!,
      attributes: new Uint8Array(),
      session: 'he_v6',
      origin: 'bgp',
      pathId: 0,
      flags: flag,
      since: 0,
    }),
  );
  const table = builder.build(undefined);

  it.each([
    ['received', '', 4],
    ['filtered', 'filtered:yes', 1],
    ['accepted', 'accepted:yes', 2],
    ['best', 'best:yes', 1],
  ] as const)('counts as %s what %j finds', (step, term, count) => {
    const [{ counters }] = countRoutes(table);
    expect(counters[step]).toEqual({ value: count, definition: 'index' });
    const { query } = parseRouteSearch(`session:he_v6 ${term}`.trim());
    expect(searchTables([table], query, { limit: 9 }).total).toBe(count);
  });
});
