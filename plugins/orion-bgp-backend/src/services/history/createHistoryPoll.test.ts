import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { ListedSessionRow } from '../../database/tables';
import { createHistoryPoll, HistoryPollDeps } from './createHistoryPoll';
import { HistoryReading } from './RouteObservation';

const OWN = '2001:db8:3949::/48';

const table = (over: Partial<TableState> = {}): TableState => ({
  ...{ router: 'gw1', state: 'polled', bytes: 0, sharedBytes: 0 },
  paths: { ipv4: 0, ipv6: 1 },
  prefixes: { ipv4: 0, ipv6: 1 },
  ...over,
});

const session = (name: string, state = 'established') =>
  ({
    ...{ router: 'gw1', name, gone_at: null },
    reading: { name, state, families: [] },
  } as unknown as ListedSessionRow);

/** What one look hands to the store, by what the tables were before it and after. */
async function read(before: TableState, after = before) {
  const tables = [before, after];
  const answers: { [method: string]: () => object } = {
    tables: () => ({ tables: [tables.shift()] }),
    search: () => ({
      items: [
        {
          ...{ router: 'gw1', session: 'ix', prefix: OWN },
          ...{ exportedTo: [], rpki: {} },
        },
      ],
    }),
  };
  const write = jest.fn<Promise<boolean>, [unknown, HistoryReading]>();
  const ask = async (method: string) => answers[method]();
  const poll = createHistoryPoll({
    aggregates: { find: async () => ({ prefixes: [OWN] }) },
    collector: { ask },
    memory: { remember: (_: string, asks: () => unknown) => asks() },
    routers: [{ id: 'gw1', asn: 394955 }],
    sessions: {
      listSessions: async () =>
        ['he_v6', 'ix'].map(name => session(name)).concat(session('x', 'down')),
      listRouters: async () => [],
    },
    store: { write },
  } as unknown as HistoryPollDeps);
  const result = await poll({} as never);
  await result.write({} as never);
  return write.mock.calls[0][1];
}

async function look(before: TableState, after = before) {
  return (await read(before, after)).observations;
}

describe('createHistoryPoll', () => {
  it('hands over whose exports nobody could read, of sessions that are up', async () => {
    const unread = table({ unreadExports: ['he_v6', 'x'] });
    expect(await look(unread)).toMatchObject([
      { router: 'gw1', unreadExports: ['he_v6'] },
    ]);
    expect(await look(table())).toMatchObject([{ unreadExports: [] }]);
  });

  it('asks after the look as well: the table may have been read anew', async () => {
    const unread = table({ unreadExports: ['he_v6'] });
    for (const [before, after] of [
      [table(), unread],
      [unread, table()],
    ]) {
      expect(await look(before, after)).toMatchObject([
        { unreadExports: ['he_v6'] },
      ]);
    }
  });

  it('looks at no table of which only counts are kept, read again or not', async () => {
    const counts = { prefixes: undefined };
    expect(await look(table({ ...counts, state: 'summary-only' }))).toEqual([]);
    expect(await look(table({ ...counts, state: 'resyncing' }))).toEqual([]);
  });

  it('has no size of a table that was too long to be counted', async () => {
    const counted = {
      state: 'summary-only' as const,
      paths: { ipv4: 5_000_000, ipv6: 0 },
      prefixes: undefined,
      dumpedAt: '2026-03-12T10:02:00Z',
    };
    expect((await read(table(counted))).sizes).toMatchObject([
      { family: 'ipv4-unicast', paths: 5_000_000 },
      { family: 'ipv6-unicast', paths: 0 },
    ]);
    const uncounted = { paths: { ipv4: 0, ipv6: 0 }, dumpedAt: undefined };
    const { sizes } = await read(table({ ...counted, ...uncounted }));
    expect(sizes).toEqual([]);
  });
});
