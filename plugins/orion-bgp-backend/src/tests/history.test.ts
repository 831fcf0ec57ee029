import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  eventually,
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import {
  RunningBird,
  RunningGobgp,
  RunningValidator,
  startBird,
  startGobgp,
  startValidator,
} from '@orion/lab';
import { Replica, startReplica } from '../__testUtils__/startReplica';
import { testCollector } from '../__testUtils__/testCollector';

const OWN = '2001:db8:3949::/48';
const INSIDE = '2001:db8:3949:4000::/50';
const CUSTOMER = '2001:db8:7000::/40';

/** The daemon's own count and that of the index are of moments apart. */
const addsUp = ({ families }: any) =>
  families
    .filter(({ up }: any) => up)
    .every(
      ({ counters: { received, accepted, filtered } }: any) =>
        accepted.value + filtered.value === received.value,
    );

/** What happens to our prefixes on the routers of the lab. */
describe('the history of our prefixes', () => {
  let bird: RunningBird;
  let gobgp: RunningGobgp;
  let validator: RunningValidator;
  let database: TestDatabase;
  let replica: Replica;
  let result: AuthorizeResult.ALLOW | AuthorizeResult.DENY =
    AuthorizeResult.ALLOW;
  const call = (path: string) => replica.api.get(`/api/orion-bgp${path}`);
  const get = async (path: string) => (await call(path)).body;
  const history = (prefix = OWN, more = '') =>
    get(`/prefix-history?prefix=${encodeURIComponent(prefix)}${more}`);
  const events = async (prefix?: string) =>
    (await history(prefix)).items.map(({ event, session, to }: any) =>
      [event, session, to].filter(Boolean).join(' '),
    );

  beforeAll(async () => {
    [bird, gobgp, validator, database] = await Promise.all([
      startBird({ connectMs: 50 }),
      startGobgp({ port: 0, connectMs: 50 }),
      startValidator({ port: 0 }),
      startTestDatabase(),
    ]);
    replica = await startReplica(
      database,
      {
        routers: {
          gw1: { asn: 394955, intervalSeconds: 1, bird: { socket: bird.path } },
          gw2: {
            asn: 394955,
            intervalSeconds: 1,
            gobgp: { target: gobgp.target },
          },
        },
        aggregates: [OWN],
        historyIntervalSeconds: 1,
        historyPrefixes: [CUSTOMER],
        rpki: [{ url: `${validator.url}/json` }],
      },
      [
        testCollector,
        mockServices.permissions.mock({
          authorize: async requests => requests.map(() => ({ result })),
        }).factory,
      ],
    );
    await eventually(async () => {
      const { items } = await get('/tables');
      return (
        items?.length === 2 &&
        items.every(({ state }: any) => ['live', 'polled'].includes(state))
      );
    });
    await eventually(async () => (await history()).watchedSince);
  });

  afterAll(async () => {
    await replica?.backend.stop();
    await Promise.all([
      bird?.stop(),
      gobgp?.stop(),
      validator?.stop(),
      database?.stop(),
    ]);
  });

  it('begins when ORION first looks, with nothing that happened', async () => {
    const page = await history();
    expect(page.items).toEqual([]);
    expect(Date.parse(page.watchedSince)).toBeGreaterThan(Date.now() - 120_000);
  });

  it('knows when a neighbor no longer gets it, and when it does again', async () => {
    await bird.actions.sessionDown({ name: 'he_v6', error: 'Received: Cease' });
    await eventually(async () => (await events())[0] === 'not-exported he_v6');
    await bird.actions.sessionUp({ name: 'he_v6' });
    await eventually(async () => (await events())[0] === 'exported he_v6');
    const page = await history(OWN, '&limit=1');
    expect(page.items).toMatchObject([
      { router: 'gw1', prefix: OWN, event: 'exported', session: 'he_v6' },
    ]);
    const rest = await history(OWN, `&cursor=${page.nextCursor}`);
    expect(rest.items[0].event).toBe('not-exported');
  });

  it('sees somebody else come with a part of it, and go', async () => {
    gobgp.world.announce('he_v6', 'ipv6', [
      {
        prefix: INSIDE,
        attributes: {
          origin: 'IGP',
          asPath: [6939, 64666],
          nextHop: '2001:db8:100::1',
        },
      },
    ]);
    await eventually(async () =>
      (await events(INSIDE)).includes('appeared AS64666'),
    );
    gobgp.world.withdraw('he_v6', 'ipv6', [INSIDE]);
    await eventually(async () => (await events(INSIDE))[0] === 'gone');
    // Whoever looks at what is ours sees it without knowing of the part.
    const { items } = await history();
    expect(items.slice(0, 2)).toMatchObject([
      { event: 'gone', prefix: INSIDE },
      { event: 'appeared', prefix: INSIDE, to: 'AS64666' },
    ]);
    expect(items).toHaveLength(4);
  });

  it('keeps that of a foreign prefix which is named, and of what lies in it', async () => {
    await eventually(async () => (await history(CUSTOMER)).watchedSince);
    const prefix = '2001:db8:7000:4000::/50';
    gobgp.world.announce('he_v6', 'ipv6', [
      {
        prefix,
        attributes: {
          origin: 'IGP',
          asPath: [6939, 64666],
          nextHop: '2001:db8:100::1',
        },
      },
    ]);
    await eventually(async () =>
      (await events(prefix)).includes('appeared AS64666'),
    );
    expect(await history(prefix)).toMatchObject({ watched: true });
    gobgp.world.withdraw('he_v6', 'ipv6', [prefix]);
    await eventually(async () => (await events(prefix))[0] === 'gone');
  });

  it('keeps the size of the table, to draw its growth', async () => {
    const growth = await eventually(async () => {
      const found = await get('/routers/gw1/growth');
      return found.series?.length > 0 && found;
    });
    expect(growth.stepSeconds).toBe(60);
    expect(
      growth.series.map(({ family, counter }: any) => [family, counter]),
    ).toEqual(
      expect.arrayContaining([
        ['ipv6-unicast', 'paths'],
        ['ipv6-unicast', 'prefixes'],
        ['ipv4-unicast', 'paths'],
      ]),
    );
    const paths = growth.series.find(
      ({ family, counter }: any) =>
        family === 'ipv6-unicast' && counter === 'paths',
    );
    expect(paths.values.at(-1)).toBeGreaterThan(1000);
    expect((await call('/routers/nowhere/growth')).status).toBe(404);
    // Sizes of tables are no sessions.
    const trends = await get('/trends');
    expect(trends.items.map(({ session }: any) => session)).not.toContain('');
  });

  it('keeps what only the index counts of a GoBGP, and has it in the list', async () => {
    const path = '/routers/gw2/sessions';
    const list = await get('/sessions?router=gw2');
    const index = (value: unknown) => ({ value, definition: 'index' });
    const up = list.items.filter(
      ({ state, families }: any) =>
        state === 'established' && families.some((one: any) => one.up),
    );
    expect(up.length).toBeGreaterThan(0);
    for (const { name, families } of up) {
      const detail = await eventually(async () => {
        const found = await get(`${path}/${encodeURIComponent(name)}`);
        return addsUp(found) && found;
      });
      expect(detail.identity).toMatchObject({
        driver: 'gobgp-v4',
        capabilities: { filterReasons: false },
      });
      for (const { counters } of families.filter((one: any) => one.up)) {
        expect(counters).toMatchObject({
          received: { definition: 'gobgp.received' },
          filtered: index(expect.any(Number)),
          accepted: index(expect.any(Number)),
          best: index(expect.any(Number)),
          exported: index(expect.any(Number)),
        });
        // Events keep the table up: it is as old as the session.
        expect(counters.accepted.asOf).toBeUndefined();
      }
      const { series } = await eventually(async () => {
        const found = await get(`${path}/${encodeURIComponent(name)}/counters`);
        return (
          found.series.some(({ counter }: any) => counter === 'exported') &&
          found
        );
      });
      expect(
        series
          .filter(({ definition }: any) => definition === 'index')
          .map(({ counter }: any) => counter),
      ).toEqual(
        expect.arrayContaining(['filtered', 'accepted', 'best', 'exported']),
      );
    }
    // What BIRD does not keep stays unknown.
    const { items } = await get('/sessions?router=gw1');
    const shadow = items.find(({ name }: any) => name === 'shadow');
    expect(shadow.families.map(({ counters }: any) => counters)).toEqual(
      shadow.families.map(() =>
        expect.objectContaining({
          received: { definition: 'bird.kept' },
          filtered: { definition: 'bird.filtered' },
        }),
      ),
    );
  });

  it('keeps none of other foreign prefixes, and says so', async () => {
    expect(await history('2001:db8:100::/40')).toMatchObject({
      items: [],
      watched: false,
    });
  });

  it('refuses what is no prefix, a forged cursor, and whoever has no role', async () => {
    expect((await call('/prefix-history?prefix=x')).status).toBe(400);
    const forged = `/prefix-history?prefix=${encodeURIComponent(OWN)}&cursor=a`;
    expect((await call(forged)).status).toBe(400);
    result = AuthorizeResult.DENY;
    const path = `/prefix-history?prefix=${encodeURIComponent(OWN)}`;
    expect((await call(path)).status).toBe(403);
    expect((await call('/routers/gw1/growth')).status).toBe(403);
    result = AuthorizeResult.ALLOW;
  });
});
