import { encodeAttributes } from '../../attributes/encodeAttributes';
import { CommunityDictionary } from '../answer/CommunityDictionary';
import { AttributePool } from '../pool/AttributePool';
import { WorkBudget } from '../pool/WorkBudget';
import { createRouteGenerator } from '../testing/randomRoutes';
import { RouteQuery } from './RouteQuery';
import { createFilter } from './RowFilter';

const dictionary = new CommunityDictionary([]);
const tooCostly = (advice: string, limit: number) =>
  expect.objectContaining({
    name: 'SearchTooCostlyError',
    message: expect.stringMatching(
      new RegExp(`${advice}.*all terms .* ${limit} steps`),
    ),
  });

/** Paths of 30 ASNs, each 1 or 2, with a community of its own each. */
function fill(paths: number): AttributePool {
  const pool = new AttributePool();
  const random = createRouteGenerator(4);
  for (let count = 0; count < paths; count++) {
    const asns = Array.from({ length: 30 }, () => 1 + random.pick(2));
    pool.intern(
      encodeAttributes({
        asPath: [{ type: 'sequence', asns }],
        communities: [count],
      }),
    );
  }
  return pool;
}

describe('createFilter', () => {
  it('has one budget for all patterns of a search, each of them bearable', () => {
    const pool = fill(4000);
    // No AS that a path must have, and states for each way to get there.
    const patterns = [14, 15, 16, 17].map(count => `[1-1].{${count}}$`);
    for (const pattern of patterns) {
      const { paths } = createFilter(
        pool,
        { pathPatterns: [pattern] },
        dictionary,
      );
      expect(paths?.count()).toBeGreaterThan(1000);
    }
    expect(() =>
      createFilter(pool, { pathPatterns: patterns }, dictionary),
    ).toThrow(tooCostly('name an AS in it, or repeat less', 5_000_000));
  });

  it.each<[string, (count: number) => RouteQuery, string]>([
    [
      'patterns that are quickly told',
      count => ({ pathPatterns: Array(count).fill('.') }),
      'AS path pattern takes too long',
    ],
    [
      'patterns that name an AS',
      count => ({ pathPatterns: Array(count).fill('1') }),
      'leave out some of its terms',
    ],
    [
      'ASNs',
      count => ({ asns: Array(count).fill(1) }),
      'leave out some of its terms',
    ],
    [
      'communities',
      count => ({
        communities: Array(count).fill({ kind: 'standard', parts: ['*', '*'] }),
      }),
      'leave out some of its terms',
    ],
    [
      'terms of several kinds',
      count => ({
        asns: Array(count >> 1).fill(1),
        communities: Array(count >> 1).fill({
          kind: 'large',
          parts: [1, 2, '*'],
        }),
      }),
      'leave out some of its terms',
    ],
  ])('counts %s', (_, make, advice) => {
    const pool = fill(1600);
    const filter = (count: number) =>
      createFilter(pool, make(count), dictionary, new WorkBudget(10_000));
    // Sixteen entries that are found cost what one costs that is looked at.
    expect(() => filter(4)).not.toThrow();
    expect(() => filter(120)).toThrow(tooCostly(advice, 10_000));
  });
});
