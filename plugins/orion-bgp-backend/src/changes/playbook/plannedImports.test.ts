import { sessionReading } from '../../__testUtils__/readings';
import { CountedTable, TableCounts } from '../../rib/answer/TableCounts';
import { RouterAnnouncements } from '../readAnnouncements';
import { NO_FOREIGN } from '../readExportsApart';
import { fillImports } from './plannedImports';

const READ = '2026-11-01T00:05:00.000Z';

const network = [
  {
    router: { id: 'gw2', endpoint: { driver: 'gobgp' } },
    announced: [
      {
        ...{ router: 'gw2', own: [], foreign: NO_FOREIGN },
        session: sessionReading({
          since: '2026-11-01T00:00:00.000Z',
          families: [{ family: 'ipv6-unicast', up: true, counters: {} }],
        }),
      },
    ],
  },
] as unknown as RouterAnnouncements[];

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

/** What is accepted, by what the index says; and what it was asked beside. */
async function fill(table: Omit<TableCounts, 'router'>) {
  const ask = jest.fn(async (call: string) =>
    call === 'counts' ? [{ router: 'gw2', ...table }] : {},
  );
  const [one] = await fillImports(
    { collector: { ask } as never },
    network,
    '2026-11-01T00:04:00.000Z',
  );
  const [{ counters }] = one.announced[0].session.families;
  return { accepted: counters.accepted, ask };
}

describe('fillImports', () => {
  it('goes by what the index counts now', async () => {
    const { accepted, ask } = await fill({ state: 'live', ...numbers });
    expect(accepted).toMatchObject({ value: 7, definition: 'index' });
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('never goes by what it counted before its table fell behind, which is to be read again', async () => {
    const { accepted, ask } = await fill({
      ...{ ...numbers, state: 'resyncing', sessions: [] },
      before: { ...numbers, countedAt: READ },
    });
    expect(accepted).toEqual({ definition: 'index' });
    expect(ask).toHaveBeenCalledWith('refresh', { router: 'gw2' });
  });
});
