import { table } from '../tests/tableFakes';
import { searchedTables } from './searchedTables';

describe('searchedTables', () => {
  it.each([
    ['live', true],
    ['polled', true],
    ['resyncing', true],
    ['loading', false],
    ['unavailable', false],
    ['summary-only', false],
  ] as const)('of a table that is %s: %p', (state, is) => {
    const one = table({ state });
    expect(searchedTables([one])).toEqual({
      searched: is ? [one] : [],
      notSearched: is ? [] : [one],
    });
  });

  it('does not count one that is too large and being read again', () => {
    const large = table({ state: 'resyncing', prefixes: undefined });
    expect(searchedTables([large]).notSearched).toEqual([large]);
  });
});
