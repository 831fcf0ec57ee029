import {
  eventually,
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { describeWithDaemons, RealNetwork, startRealNetwork } from '@orion/lab';
import { kernelRoutes, serveCommand } from '../__testUtils__/kernelSocket';
import { migratingPair } from '../__testUtils__/migratingPair';
import { Replica, startReplica } from '../__testUtils__/startReplica';
import { testCollector } from '../__testUtils__/testCollector';

jest.setTimeout(600_000);

const HOUR_MS = 3_600_000;

describeWithDaemons(
  ['bird', 'gobgpd4', 'namespaces'],
  'a machine of two routers that is started again, for real',
  () => {
    let network: RealNetwork;
    let served: Awaited<ReturnType<typeof serveCommand>>;
    let database: TestDatabase;
    let replica: Replica;

    let last: unknown;
    const says = (reason: RegExp) =>
      eventually(async () => {
        const { body } = await replica.api.get('/api/orion-bgp/migration');
        const gate = body.migration?.gates.find(
          ({ id }: any) => id === 'restart-survived',
        );
        last = gate;
        return reason.test(gate?.reason) && gate;
        // Its kernel rests twenty times as long as a reading took.
      }, 240_000).catch(error => {
        throw new Error(`${error.message}: ${JSON.stringify(last)}`);
      });
    /** The daemons end and start with the machine, and its kernel has no routes. */
    const restart = async () => {
      network.machine!.bootedAt(new Date());
      await Promise.all([network.gw1.restart(), network.gw2.restart()]);
    };

    beforeAll(async () => {
      [network, database] = await Promise.all([
        startRealNetwork({}),
        startTestDatabase(),
      ]);
      const { gw1, gw2, machine, transit } = network;
      machine!.bootedAt(new Date(Date.now() - HOUR_MS));
      served = await serveCommand([
        ...machine!.within,
        ...['python3', kernelRoutes],
      ]);
      await eventually(async () => {
        const said = await transit.ask('show protocols');
        // A table that is read before the routes came is not read again for minutes.
        return (
          said.match(/Established/g)?.length === 4 &&
          machine!.countRoutes('ipv4') > 500 &&
          machine!.countRoutes('ipv6') > 1_000
        );
      });
      replica = await startReplica(
        database,
        migratingPair({
          socket: gw1.socketPath,
          target: gw2.target,
          kernel: served.path,
        }),
        [testCollector],
      );
      // A BIRD that ends while it is dumped rests for minutes all the same.
      await eventually(async () => {
        const { body } = await replica.api.get('/api/orion-bgp/tables');
        return (
          body.items.length === 2 &&
          body.items.every(({ dumpedAt }: any) => dumpedAt !== undefined)
        );
      }, 60_000);
    });

    afterAll(async () => {
      await replica?.backend.stop();
      await served?.stop();
      await network?.stop();
      await database?.stop();
    });

    it('shows nothing while only the daemons were', async () => {
      const { state } = await says(
        /^The machine of gw1 was started at \S+ and gw1 at \S+, so not by that/,
      );
      expect(state).not.toBe('passed');
    });

    it('shows which session did not come back by itself', async () => {
      await network.transit.ask('disable gw2_ipv4');
      await restart();
      const { state } = await says(
        /^The machine of gw2 was started at .*did not come back/,
      );
      expect(state).not.toBe('passed');
    });

    it('shows that sessions and the routes of the kernel came back', async () => {
      const before = network.machine!.countRoutes('ipv4');
      await network.transit.ask('enable gw2_ipv4');
      await restart();
      await says(
        /^The machine of gw1 was started today, and the machine of gw2 was started today: every session came back by itself, and the kernel has every route\./,
      );
      expect(network.machine!.countRoutes('ipv4')).toBe(before);
      expect(before).toBeGreaterThan(500);
    });
  },
);
