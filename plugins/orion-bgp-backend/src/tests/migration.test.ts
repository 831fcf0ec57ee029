import { mockCredentials } from '@backstage/backend-test-utils';
import {
  eventually,
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { RunningBird, RunningGobgp, startBird, startGobgp } from '@orion/lab';
import { exceedLimits } from '../__testUtils__/exceedLimits';
import { migratingPair } from '../__testUtils__/migratingPair';
import { Replica, startReplica } from '../__testUtils__/startReplica';
import { testCollector } from '../__testUtils__/testCollector';
import { hearingGw2 } from '../changes/testing/startSessionStage';
import { MigrationStore } from '../database/MigrationStore';
import { daemonOf, daemonsOf } from '../services/gates/daemonsOf';

/** BIRD in service and the GoBGP that is to take its place, both fed by the same transit. */
describe('a migration in the lab', () => {
  let bird: RunningBird;
  let gobgp: RunningGobgp;
  let database: TestDatabase;
  let replica: Replica;
  const get = async (path: string) =>
    (await replica.api.get(`/api/orion-bgp${path}`)).body;
  const migration = async () => (await get('/migration')).migration;
  const gate = async (id: string) =>
    (await migration()).gates.find((one: any) => one.id === id);

  beforeAll(async () => {
    [bird, gobgp, database] = await Promise.all([
      startBird({ connectMs: 50, seed: hearingGw2 }),
      startGobgp({ port: 0, connectMs: 50 }),
      startTestDatabase(),
    ]);
    replica = await startReplica(
      database,
      migratingPair({
        socket: bird.path,
        target: gobgp.target,
        kernel: bird.kernelPath,
      }),
      [testCollector],
    );
    await eventually(async () => {
      const found = await migration();
      const whole = found?.gates.find(
        ({ id }: any) => id === 'tables-complete',
      );
      return whole?.state === 'passed' && found.neighbors.length === 2;
    });
  });

  afterAll(async () => {
    await replica?.backend.stop();
    await Promise.all([bird?.stop(), gobgp?.stop(), database?.stop()]);
  });

  it('finds the same routes in both, whatever each daemon writes differently', async () => {
    const { comparisons, gates, ready } = await migration();
    const numbers = Object.fromEntries(
      comparisons.map(({ scope, neighbor, ...one }: any) => [
        neighbor ? `${scope} ${neighbor}` : scope,
        [one.from, one.to, one.onlyFrom, one.onlyTo, one.different],
      ]),
    );
    expect(numbers).toMatchObject({
      received: [2100, 2100, 0, 0, 0],
      best: [2020, 2020, 0, 0, 0],
      'exported 2001:db8:100::1': [2, 2, 0, 0, 0],
      'exported 198.51.100.1': [1, 1, 0, 0, 0],
    });
    expect(
      gates
        .filter(({ state }: any) => state === 'failed')
        .map(({ id, reason }: any) => `${id}: ${reason}`),
    ).toEqual([
      'limits-exceeded: No limit of gw2 was exceeded yet (ipv4-unicast, teardown): have a neighbor that stands in send more than the limit of its session, and see the session end.',
      'rollback-rehearsed: Going over and back was not rehearsed yet.',
    ]);
    // One look proves nothing about what moves, and nobody rehearsed.
    expect(ready).toBe(false);
    expect((await gate('best-equal')).state).toBe('settling');
  });

  it('reads what each daemon does beside its sessions', async () => {
    const { items } = await get('/routers');
    const [gw1, gw2] = items.map(({ parts }: any) => parts);
    expect(gw1.fibWriters).toEqual([
      { name: 'kernel4', family: 'ipv4-unicast', up: true, routes: 585 },
      { name: 'kernel6', family: 'ipv6-unicast', up: true, routes: 1438 },
    ]);
    expect(gw2.fibWriters).toEqual([]);
    expect(gw2.defaultPolicy).toEqual({ import: 'accept', export: 'reject' });
    const [mine] = gw1.rpkiCaches;
    expect(mine).toMatchObject({ name: 'validator1', up: true });
    expect(mine.vrps.ipv6).toBeGreaterThan(100);
    expect(gw2.rpkiCaches).toEqual([
      { name: '10.0.10.3:3323', up: true, vrps: mine.vrps },
    ]);
  });

  it('has the kernel’s own routes beside the best ones', async () => {
    const found = await eventually(async () => {
      const one = await gate('kernel-equal');
      return one.state === 'settling' && one;
    });
    expect(found.reason).toMatch(
      /^The kernel of gw1 has every best route with its next hop, and nothing else\./,
    );
    expect(found.inputs).toEqual([
      { name: 'routes in the kernel of gw1', rows: 2023 },
      { name: 'best on gw1', rows: 2020 },
      { name: 'missing', rows: 0 },
      { name: 'that no best route wants', rows: 0 },
      { name: 'with another next hop', rows: 0 },
      { name: "of the router's own, not compared", rows: 3 },
    ]);
    expect((await gate('restart-survived')).reason).toMatch(
      /^The machine of gw1 was started 21 days ago, and the machine of gw2 was started 21 days ago: every session came back by itself, and the kernel has every route\./,
    );
    const offer = bird.world
      .session('he_v6')
      .channels[0].offers.find(({ refusedFor }) => refusedFor === undefined)!;
    // It went after the table was read: BIRD may have lost it as well.
    bird.faults.set('kernelLacks', { prefix: offer.prefix });
    const moved = await eventually(async () => {
      const one = await gate('kernel-equal');
      return one.inputs.some(({ rows }: any) => rows === 2022) && one;
    });
    expect(moved.reason).toMatch(
      /^The kernel of gw1 has every best route with its next hop, and nothing else, but for 1 that moved meanwhile\./,
    );
    expect(moved.inputs).toContainEqual({
      name: 'left out, moved after the table or the kernel was read',
      rows: 1,
    });
    const list = '/migration/kernel-differences?router=gw1';
    expect(await get(list)).toMatchObject({
      items: [],
      kernel: { router: 'gw1', missing: 0, extra: 0, moved: 1 },
    });
    // So many at once are no bustle.
    bird.faults.set('kernelLacks', { family: 'ipv4' });
    const lacking = await eventually(async () => {
      const one = await gate('kernel-equal');
      return /unexplained/.test(one.reason) && one;
    });
    expect(lacking.reason).toMatch(
      /^58\d routes in the kernel of gw1 unexplained: [\d./]+ missing \(58\d moved after one table was read: more than a hundredth is not left out for that\)\./,
    );
    const page = await get(list);
    expect(page.kernel).toMatchObject({ router: 'gw1', extra: 0, moved: 0 });
    const [{ prefix, ...first }] = page.items;
    expect(first).toEqual({ class: 'missing', wanted: expect.any(String) });
    const cursor = encodeURIComponent(prefix);
    expect((await get(`${list}&cursor=${cursor}`)).items[0].prefix).toBe(
      page.items[1].prefix,
    );
    bird.faults.clear();
    await eventually(async () =>
      /every best/.test((await gate('kernel-equal')).reason),
    );
  });

  it('takes a rehearsal from the kinds of change alone', async () => {
    const path = '/api/orion-bgp/migration/rehearsals';
    const [from, to] = (await get('/routers')).items.map(({ identity }: any) =>
      daemonOf(identity),
    );
    const report = {
      changeId: 12,
      from: 'gw1',
      to: 'gw2',
      sessions: ['he_v6'],
      daemons: { from, to },
    };
    const tell = (body: object, subject?: string) => {
      const call = replica.api.post(path).send(body);
      return subject
        ? call.set(
            'authorization',
            mockCredentials.service.header({
              onBehalfOf: mockCredentials.service(subject),
              targetPluginId: 'orion-bgp',
            }),
          )
        : call;
    };
    expect((await tell(report)).status).toBe(403);
    expect((await tell(report, 'plugin:scaffolder')).status).toBe(403);
    const own = 'plugin:orion-changes';
    expect((await tell({ ...report, to: 'gw1' }, own)).status).toBe(404);
    expect((await tell({ ...report, sessions: [] }, own)).status).toBe(400);
    const other = { ...report, daemons: { from: { driver: 'frr' }, to } };
    expect((await tell(other, own)).status).toBe(400);
    // Whose it was counts, and not who runs when it is told.
    const { daemons: _daemons, ...unseen } = { ...report, changeId: 10 };
    expect((await tell(unseen, own)).status).toBe(204);
    expect((await gate('rollback-rehearsed')).reason).toContain(
      'and by which daemons was not kept',
    );
    const startedAt = '2026-01-01T00:00:00.000Z';
    const restarted = {
      ...{ ...report, changeId: 11 },
      daemons: { from: { ...from, startedAt }, to },
    };
    expect((await tell(restarted, own)).status).toBe(204);
    expect(await gate('rollback-rehearsed')).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(
        /by change 11, and gw1 was started again .* since: rehearse it again\./,
      ),
    });
    for (const changeId of [12, 12]) {
      expect((await tell({ ...report, changeId }, own)).status).toBe(204);
    }
    expect(await gate('rollback-rehearsed')).toMatchObject({
      state: 'passed',
      reason: expect.stringMatching(
        /^Going over and back was rehearsed today, by change 12: he_v6\. Not he_v4/,
      ),
      inputs: [
        { name: 'sessions rehearsed', rows: 1 },
        { name: 'sessions that can go over', rows: 2 },
      ],
    });
  });

  it('has seen a limit exceeded, and the session end, of each family', async () => {
    await exceedLimits(gobgp, await database.connect('orion-bgp'));
    const found = await eventually(async () => {
      const one = await gate('limits-exceeded');
      return one.state === 'passed' && one;
    });
    expect(found.inputs).toEqual([
      {
        name: 'limit of 198.51.100.1 on gw2 that was exceeded (ipv4-unicast)',
        rows: 800,
      },
      {
        name: 'limit of 2001:db8:100::1 on gw2 that was exceeded (ipv6-unicast)',
        rows: 2000,
      },
    ]);
    // Tables and lists of exports follow a while after, and are read once more.
    let looks = 0;
    await eventually(async () => {
      const { gates, neighbors } = await migration();
      const good =
        neighbors.length === 2 &&
        gates.every(
          ({ reason }: any) =>
            !/differences? unexplained|not announce|are missing|The table of/.test(
              reason,
            ),
        );
      looks = good ? looks + 1 : 0;
      await new Promise(resolve => {
        setTimeout(resolve, 500);
      });
      return looks > 6;
    }, 90_000);
  });

  it('passes what two looks agree on, and counts a longer pause as none', async () => {
    const knex = await database.connect('orion-bgp');
    const store = MigrationStore.create({ knex });
    const daemons = async () =>
      daemonsOf(...(await knex('routers').orderBy('id')));
    const look = async () =>
      store.keepGates(
        { from: 'gw1', to: 'gw2' },
        (await migration()).gates,
        await daemons(),
      );
    const kept = async () =>
      (await store.listGates({ from: 'gw1', to: 'gw2' }, await daemons())).get(
        'sessions-up',
      );
    await look();
    const first = await kept();
    await look();
    expect(await kept()).toMatchObject({
      state: 'passed',
      since: first!.since,
    });
    await knex('migration_gates').update({
      checked_at: knex.raw(`clock_timestamp() - interval '301 seconds'`),
    });
    expect(await kept()).toBeUndefined();
    await look();
    expect((await kept())!.since.getTime()).toBeGreaterThan(
      first!.since.getTime(),
    );
    await knex('migration_gates').update({
      state: 'passed',
      since: knex.raw(`clock_timestamp() - interval '31 seconds'`),
    });
    expect(
      (await migration()).gates
        .filter(({ state }: any) => state !== 'passed')
        .map(({ id, reason }: any) => `${id}: ${reason}`),
    ).toEqual([]);
    expect((await migration()).ready).toBe(true);
    // BIRD was started again, sooner than anybody looked.
    bird.world.state.startedAt += 10_000;
    bird.world.state.configuredAt += 10_000;
    await eventually(async () => {
      const { gates, ready } = await migration();
      return (
        !ready &&
        gates.every((one: any) => one.heldSince === undefined) &&
        gates
      );
    });
    expect((await gate('best-equal')).state).toBe('settling');
    expect(await gate('rollback-rehearsed')).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('gw1 was started again'),
    });
  });

  it('knows what is ours, and to whom it goes out', async () => {
    const { items } = await get('/own-prefixes');
    expect(
      items.map(({ prefix, rpki, announced }: any) => [
        prefix,
        rpki.state,
        announced,
      ]),
    ).toEqual([
      [
        '192.0.2.0/24',
        'unknown',
        [
          { router: 'gw1', to: ['he_v4'] },
          { router: 'gw2', to: ['198.51.100.1'] },
        ],
      ],
      ...['2001:db8:3949::/48', '2001:db8:394a::/48'].map(prefix => [
        prefix,
        'unknown',
        [
          { router: 'gw1', to: ['he_v6'] },
          { router: 'gw2', to: ['2001:db8:100::1'] },
        ],
      ]),
    ]);
  });

  it('sees what the policy of the new router adds to what is ours', async () => {
    const [channel] = gobgp.world.session('he_v6').channels;
    const told = (right: (found: any) => boolean) =>
      eventually(async () => {
        const { gates, sent } = (await get('/migration')).migration;
        const found = sent.find(
          ({ neighbor }: any) => neighbor === '2001:db8:100::1',
        );
        return right(found) && { ...found, gates };
      }, 30_000);
    const alike = await told(({ same }) => same === 2);
    expect(alike).toMatchObject({ compared: 2, differences: [] });
    expect(alike.problem).toBeUndefined();
    channel.exportSets = { med: 30, communities: [[65535, 666]] };
    const apart = await told(({ same }) => same === 0);
    expect(apart.differences).toMatchObject([
      {
        prefix: '2001:db8:3949::/48',
        values: [
          { field: 'communities', from: '', to: 'BLACKHOLE' },
          { field: 'med', from: '', to: '30' },
        ],
      },
      { prefix: '2001:db8:394a::/48' },
    ]);
    expect(
      apart.gates.find(({ id }: any) => id === 'exports-are-own'),
    ).toMatchObject({
      state: expect.stringMatching(/^(failed|settling)$/),
      reason: expect.stringMatching(
        /^2001:db8:3949::\/48 goes out to 2001:db8:100::1 \(2001:db8:100::1 on gw2\) with other attributes: communities none by gw1, BLACKHOLE by gw2; MED none by gw1, 30 by gw2\. 1 more differ\./,
      ),
    });
    channel.exportSets = undefined;
    await told(({ same }) => same === 2);
  });

  it('leaves out the one route that moved since, and names many', async () => {
    // GoBGP tells at once; BIRD's table is as old as its last dump.
    const session = gobgp.world.session('he_v6');
    const [one, ...others] = session.channels[0].offers
      .filter(({ refusedFor }) => refusedFor === undefined)
      .map(({ prefix }) => prefix);
    gobgp.world.withdraw('he_v6', 'ipv6', [one]);
    const list = '/migration/differences?scope=received';
    const left = await eventually(async () => {
      const found = await get(list);
      return found.comparison.moved === 1 && found;
    });
    expect(left).toMatchObject({
      items: [],
      comparison: { onlyFrom: 0, onlyTo: 0, different: 0 },
    });
    expect((await gate('received-equal')).inputs).toContainEqual({
      name: 'left out, moved after one table was read',
      rows: 1,
    });
    const many = others.slice(0, 60);
    gobgp.world.withdraw('he_v6', 'ipv6', many);
    const page = await eventually(async () => {
      const found = await get(list);
      return found.comparison.onlyFrom === 61 && found;
    });
    const { from } = page.comparison;
    expect(from).toBeLessThan(6_000);
    expect(page.comparison).toMatchObject({
      ...{ to: from - 61, onlyTo: 0, moved: 0, tooManyMoved: 61 },
    });
    expect(page.items[0]).toMatchObject({
      class: 'only-from',
      from: { router: 'gw1', session: 'he_v6' },
    });
    expect([one, ...many]).toContain(page.items[0].prefix);
    const failed = await eventually(async () => {
      const found = await gate('received-equal');
      return found.state !== 'passed' && found;
    });
    expect(failed.reason).toMatch(/difference|table/);
  });

  it('lists what differs from a kernel a page at a time', async () => {
    bird.faults.set('kernelLacks', { family: 'ipv4' });
    const list = '/migration/kernel-differences?router=gw1&limit=200';
    const first = await eventually(async () => {
      const found = await get(list);
      return found.nextCursor && found;
    });
    const pages = [first];
    while (pages.at(-1).nextCursor) {
      const cursor = encodeURIComponent(pages.at(-1).nextCursor);
      pages.push(await get(`${list}&cursor=${cursor}`));
    }
    bird.faults.clear();
    const { extra, missing, otherNextHop } = first.kernel;
    expect(missing).toBeGreaterThan(400);
    expect({ extra, otherNextHop }).toEqual({ extra: 0, otherNextHop: 0 });
    const prefixes = pages.flatMap(({ items }) =>
      items.map((one: any) => `${one.class} ${one.prefix}`),
    );
    expect(new Set(prefixes).size).toBe(missing);
    expect(prefixes).toHaveLength(missing);
    expect(prefixes.every(text => /^missing [\d.]+\/\d+$/.test(text))).toBe(
      true,
    );
  });

  it('refuses a kernel that is none of its two, and a cursor that is none', async () => {
    const call = (query: string) =>
      replica.api.get(`/api/orion-bgp/migration/kernel-differences?${query}`);
    const other = await call('router=gw3');
    expect(other.status).toBe(400);
    expect(other.body.error.message).toContain('gw3');
    expect((await call('')).status).toBe(400);
    expect((await call('router=gw1&limit=0')).status).toBe(400);
    expect((await call('router=gw1&cursor=here')).status).toBe(400);
  });

  it('refuses a neighbor it does not have, and a scope there is not', async () => {
    const call = (query: string) =>
      replica.api.get(`/api/orion-bgp/migration/differences?${query}`);
    const unknown = await call('scope=exported&neighbor=2001%3Adb8%3A%3A99');
    expect(unknown.status).toBe(400);
    expect(unknown.body.error.message).toContain('2001:db8::99');
    expect((await call('scope=everything')).status).toBe(400);
    expect((await call('')).status).toBe(400);
  });
});
