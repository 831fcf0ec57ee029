import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import {
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { Knex } from 'knex';
import { routerReading, sessionReading } from '../__testUtils__/readings';
import { RouterReading } from '../routes/RouteSource';
import { toSession } from '../services/toSession';
import { toTransition } from '../services/toTransition';
import { DatabaseSessionStore, SessionKey } from './SessionStore';

const KEY = { router: 'gw1', session: 'he_v6' };

describe('DatabaseSessionStore', () => {
  let database: TestDatabase;
  let knex: Knex;
  let store: DatabaseSessionStore;
  const write = (reading: RouterReading) =>
    knex.transaction(trx => store.write(trx, 'gw1', reading));
  const transitions = () => store.listTransitions(KEY, { limit: 10 });

  beforeAll(async () => {
    database = await startTestDatabase();
    knex = await database.connect('orion-bgp');
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@orion/backstage-plugin-orion-bgp-backend',
        'migrations',
      ),
    });
    store = DatabaseSessionStore.create({ knex });
  });

  beforeEach(() =>
    knex.raw(
      'TRUNCATE routers, sessions, session_transitions, counter_samples, router_silences, sources',
    ),
  );

  afterAll(() => database?.stop());

  it('says whether people see a difference: counters alone are none', async () => {
    expect(await write(routerReading())).toBe(true);
    expect(await write(routerReading())).toBe(false);
    const moved = sessionReading();
    moved.families[0].counters.received!.value = 210_001;
    expect(await write(routerReading([moved]))).toBe(false);
    const [row] = await store.listSessions(['gw1']);
    expect(row.reading.families[0].counters.received!.value).toBe(210_001);
    expect(await write(routerReading([sessionReading({ bfd: 'Up' })]))).toBe(
      true,
    );
  });

  it('lists by router and name, whole or a page after one', async () => {
    const names = ['10.0.0.1', 'He_v6', '2001:db8::1', 'he_v4', 'he_v6'];
    await write(routerReading(names.map(name => sessionReading({ name }))));
    const all = await store.listSessions(['gw1']);
    expect(all.map(({ name }) => name).sort()).toEqual([...names].sort());
    const seen: string[] = [];
    let after: SessionKey | undefined;
    for (let page = 0; page < 3; page++) {
      const rows = await store.listSessions(['gw1'], { after, limit: 2 });
      expect(rows.length).toBeLessThanOrEqual(2);
      seen.push(...rows.map(({ name }) => name));
      after = { router: 'gw1', session: rows.at(-1)!.name };
    }
    // In the database's own order, whichever that is.
    expect(seen).toEqual(all.map(({ name }) => name));
    expect(await store.listSessions(['gw1'], { after, limit: 2 })).toEqual([]);
    const behind = { router: 'gw0', session: 'zzz' };
    expect(
      await store.listSessions(['gw1'], { after: behind, limit: 9 }),
    ).toHaveLength(names.length);
  });

  it('lists those of an autonomous system: its neighbors, and its own routers', async () => {
    await write(
      routerReading([
        sessionReading({ name: 'a', neighborAs: 4_200_000_000 }),
        sessionReading({ name: 'b', neighborAs: 64500 }),
        sessionReading({ name: 'c', neighborAs: 4_200_000_000 }),
      ]),
    );
    const names = async (asn: number, routers: string[] = [], more = {}) => {
      const query = { system: { asn, routers }, ...more };
      const rows = await store.listSessions(['gw1'], query);
      return rows.map(({ name }) => name);
    };
    expect(await names(4_200_000_000)).toEqual(['a', 'c']);
    const after = { router: 'gw1', session: 'a' };
    expect(await names(4_200_000_000, [], { after, limit: 1 })).toEqual(['c']);
    expect(await names(394955, ['gw1'])).toEqual(['a', 'b', 'c']);
    expect(await names(394955, ['gw2'])).toEqual([]);
  });

  it('remembers what happened, and counts flaps', async () => {
    await write(routerReading());
    const down = { state: 'active', lastError: 'hold timer' } as const;
    await write(routerReading([sessionReading(down)]));
    await write(
      routerReading([sessionReading({ since: '2026-11-01T01:00:00.000Z' })]),
    );
    expect(await transitions()).toMatchObject([
      { from_state: 'active', to_state: 'established', flap: false },
      {
        from_state: 'established',
        to_state: 'active',
        flap: true,
        last_error: 'hold timer',
        received: { 'ipv6-unicast': 210_000 },
      },
      { from_state: null, to_state: 'established', flap: false },
    ]);
    expect(await store.findSession(KEY)).toMatchObject({
      flaps_day: '1',
      flaps_week: '1',
      last_flap_at: expect.any(Date),
    });
    const [newest] = await transitions();
    const older = await store.listTransitions(KEY, {
      before: newest.id,
      limit: 1,
    });
    expect(older).toMatchObject([{ to_state: 'active' }]);
  });

  it('remembers that a daemon switched a session off by itself', async () => {
    await write(routerReading());
    const off = { state: 'down', adminState: 'down' } as const;
    await write(
      routerReading([
        sessionReading({ ...off, disabledBy: 'daemon', lastError: 'hold' }),
      ]),
    );
    await write(routerReading([sessionReading(off)]));
    const told = (await transitions()).map(toTransition);
    expect(told.map(({ disabledBy, flap }) => ({ disabledBy, flap }))).toEqual([
      { disabledBy: undefined, flap: false },
      { disabledBy: 'daemon', flap: true },
      { disabledBy: undefined, flap: false },
    ]);
  });

  it('keeps a session that an answer lacks, as gone, whatever else is amiss', async () => {
    await write(routerReading());
    expect(await store.findSession(KEY)).toMatchObject({ gone_at: null });
    const amiss = routerReading([], ['No validators.'], ['A cache is down.']);
    expect(await write(amiss)).toBe(true);
    expect(await store.findSession(KEY)).toMatchObject({
      gone_at: expect.any(Date),
    });
    expect((await transitions())[0]).toMatchObject({
      gone: true,
      to_state: 'established',
    });
    expect(await write(amiss)).toBe(false);
    expect(await write(routerReading())).toBe(true);
    expect(await store.findSession(KEY)).toMatchObject({ gone_at: null });
  });

  it('keeps what a session spoke from while it was up, and when', async () => {
    const own = { localAddress: '2001:db8:100::2' };
    const down = { state: 'active', localAddress: undefined } as const;
    const seen = async (session: Partial<SessionReading>) => {
      await write(routerReading([sessionReading(session)]));
      return toSession((await store.findSession(KEY))!).seenLocal;
    };
    expect(await seen(down)).toBeUndefined();
    // What a daemon is configured with, nobody spoke from yet.
    expect(await seen({ ...down, ...own })).toBeUndefined();
    const known = await seen(own);
    expect(known).toEqual({
      address: own.localAddress,
      at: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(await seen(down)).toEqual(known);
    expect(await seen({ ...down, lastError: 'hold timer' })).toEqual(known);
    expect(await seen({ localAddress: '2001:db8:100::3' })).toMatchObject({
      address: '2001:db8:100::3',
    });
    expect(
      await seen({ ...down, neighborAddress: '2001:db8:100::9' }),
    ).toBeUndefined();
    await seen(own);
    await write(routerReading([]));
    expect(await seen(down)).toBeUndefined();
  });

  it('remembers how long a router was not read, and no short pause', async () => {
    const dated = (ago: string) =>
      knex.raw(
        `INSERT INTO sources (source, interval_ms, fetched_at)
         VALUES ('bgp:gw1', 3000, now() - ?::interval)
         ON CONFLICT (source) DO UPDATE SET fetched_at = excluded.fetched_at`,
        [ago],
      );
    await write(routerReading());
    await dated('50 seconds');
    await write(routerReading());
    expect(await store.listSilences('gw1')).toEqual([]);
    await dated('2 hours');
    await write(routerReading());
    const [{ began_at, ended_at }] = await store.listSilences('gw1');
    expect(ended_at.getTime() - began_at.getTime()).toBeCloseTo(7_200_000, -5);
    expect(await store.listSilences('gw2')).toEqual([]);
    await knex.raw(
      `UPDATE router_silences SET ended_at = now() - interval '91 days'`,
    );
    await store.rollUp(90);
    expect(await store.listSilences('gw1')).toEqual([]);
  });

  it('keeps what the last look found amiss, and cuts what a router wrote', async () => {
    const noted = routerReading(
      undefined,
      [],
      [`Down\u0007: ${'x'.repeat(900)}`],
    );
    expect(await write(noted)).toBe(true);
    expect(await write(noted)).toBe(false);
    const [{ notes }] = await store.listRouters(['gw1']);
    expect(notes).toEqual([`Down : ${'x'.repeat(493)}`]);
    expect(await write(routerReading())).toBe(true);
    expect(await store.listRouters(['gw1'])).toMatchObject([{ notes: [] }]);
  });

  it('cuts what a neighbor wrote, and never lets it break a row', async () => {
    const shutdownMessage = `\u0000\u0007<script>${'x'.repeat(2000)}`;
    await write(routerReading([sessionReading({ shutdownMessage })]));
    const row = await store.findSession(KEY);
    expect(row!.reading.shutdownMessage).toMatch(/^ <script>x+$/);
    expect(row!.reading.shutdownMessage).toHaveLength(500);
    const rockets = `x${'🚀'.repeat(300)}`;
    await write(
      routerReading(
        [sessionReading({ shutdownMessage: rockets })],
        [],
        [rockets],
      ),
    );
    expect((await store.findSession(KEY))!.reading.shutdownMessage).toBe(
      `x${'🚀'.repeat(249)}`,
    );
    const [{ notes }] = await store.listRouters(['gw1']);
    expect(notes).toEqual([`x${'🚀'.repeat(249)}`]);
  });

  it('remembers whose words they were when the daemon no longer tells', async () => {
    const words = { state: 'active', shutdownMessage: 'new optics' } as const;
    await write(
      routerReading([
        sessionReading({
          ...words,
          lastError: 'Received: Administrative shutdown',
          shutdownMessageFrom: 'neighbor',
        }),
      ]),
    );
    const lastError = 'Socket: Connection refused';
    await write(routerReading([sessionReading({ ...words, lastError })]));
    const row = await store.findSession(KEY);
    expect(row!.reading).toMatchObject({
      lastError,
      shutdownMessageFrom: 'neighbor',
    });
    // The row of the new error alone does not tell.
    expect((await transitions()).map(toTransition)).toMatchObject([
      { lastError, shutdownMessageFrom: undefined },
      { shutdownMessageFrom: 'neighbor' },
    ]);
  });

  it('samples counters once a minute, and rolls them up', async () => {
    await write(routerReading());
    await write(routerReading());
    const fine = await store.listSamples(KEY, { hours: 1, stepSeconds: 60 });
    expect(fine).toHaveLength(1);
    expect(fine[0]).toMatchObject({
      family: 'ipv6-unicast',
      counters: { received: { value: 210_000, definition: 'bird.kept' } },
    });
    const { rows, stepSeconds } = await store.listTrends(['gw1'], 48);
    expect(stepSeconds).toBe(120);
    expect(rows[0]).toMatchObject({
      session: 'he_v6',
      step: 47,
      counters: { received: { value: 210_000 } },
    });
    // As if three days of samples were there, one per ten minutes.
    await knex.raw(`
      INSERT INTO counter_samples
      SELECT 'gw1', 'he_v6', 'ipv6-unicast', 60,
        date_bin('15 minutes', now(), 'epoch') - n * interval '10 minutes',
        jsonb_build_object('received', jsonb_build_object('value', 1000 + n, 'definition', 'bird.kept'))
      FROM generate_series(1, 432) AS n
      ON CONFLICT DO NOTHING`);
    await knex.raw(`
      INSERT INTO counter_samples
      VALUES ('gw1', 'he_v6', 'ipv6-unicast', 900, now() - interval '91 days', '{}')`);
    await store.rollUp(90);
    const rolled = await store.listSamples(KEY, {
      hours: 2160,
      stepSeconds: 900,
    });
    // Three samples of ten minutes fall into two quarters of an hour.
    expect(rolled).toHaveLength(288);
    expect(rolled.at(-1)!.counters.received.value).toBe(1_001);
    const [{ count }] = await knex('counter_samples').count();
    const left = await store.listSamples(KEY, { hours: 72, stepSeconds: 60 });
    expect(left.length).toBeLessThanOrEqual(289);
    expect(Number(count)).toBe(left.length + 288);
    await store.rollUp(90);
    expect(
      await store.listSamples(KEY, { hours: 2160, stepSeconds: 900 }),
    ).toHaveLength(288);
  });

  it.each([
    [3, 120, 2],
    [100, 300, 21],
    [23 * 60, 1800, 47],
  ])(
    'has trends as far back as there are samples, of %i minutes in steps of %i s: %i of them',
    async (minutes, seconds, filled) => {
      await knex.raw(
        `INSERT INTO counter_samples
         SELECT 'gw1', 'he_v6', 'ipv6-unicast', 60, now() - (n + 0.5) * interval '1 minute',
           '{"received": {"value": 7, "definition": "bird.kept"}}'
         FROM generate_series(0, ?::int) AS n`,
        [minutes],
      );
      const { rows, stepSeconds } = await store.listTrends(['gw1'], 48);
      expect(stepSeconds).toBe(seconds);
      expect(rows.map(({ step }) => step)).toEqual(
        Array.from({ length: filled }, (_, index) => 48 - filled + index),
      );
    },
  );

  it('samples counters, and tells nothing of later, after a clock was set back', async () => {
    const later = "date_bin('1 minute', now(), 'epoch') + interval '3 hours'";
    await write(routerReading());
    await knex.raw(`UPDATE counter_samples SET at = ${later}`);
    await knex.raw(`UPDATE routers SET sampled_at = ${later}`);
    const samples = () =>
      store.listSamples(KEY, { hours: 24, stepSeconds: 60 });
    expect((await store.listTrends(['gw1'], 48)).rows).toEqual([]);
    expect(await samples()).toEqual([]);
    await write(routerReading());
    expect(await samples()).toHaveLength(1);
    const { rows } = await store.listTrends(['gw1'], 48);
    expect(rows.map(({ step }) => step)).toEqual([47]);
    const [{ count }] = await knex('counter_samples').count();
    expect(Number(count)).toBe(2);
  });

  it('keeps how far a counter strayed within a quarter of an hour', async () => {
    // Once a minute, an hour long; for two minutes nearly all is gone.
    await knex.raw(`
      INSERT INTO counter_samples
      SELECT 'gw1', 'he_v6', 'ipv6-unicast', 60,
        date_bin('15 minutes', now(), 'epoch') - n * interval '1 minute',
        jsonb_build_object(
          'accepted', jsonb_build_object('value', CASE WHEN n IN (36, 37) THEN n ELSE 210000 + n END),
          'best', jsonb_build_object('value', null))
      FROM generate_series(1, 60) AS n`);
    await store.rollUp(90);
    await store.rollUp(90);
    const rolled = await store.listSamples(KEY, {
      ...{ hours: 2160, stepSeconds: 900 },
    });
    expect(rolled.map(({ counters }) => counters.accepted.value)).toEqual([
      210_046, 36, 210_031, 210_016, 210_001,
    ]);
    const [first, low] = rolled;
    expect(low.at - first.at).toBe(600);
  });

  it('forgets history after its days, but not how a session was before them', async () => {
    await write(routerReading());
    const [{ id, ...first }] = await knex('session_transitions').select();
    await knex('session_transitions').insert(
      ['active', 'established', 'active'].map(to_state => ({
        ...first,
        to_state,
      })),
    );
    const all = await knex('session_transitions').orderBy('id').select('id');
    const ago = [99, 95, 91, 5];
    for (const [index, days] of ago.entries()) {
      await knex('session_transitions')
        .where({ id: all[index].id })
        .update({
          observed_at: knex.raw(`now() - ? * interval '1 day'`, [days]),
        });
    }
    await store.rollUp(90);
    expect(
      (await knex('session_transitions').orderBy('id')).map(row => row.id),
    ).toEqual([all[2].id, all[3].id]);
    // Nobody asks any more how one was that is gone.
    await knex('sessions').update({
      gone_at: knex.raw(`now() - interval '91 days'`),
    });
    await store.rollUp(90);
    expect(await transitions()).toHaveLength(1);
  });
});
