import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { ListedSessionRow } from '../../database/tables';
import { createHistoryPoll, HistoryPollDeps } from './createHistoryPoll';
import { HistoryReading } from './RouteObservation';
import { Watched } from './WatchedPrefixes';

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

/** One path for every prefix that is given, in what is asked for. */
const pathsOf = (prefixes: string[]) =>
  prefixes.map(prefix => ({
    ...{ router: 'gw1', session: 'ix', prefix },
    ...{ exportedTo: [], rpki: {} },
  }));

/** What one look hands to the store, by what the tables were before it and after. */
async function read(
  before: TableState,
  after = before,
  {
    watched = {},
    found = {},
  }: {
    watched?: Partial<Watched>;
    found?: { [q: string]: object };
  } = {},
) {
  const tables = [before, after];
  const answers: { [method: string]: (input: any) => object } = {
    tables: () => ({ tables: [tables.shift()] }),
    search: ({ q }) => found[q] ?? { items: pathsOf([q]) },
  };
  const write = jest.fn<Promise<boolean>, [unknown, HistoryReading]>();
  const ask = async (method: string, input: object) => answers[method](input);
  const poll = createHistoryPoll({
    collector: { ask },
    memory: { remember: (_: string, asks: () => unknown) => asks() },
    routers: [{ id: 'gw1', asn: 394955 }],
    sessions: {
      listSessions: async () =>
        ['he_v6', 'ix'].map(name => session(name)).concat(session('x', 'down')),
      listRouters: async () => [],
    },
    store: { write },
    watched: {
      find: async () => ({ own: [OWN], others: [], skipped: 0, ...watched }),
    },
  } as unknown as HistoryPollDeps);
  const { problem, complete, ...result } = await poll({} as never);
  await result.write({} as never);
  return { ...write.mock.calls[0][1], problem, complete };
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

  it('has no size of a table that nobody can read any more', async () => {
    const sizes = async (over: Parameters<typeof table>[0]) =>
      (await read(table({ state: 'polled', ...over }))).sizes.length;
    const ago = (minutes: number) =>
      new Date(Date.now() - minutes * 60_000).toISOString();
    const error = 'gw1 does not answer';
    expect(await sizes({ dumpedAt: ago(30) })).toBe(2);
    expect(await sizes({ dumpedAt: ago(10), error })).toBe(2);
    expect(await sizes({ dumpedAt: ago(30), error })).toBe(0);
    expect(await sizes({ dumpedAt: ago(30), error, state: 'resyncing' })).toBe(
      0,
    );
    // Events tell what it is; what could not be read is something else.
    expect(await sizes({ dumpedAt: ago(30), error, state: 'live' })).toBe(2);
    // A dump of two minutes is followed by a rest of a hundred.
    expect(await sizes({ dumpedAt: ago(90), error, dumpMs: 120_000 })).toBe(2);
  });

  it('looks at others like at ours, and at each route once', async () => {
    const others = ['2001:db8:7000::/40', '2001:db8:3900::/40'];
    const { aggregates, observations, complete } = await read(
      table(),
      table(),
      {
        watched: { others },
        found: {
          [others[1]]: { items: pathsOf([others[1], '2001:db8:3949:1::/64']) },
        },
      },
    );
    expect(aggregates).toEqual([OWN, ...others]);
    expect(
      observations.map(({ aggregate, routes }) => [
        aggregate,
        routes.map(({ prefix }) => prefix),
      ]),
    ).toEqual([
      [OWN, [OWN]],
      [others[0], [others[0]]],
      // What else lies in it is ours, and was looked at with that.
      [others[1], [others[1]]],
    ]);
    expect(complete).toBe(true);
  });

  it('looks at others while nobody says what is ours, and has nothing forgotten', async () => {
    const others = ['2001:db8:7000::/40'];
    const { aggregates, observations } = await read(table(), table(), {
      watched: { own: undefined, others },
    });
    expect(aggregates).toBeUndefined();
    expect(observations).toMatchObject([{ aggregate: others[0] }]);
  });

  it('says nothing of the prefix that a cut look ends in: more paths of it may be there', async () => {
    const many = '2001:db8:7000::/40';
    const inside = (at: number) => `2001:db8:70${10 + at}::/48`;
    let at = 0;
    const found = {
      [many]: {
        get items() {
          const page = [inside(at), inside(at), inside(at + 1)];
          at++;
          return pathsOf(page.flatMap(one => Array(67).fill(one)));
        },
        nextCursor: 'more',
      },
    };
    const { observations } = await read(table(), table(), {
      ...{ watched: { others: [many] }, found },
    });
    const { complete, routes } = observations[1];
    expect(complete).toBe(false);
    expect(routes.map(({ prefix }) => prefix)).toEqual(
      [0, 1, 2, 3, 4].map(inside),
    );
  });

  it('takes nothing for gone of a foreign one around ours that was not seen whole', async () => {
    const around = '2001:db8:3900::/40';
    const page = { items: pathsOf(Array(200).fill(OWN)), nextCursor: 'more' };
    const { observations } = await read(table(), table(), {
      watched: { others: [around] },
      found: { [OWN]: page },
    });
    expect(observations.map(one => one.complete)).toEqual([false, false]);
  });

  it('believes no look at a table that was gone at its end', async () => {
    for (const state of ['loading', 'summary-only', 'unavailable'] as const) {
      const gone = table({ state, prefixes: undefined });
      expect(await look(table(), gone)).toEqual([]);
    }
  });

  it('says of what it cannot see everything', async () => {
    const many = '2001:db8:7000::/40';
    const page = { items: pathsOf(Array(200).fill(many)), nextCursor: 'more' };
    const { observations, problem, complete } = await read(table(), table(), {
      watched: { others: [many], skipped: 2 },
      found: { [many]: page },
    });
    expect(observations.map(one => one.complete)).toEqual([true, false]);
    expect(complete).toBe(false);
    expect(problem).toBe(
      `Only 1 aggregates are watched; 2 are not. More than 1000 paths lie in ${many}: not all are looked at, and what goes there is not told.`,
    );
  });
});
