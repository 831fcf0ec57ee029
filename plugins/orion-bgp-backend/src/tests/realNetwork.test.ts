import {
  eventually,
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import {
  describeWithDaemons,
  RealNetwork,
  RunningSimulator,
  startRealNetwork,
  startValidator,
} from '@orion/lab';
import { migratingPair } from '../__testUtils__/migratingPair';
import { Replica, startReplica } from '../__testUtils__/startReplica';
import { testCollector } from '../__testUtils__/testCollector';

describeWithDaemons(
  ['bird', 'gobgpd4', 'stayrtr'],
  'BIRD and the GoBGP that is to take its place, for real',
  () => {
    let validator: RunningSimulator;
    let network: RealNetwork;
    let database: TestDatabase;
    let replica: Replica;
    const get = async (path: string) =>
      (await replica.api.get(`/api/orion-bgp${path}`)).body;
    const migration = async () => (await get('/migration')).migration;

    beforeAll(async () => {
      [validator, database] = await Promise.all([
        startValidator({ port: 0 }),
        startTestDatabase(),
      ]);
      network = await startRealNetwork({ roas: `${validator.url}/json` });
      await eventually(async () => {
        const [near, far] = await Promise.all(
          [network.gw1, network.transit].map(bird =>
            bird.ask('show protocols'),
          ),
        );
        return `${near}${far}`.match(/Established/g)?.length === 8;
      });
      replica = await startReplica(
        database,
        migratingPair({
          socket: network.gw1.socketPath,
          target: network.gw2.target,
        }),
        [testCollector],
      );
      await eventually(async () => {
        const found = await migration();
        return found?.neighbors.length === 2 && found.comparisons.length > 0;
      });
    });

    afterAll(async () => {
      await replica?.backend.stop();
      await network?.stop();
      await Promise.all([validator?.stop(), database?.stop()]);
    });

    it.each(['received', 'accepted', 'best'])(
      'have the same routes: %s',
      async scope => {
        const { items, comparison } = await get(
          `/migration/differences?scope=${scope}&limit=5`,
        );
        expect(items).toEqual([]);
        expect(comparison.same).toBeGreaterThan(1_900);
      },
    );

    it('say what they do beside their sessions', async () => {
      const { items } = await get('/routers');
      const [gw1, gw2] = items.map(({ parts }: any) => parts);
      expect(gw1).toEqual({
        rpkiCaches: [{ name: 'validator1', up: true, vrps: expect.anything() }],
        // Only where the network has a kernel of its own.
        fibWriters: (network.machine ? ['ipv6', 'ipv4'] : []).map(family => ({
          ...{ name: `kernel_${family}`, family: `${family}-unicast` },
          ...{ up: true, routes: expect.any(Number) },
        })),
      });
      expect(gw2).toMatchObject({
        rpkiCaches: [{ up: true, vrps: gw1.rpkiCaches[0].vrps }],
        fibWriters: [],
        defaultPolicy: { import: 'accept', export: 'reject' },
      });
      expect(gw1.rpkiCaches[0].vrps.ipv6).toBeGreaterThan(100);
    });

    it('pass every gate but those that need a trial, or somebody who reads the kernel', async () => {
      const { gates } = await migration();
      const failed = gates.filter(({ state }: any) =>
        ['failed', 'unknown'].includes(state),
      );
      expect(failed.map(({ id }: any) => id)).toEqual([
        'limits-exceeded',
        ...(network.machine ? ['kernel-equal'] : []),
        'rollback-rehearsed',
      ]);
      const reasonOf = (id: string) =>
        gates.find((one: any) => one.id === id).reason;
      expect(reasonOf('imports-proven')).toMatch(
        /^gw2 gets what every shared neighbor sends gw1, and accepts the same of it/,
      );
      expect(reasonOf('exports-are-own')).toMatch(
        /^gw1 and gw2 announce exactly what orion\.bgp\.aggregates has as ours/,
      );
      expect(reasonOf('restart-survived')).toMatch(
        /^Whether the machine of gw1 was ever started with this, nobody can be asked: orion\.bgp\.routers\.gw1\.kernel/,
      );
      // What a daemon says it handed over is no proof.
      expect(reasonOf('kernel-equal')).toMatch(
        network.machine
          ? /The kernel itself is not read, so what it has nobody knows/
          : /^Neither router writes ipv[46]-unicast routes/,
      );
    });
  },
);
