import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { isKnownTable } from './isKnownTable';

const none = { ipv4: 0, ipv6: 0 };
const table = (
  state: TableState['state'],
  prefixes?: TableState['prefixes'],
): TableState => ({
  ...{ router: 'gw1', state, prefixes },
  ...{ paths: none, bytes: 0, sharedBytes: 0 },
});

describe('isKnownTable', () => {
  it.each(['live', 'polled', 'resyncing'] as const)(
    'believes a table that is %s, an empty one too',
    state => expect(isKnownTable(table(state, none))).toBe(true),
  );

  it.each(['loading', 'unavailable', 'summary-only'] as const)(
    'believes none that is %s',
    state => expect(isKnownTable(table(state))).toBe(false),
  );

  it('believes none of which only counts are kept while it is read again', () =>
    expect(isKnownTable(table('resyncing'))).toBe(false));
});
