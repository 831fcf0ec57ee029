import { sessionReading } from '../../__testUtils__/readings';
import { ListedSessionRow } from '../../database/tables';
import { CountedTable, TableCounts } from '../../rib/answer/TableCounts';
import { observeCounts } from './observeCounts';

const SINCE = '2026-11-01T00:00:00.000Z';
const READ = '2026-11-01T00:05:00.000Z';

const row = {
  ...{ router: 'gw2', name: 'he_v6', gone_at: null },
  reading: sessionReading({
    since: SINCE,
    families: [{ family: 'ipv6-unicast', up: true, counters: {} }],
  }),
} as ListedSessionRow;

const numbers: CountedTable = {
  readSince: READ,
  unsent: [],
  sessions: [
    {
      session: 'he_v6',
      family: 'ipv6-unicast',
      counters: { accepted: { value: 7, definition: 'index' } },
    },
  ],
};

const observe = (table: TableCounts) =>
  observeCounts(
    {
      collector: { ask: async () => [table] as never },
      sessions: {
        listRouters: async () =>
          [{ id: 'gw2', identity: { driver: 'gobgp-v4' } }] as never,
      },
    },
    [row],
  );

describe('observeCounts', () => {
  it('has what a table counts now', async () => {
    expect(
      await observe({ router: 'gw2', state: 'live', ...numbers }),
    ).toMatchObject([
      {
        ...{ router: 'gw2', session: 'he_v6', since: SINCE },
        counters: { accepted: { value: 7, definition: 'index' } },
      },
    ]);
  });

  it('keeps nothing that a table counted before it fell behind', async () => {
    const before = { ...numbers, countedAt: READ };
    const table = { ...numbers, sessions: [], before };
    expect(
      await observe({ router: 'gw2', state: 'resyncing', ...table }),
    ).toEqual([]);
  });
});
