import { connect } from 'node:net';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  TestBackend,
} from '@backstage/backend-test-utils';
import {
  eventually,
  startOrionTestBackend,
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { RunningBird, startBird } from '@orion/lab';
import request from 'supertest';
import { Replica, startReplica } from '../__testUtils__/startReplica';
import { testCollector } from '../__testUtils__/testCollector';

const OWN = '2001:db8:3949::/48';
const CALLS = '/api/orion-bgp-collector/calls';

/** Two collectors, one of which stands by, and a replica that has none. */
describe('a collector in a backend of its own', () => {
  let bird: RunningBird;
  let database: TestDatabase;
  let web: Replica;
  let bgp: object;
  const collectors: TestBackend[] = [];
  /** Where the replica is told that the collector is. */
  let target = '';
  const urlOf = ({ server }: TestBackend) =>
    `http://localhost:${server.port()}`;
  const call = (path: string) => web.api.get(`/api/orion-bgp${path}`);
  const search = () => call(`/routes?q=${encodeURIComponent(OWN)}`);
  const startCollector = async () => {
    const collector = await startOrionTestBackend({
      database,
      features: [
        testCollector,
        mockServices.rootConfig.factory({
          data: { orion: { bgp } } as never,
        }),
      ],
    });
    collectors.push(collector);
    return collector;
  };
  const isRead = async () => {
    const { body } = await call('/tables');
    return body.items?.[0].state === 'polled' && !body.freshness.error;
  };

  beforeAll(async () => {
    [bird, database] = await Promise.all([
      startBird({ connectMs: 50 }),
      startTestDatabase(),
    ]);
    bgp = {
      routers: {
        gw1: { asn: 394955, intervalSeconds: 1, bird: { socket: bird.path } },
      },
      aggregates: [OWN],
      historyIntervalSeconds: 1,
    };
    target = urlOf(await startCollector());
    web = await startReplica(database, bgp, [
      createServiceFactory({
        service: coreServices.discovery,
        deps: {},
        factory: () => {
          const getBaseUrl = async (id: string) => `${target}/api/${id}`;
          return { getBaseUrl, getExternalBaseUrl: getBaseUrl };
        },
      }),
    ]);
    await eventually(isRead);
    await eventually(async () => (await call('/own-prefixes')).status === 200);
  });

  afterAll(async () => {
    await web?.backend.stop();
    await Promise.all(collectors.map(collector => collector.stop()));
    await Promise.all([bird?.stop(), database?.stop()]);
  });

  it('answers a replica without one', async () => {
    const { body } = await search();
    expect(body.items[0]).toMatchObject({ prefix: OWN, best: true });
    const own = (await call('/own-prefixes')).body;
    expect(own.items[0].announced[0]).toMatchObject({ router: 'gw1' });
    expect(own.freshness).toMatchObject({ source: 'collector', stale: false });
  });

  it.each([
    ['nobody', mockCredentials.none.header(), 401],
    ['somebody', mockCredentials.user.header(), 403],
    ['another plugin', mockCredentials.service.header(), 403],
    ['garbage', 'Bearer x', 401],
  ])(
    'answers %s with a refusal, without reading a body',
    async (_, who, status) => {
      const api = request(target);
      const ask = (body: string) => {
        const post = api
          .post(`${CALLS}/tables`)
          .set('content-type', 'application/json');
        return post.set('authorization', who).send(body);
      };
      expect((await ask('{}')).status).toBe(status);
      expect((await ask('{'.repeat(1_000))).status).toBe(status);
      // A body that never ends.
      const began = performance.now();
      const answer = await endless(target, who);
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(performance.now() - began).toBeLessThan(3_000);
    },
  );

  it('refuses a plugin that sends too much, and goes on', async () => {
    const plugin = mockCredentials.service.header({
      onBehalfOf: mockCredentials.service('plugin:orion-bgp'),
      targetPluginId: 'orion-bgp-collector',
    } as never);
    const answer = await request(target)
      .post(`${CALLS}/search`)
      .set('authorization', plugin)
      .send({ q: 'x'.repeat(3_000_000), limit: 1 });
    expect(answer.status).toBe(413);
    expect((await search()).status).toBe(200);
  });

  it('has a seat: a second collector answers nothing', async () => {
    const second = await startCollector();
    const first = target;
    target = urlOf(second);
    const refused = await eventually(async () => {
      const answer = await search();
      return /stands by/.test(answer.body.error?.message) && answer;
    });
    expect(refused.status).toBe(503);
    target = first;
    expect((await search()).status).toBe(200);
  });

  it('is beside a whole second portal by mistake: what happens is kept once', async () => {
    const mistake = await startReplica(database, bgp, [testCollector]);
    try {
      const own = () =>
        mistake.api.get(`/api/orion-bgp/routes?q=${encodeURIComponent(OWN)}`);
      await eventually(async () =>
        /stands by/.test((await own()).body.error?.message),
      );
      const transitions = async () =>
        (await call('/routers/gw1/sessions/he_v6/transitions')).body.items;
      const before = await transitions();
      const come = (more: number) =>
        eventually(
          async () => (await transitions()).length >= before.length + more,
        );
      await bird.actions.sessionDown({ name: 'he_v6', error: 'Cease' });
      await come(1);
      await bird.actions.sessionUp({ name: 'he_v6' });
      await come(2);
      // Both portals had the time for some looks more.
      await new Promise(resolve => setTimeout(resolve, 3_000));
      const after = await transitions();
      expect(after).toHaveLength(before.length + 2);
      expect(after.slice(0, 2).map(({ to }: any) => to)).toEqual([
        'established',
        expect.not.stringMatching('established'),
      ]);
    } finally {
      await mistake.backend.stop();
    }
  });

  it('is missed aloud: the replica tells how it was and how old that is', async () => {
    const [first, second] = collectors.splice(0);
    await second.stop();
    await first.stop();
    const began = performance.now();
    const [tables, own, routes, sessions, history] = await Promise.all([
      call('/tables'),
      call('/own-prefixes'),
      search(),
      call('/sessions'),
      call(`/prefix-history?prefix=${encodeURIComponent(OWN)}`),
    ]);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(tables.body.items[0]).toMatchObject({ router: 'gw1' });
    for (const { body } of [tables, own]) {
      expect(body.freshness).toMatchObject({
        stale: true,
        error: expect.stringContaining(
          'The collector of routes does not answer',
        ),
      });
      expect(Date.parse(body.freshness.fetchedAt)).toBeLessThan(Date.now());
    }
    expect(own.body.items).toMatchObject([
      { prefix: OWN, announced: [{ router: 'gw1' }], drifts: [] },
    ]);
    expect(routes.status).toBe(503);
    expect(routes.body.error.message).toContain('collector of routes');
    expect(sessions.body.items).toHaveLength(3);
    expect(history.status).toBe(200);

    target = urlOf(await startCollector());
    await eventually(isRead);
    expect((await search()).body.items[0].prefix).toBe(OWN);
  });

  it('lets a daemon rest after a start, and says why and until when', async () => {
    await Promise.all(collectors.splice(0).map(collector => collector.stop()));
    const knex = await database.connect('orion-bgp-collector');
    const [kept] = await knex('dump_rests');
    expect(kept).toMatchObject({
      router: 'gw1',
      ended_at: expect.any(Date),
      early: expect.any(Boolean),
    });
    // As if it had died in the middle of a dump.
    await knex('dump_rests').update({ began_at: new Date(), ended_at: null });
    const dumps = () =>
      bird.requests().filter(({ path }) => path.startsWith('show route'))
        .length;
    const before = dumps();
    target = urlOf(await startCollector());
    const table = await eventually(async () => {
      const { items, freshness } = (await call('/tables')).body;
      // Not how it was, which a replica tells until the collector answers.
      return !freshness?.error && items?.[0].nextDumpAt && items[0];
    });
    expect(table).toMatchObject({
      state: 'loading',
      error: expect.stringContaining('ended while it read the table of router'),
    });
    const inMs = Date.parse(table.nextDumpAt) - Date.now();
    expect(inMs).toBeGreaterThan(4 * 60_000);
    expect(inMs).toBeLessThanOrEqual(5 * 60_000);
    expect(dumps()).toBe(before);
    expect((await knex('dump_rests').first()).ended_at).toBeNull();
  });
});

/** The first line of what is answered to a body that goes on. */
function endless(base: string, who: string): Promise<string> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const timer = setTimeout(
      () => socket.destroy(new Error('silence')),
      10_000,
    );
    socket.write(
      [
        `POST ${CALLS}/tables HTTP/1.1`,
        'Host: collector',
        'Content-Type: application/json',
        'Content-Length: 1000000',
        `Authorization: ${who}`,
        '',
        '{',
      ].join('\r\n'),
    );
    socket.once('error', reject);
    socket.once('data', data => {
      clearTimeout(timer);
      socket.destroy();
      resolve(data.toString().split('\r\n')[0]);
    });
  });
}
