import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { Knex } from 'knex';
import {
  HistoryReading,
  RouteObservation,
} from '../services/history/RouteObservation';
import { DatabaseRouteHistoryStore } from './RouteHistoryStore';

const AGGREGATE = '2001:db8:3949::/48';
const INSIDE = '2001:db8:3949:8000::/49';

const route = (given: Partial<RouteObservation> = {}): RouteObservation => ({
  prefix: AGGREGATE,
  origins: ['own'],
  exportedTo: ['he_v6'],
  rpki: 'valid',
  ...given,
});

describe('DatabaseRouteHistoryStore', () => {
  let database: TestDatabase;
  let knex: Knex;
  let store: DatabaseRouteHistoryStore;
  const write = (
    routes: RouteObservation[],
    over: Partial<HistoryReading> = {},
    complete = true,
  ) =>
    knex.transaction(trx =>
      store.write(trx, {
        aggregates: [AGGREGATE],
        observations: [
          { router: 'gw1', aggregate: AGGREGATE, routes, complete },
        ],
        sizes: [],
        counts: [],
        ...over,
      }),
    );
  const events = async (prefix = AGGREGATE) =>
    (await store.listTransitions(prefix, { limit: 20 })).map(
      ({ event, session, from_value, to_value }) =>
        [event, session, from_value, to_value].filter(Boolean).join(' '),
    );

  beforeAll(async () => {
    database = await startTestDatabase();
    knex = await database.connect('orion-bgp');
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@orion/backstage-plugin-orion-bgp-backend',
        'migrations',
      ),
    });
    store = DatabaseRouteHistoryStore.create({ knex });
  });

  beforeEach(() =>
    knex.raw(
      'TRUNCATE route_watches, own_routes, route_transitions, counter_samples',
    ),
  );

  afterAll(() => database?.stop());

  it('begins with the first look, in which nothing happened', async () => {
    expect(await store.findWatchedSince(AGGREGATE)).toBeUndefined();
    expect(await write([route()])).toBe(false);
    expect(await events()).toEqual([]);
    expect(await store.findWatchedSince(INSIDE)).toBeInstanceOf(Date);
    expect(await store.findWatchedSince('2001:db8::/32')).toBeUndefined();
  });

  it('keeps what happens from look to look, newest first', async () => {
    await write([route()]);
    expect(await write([route()])).toBe(false);
    expect(await write([route({ exportedTo: [] })])).toBe(true);
    expect(await write([])).toBe(true);
    await write([route({ origins: ['AS64666', 'own'], rpki: 'invalid' })]);
    expect(await events()).toEqual([
      'exported he_v6',
      'appeared AS64666 own',
      'gone own',
      'not-exported he_v6',
    ]);
  });

  it('leaves a session as it was whose exports nobody could read', async () => {
    const look = (exportedTo: string[], unreadExports?: string[]) => {
      const routes = [route({ exportedTo })];
      const of = { router: 'gw1', aggregate: AGGREGATE, complete: true };
      return write(routes, {
        observations: [{ ...of, routes, unreadExports }],
      });
    };
    // What the first answer of ix says is no news, nor that he_v6 still gets it.
    expect(await look(['he_v6'], ['ix'])).toBe(false);
    expect(await look([], ['he_v6', 'ix'])).toBe(false);
    expect(await look(['he_v6', 'ix'])).toBe(false);
    expect(await look(['ix'])).toBe(true);
    expect(await events()).toEqual(['not-exported he_v6']);
  });

  it('watches what lies inside, and tells it of what is around as well', async () => {
    await write([route()]);
    const leak = route({
      prefix: INSIDE,
      origins: ['AS64666'],
      exportedTo: [],
    });
    await write([route(), leak]);
    expect(await events()).toEqual(['appeared AS64666']);
    expect(await events(INSIDE)).toEqual(['appeared AS64666']);
    await write([route({ exportedTo: [] }), leak]);
    // What happened around it did not happen to it.
    expect(await events()).toHaveLength(2);
    expect(await events(INSIDE)).toHaveLength(1);
  });

  it('takes nothing for gone in a look that was cut', async () => {
    await write([route()]);
    expect(await write([], {}, false)).toBe(false);
    expect(await events()).toEqual([]);
  });

  it('forgets nothing while nobody says what is ours, and begins anew when it is again', async () => {
    await write([route()]);
    await write([], { aggregates: undefined, observations: [] });
    expect(await store.findWatchedSince(AGGREGATE)).toBeInstanceOf(Date);
    await write([], { aggregates: [], observations: [] });
    expect(await store.findWatchedSince(AGGREGATE)).toBeUndefined();
    // Nobody looked in between: that it is there is no news.
    expect(await write([route({ exportedTo: ['ix'] })])).toBe(false);
  });

  it('takes nothing for new that was watched before with another prefix', async () => {
    const around = '2001:db8:3900::/40';
    const look = (
      aggregates: string[],
      seen: { [aggregate: string]: RouteObservation[] },
    ) =>
      write([], {
        aggregates,
        observations: Object.entries(seen).map(([aggregate, routes]) => ({
          ...{ router: 'gw1', aggregate, routes, complete: true },
        })),
      });
    const outside = route({ prefix: '2001:db8:3901::/48' });
    await look([AGGREGATE, around], {
      [AGGREGATE]: [route()],
      [around]: [outside],
    });
    // Ours no longer, but still inside of what is watched.
    expect(await look([around], { [around]: [outside, route()] })).toBe(false);
    expect(await look([around], { [around]: [outside] })).toBe(true);
    expect(await events()).toEqual(['gone own']);
  });

  it('writes what others do while nobody says what is ours', async () => {
    const seen = (routes: RouteObservation[]) =>
      write(routes, {
        aggregates: undefined,
        observations: [
          { router: 'gw1', aggregate: AGGREGATE, routes, complete: true },
        ],
      });
    await seen([]);
    expect(await seen([route({ exportedTo: [] })])).toBe(true);
    expect(await events()).toEqual(['appeared own']);
  });

  it('forgets transitions after the time, not before', async () => {
    await write([]);
    await write([route({ exportedTo: [] })]);
    await knex('route_transitions').update({
      observed_at: knex.raw(`clock_timestamp() - interval '89 days'`),
    });
    await store.forget(90);
    expect(await events()).toHaveLength(1);
    await knex('route_transitions').update({
      observed_at: knex.raw(`clock_timestamp() - interval '91 days'`),
    });
    await store.forget(90);
    expect(await events()).toEqual([]);
  });

  it('pages', async () => {
    await write([]);
    for (const session of ['a', 'b', 'c']) {
      await write([route({ exportedTo: [session] })]);
    }
    const [first] = await store.listTransitions(AGGREGATE, { limit: 1 });
    const rest = await store.listTransitions(AGGREGATE, {
      limit: 20,
      before: first.id,
    });
    expect(rest).toHaveLength(5);
    expect(rest.map(({ id }) => Number(id))).not.toContain(Number(first.id));
  });

  it('keeps the size of tables once per step', async () => {
    const size = (paths: number) => ({
      sizes: [
        { router: 'gw1', family: 'ipv6-unicast' as const, paths, prefixes: 5 },
      ],
    });
    await write([], size(10));
    await write([], size(11));
    const rows = await knex('counter_samples')
      .orderBy('at')
      .select('session', 'counters');
    // A minute may end between two writes.
    expect([1, 2]).toContain(rows.length);
    expect(rows[0]).toEqual({
      session: '',
      counters: {
        paths: { value: 10, definition: 'index' },
        prefixes: { value: 5, definition: 'index' },
      },
    });
  });

  it('adds what the index counted to the samples of this time of the session', async () => {
    const received = { value: 9, definition: 'gobgp.received' };
    const accepted = { value: 7, definition: 'index' as const };
    const sample = (family: string, minutesAgo: number, counters: object) =>
      knex.raw(
        `INSERT INTO counter_samples VALUES ('gw2', 'he', ?, 60,
           date_bin('1 minute', clock_timestamp(), 'epoch') - ? * interval '1 minute', ?)`,
        [family, minutesAgo, JSON.stringify(counters)],
      );
    await sample('ipv4-unicast', 0, { received });
    await sample('ipv4-unicast', 5, { received });
    await sample('ipv6-unicast', 0, { received, accepted: received });
    await sample('ipv6-unicast', 1, { received });
    const count = (family: string, since: Date) => ({
      router: 'gw2',
      session: 'he',
      family,
      since: since.toISOString(),
      counters: { accepted },
    });
    await write([], {
      counts: [
        count('ipv4-unicast', new Date(0)),
        // Came up within this minute: what was sampled before is of another time.
        count('ipv6-unicast', new Date()),
        count('ipv6-multicast', new Date(0)),
      ],
    });
    const rows = await knex('counter_samples')
      .where({ router: 'gw2' })
      .orderBy(['family', { column: 'at', order: 'desc' }]);
    expect(rows.map(({ family, counters }) => [family, counters])).toEqual([
      ['ipv4-unicast', { received, accepted }],
      ['ipv4-unicast', { received }],
      ['ipv6-unicast', { received, accepted: received }],
      ['ipv6-unicast', { received }],
    ]);
  });

  it('keeps no number of prefixes where nobody counted them', async () => {
    const family = 'ipv6-unicast' as const;
    await write([], { sizes: [{ router: 'gw9', family, paths: 10 }] });
    const rows = await knex('counter_samples').where({ router: 'gw9' });
    expect(rows[0].counters).toEqual({
      paths: { value: 10, definition: 'index' },
    });
  });
});
