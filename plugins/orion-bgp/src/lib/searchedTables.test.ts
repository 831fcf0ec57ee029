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

  it('knows nothing of what goes out to a session where that could not be read', () => {
    const gw1 = table({ unreadExports: ['ix'] });
    const gw2 = table({ router: 'gw2', withoutExports: true });
    const gw3 = table({ router: 'gw3' });
    const unknown = (session?: string) =>
      searchedTables([gw1, gw2, gw3], session).notSearched;
    expect(unknown('ix')).toEqual([gw1, gw2]);
    expect(unknown('he_v6')).toEqual([gw2]);
    expect(unknown()).toEqual([]);
  });

  it('does not count one that is too large and being read again', () => {
    const large = table({ state: 'resyncing', prefixes: undefined });
    expect(searchedTables([large]).notSearched).toEqual([large]);
  });
});
