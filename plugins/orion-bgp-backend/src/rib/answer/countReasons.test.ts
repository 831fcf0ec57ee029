import { encodeAttributes } from '../../attributes/encodeAttributes';
import { PathFlag } from '../../routes/RouteSource';
import { AttributePool } from '../pool/AttributePool';
import { RibTableBuilder } from '../table/RibTableBuilder';
import { CommunityDictionary } from './CommunityDictionary';
import { countReasons } from './countReasons';

const dictionary = new CommunityDictionary([
  { pattern: '64500:*', text: 'refused for $1', filter: true },
]);

/** A table of gw1 with a refused route of he_v6 for each list of communities. */
function tableOf(lists: number[][]) {
  const pool = new AttributePool();
  const rows = new RibTableBuilder(pool, { router: 'gw1', asn: 394955 });
  lists.forEach((communities, index) =>
    rows.add({
      ...{ family: 4, address: Uint8Array.of(192, 0, 2, index), length: 32 },
      ...{ session: 'he_v6', origin: 'bgp', pathId: 0, since: 0 },
      flags: PathFlag.filtered,
      attributes: encodeAttributes({
        origin: 0,
        asPath: [{ type: 'sequence', asns: [6939] }],
        nextHop: Uint8Array.of(192, 0, 2, 1),
        communities: communities.map(value => 64500 * 65536 + value),
      }),
    }),
  );
  return rows.build();
}

const count = (lists: number[][]) =>
  countReasons(tableOf(lists), 'he_v6', dictionary, true);

describe('countReasons', () => {
  it('counts a route with each of its reasons, and once in all', () => {
    expect(count([[1, 2], [2], [1, 2, 3], []])).toEqual({
      items: [
        { count: 3, community: '64500:2', reason: 'refused for 2' },
        { count: 2, community: '64500:1', reason: 'refused for 1' },
        { count: 1, community: '64500:3', reason: 'refused for 3' },
        { count: 1 },
      ],
      total: 4,
      more: 0,
    });
  });

  it('has as more only those of which no reason is listed', () => {
    const often = Array.from({ length: 50 }, (_, at) => at).flatMap(at => [
      [at],
      [at],
    ]);
    const { items, total, more } = count([...often, [7, 100], [101], [102]]);
    expect(items).toHaveLength(50);
    expect(items[0]).toMatchObject({ count: 3, community: '64500:7' });
    expect({ total, more }).toEqual({ total: 103, more: 2 });
  });
});
