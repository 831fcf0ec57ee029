import {
  eventually,
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import {
  OwnPrefixList,
  SessionDetail,
  TableState,
} from '@orion/backstage-plugin-orion-bgp-common';
import { describeWithDaemons } from '@orion/lab';
import {
  SessionStage,
  startSessionStage,
} from '../changes/testing/startSessionStage';
import { drivePlaybook } from '../__testUtils__/drivePlaybook';
import { migratingPair } from '../__testUtils__/migratingPair';
import {
  asPipeline,
  MigrationGates,
  migrationGates,
} from '../__testUtils__/migrationGates';
import {
  CUT_OVER_LINKS,
  CutOverWorld,
  startCutOverWorld,
} from '../__testUtils__/startCutOverWorld';
import { Replica, startReplica } from '../__testUtils__/startReplica';
import { restlessCollector } from '../__testUtils__/testCollector';

jest.setTimeout(600_000);

/** BGP identifiers of both daemons. */
const BIRD_ID = '192.0.2.1';
const GOBGP_ID = '192.0.2.2';
const way = { from: 'gw1', to: 'gw2', reason: 'migration CHG-12' };

describeWithDaemons(
  ['bird', 'gobgpd4', 'stayrtr', 'namespaces'],
  'the router of the roles before its cut-over, for real',
  () => {
    let world: CutOverWorld;
    let database: TestDatabase;
    let replica: Replica;
    let gates: MigrationGates;
    let stage: SessionStage;
    /** When a daemon was started again. */
    const restarted = new Map<string, number>();
    const isPresent = ({ dumpedAt, error, router, state }: TableState) =>
      error === undefined &&
      (state === 'live' || state === 'polled') &&
      Date.parse(dumpedAt ?? '') > (restarted.get(router) ?? 0);
    /** Gates that do not pass. */
    const open = async (sessions?: string[]) => {
      const { migration } = await gates.get(sessions);
      return (migration?.gates ?? []).flatMap(({ id, state }) =>
        state === 'passed' ? [] : [id],
      );
    };
    const rowsOf = async (id: string) => (await gates.find(id)).inputs;
    /** Says what stood in the way, which an instant later nobody knows. */
    const explained = async (error: Error) => {
      const { migration } = await gates.get();
      const left = migration?.gates.filter(({ state }) => state !== 'passed');
      throw new Error(`${error.message}: ${JSON.stringify(left)}`);
    };
    /** BGP identifier of whoever AS6939 has a session with. */
    const speaker = async (session: string) =>
      /Neighbor ID: +(\S+)/.exec(
        await world.upstream.ask(`show protocols all ${session}`),
      )?.[1];
    /** What it has over it, sorted. */
    const heard = async (session: string) => {
      const table = `master${session.slice(-1)}`;
      const text = await world.upstream.ask(
        `show route protocol ${session} table ${table}`,
      );
      return [...text.matchAll(/^(?:1007-| )?([\d.a-f:]+\/\d+)/gm)]
        .map(([, prefix]) => prefix)
        .sort();
    };
    const sessionOf = async (
      router: string,
      session: string,
    ): Promise<SessionDetail> =>
      (
        await replica.api.get(
          `/api/orion-bgp/routers/${router}/sessions/${encodeURIComponent(
            session,
          )}`,
        )
      ).body;
    /** Who passes our prefixes on to a neighbor, as pages tell it. */
    const passingOn = async (neighbor: string) => {
      const { body } = await replica.api.get('/api/orion-bgp/own-prefixes');
      const { items } = body as OwnPrefixList;
      return new Map(
        items.map(({ announced, prefix }) => [
          prefix,
          announced.find(({ learned, to }) => learned && to.includes(neighbor))
            ?.router,
        ]),
      );
    };
    const inKernel = () => [
      world.machine.countRoutes('ipv4'),
      world.machine.countRoutes('ipv6'),
    ];

    beforeAll(async () => {
      [world, database] = await Promise.all([
        startCutOverWorld(),
        startTestDatabase(),
      ]);
      const { gw1, gw2, kernel, standIn, upstream } = world;
      await eventually(async () => {
        const said = await Promise.all(
          [upstream, standIn].map(bird => bird.ask('show protocols')),
        );
        return said.join('').match(/Established/g)?.length === 10;
      });
      const bgp = {
        defaultOwner: 'group:default/team-a',
        ...migratingPair({
          socket: gw1.readPath,
          target: gw2.readTarget,
          kernel,
          nextHops: CUT_OVER_LINKS,
          standIns: {
            gw1: ['stand_in6', 'stand_in4'],
            gw2: [
              ...['fd00:394a::1', '10.69.39.1'],
              ...['fd00:394a::9', '10.69.39.9'],
            ],
          },
          actions: {
            socket: gw1.socketPath,
            target: gw2.target,
            revertAfterSeconds: 30,
            outOfBand: 'the console',
          },
        }),
      };
      replica = await startReplica(database, bgp, [restlessCollector]);
      gates = migrationGates(replica, await database.connect('orion-bgp'));
      stage = await startSessionStage(bgp, [], gates);
    });

    afterAll(async () => {
      await stage?.stop();
      await replica?.backend.stop();
      await world?.stop();
      await database?.stop();
    });

    it('passes every gate but those that need a trial', async () => {
      await eventually(async () => {
        await gates.settle();
        return (await open()).join() === 'limits-exceeded,rollback-rehearsed';
      }, 120_000).catch(explained);
      const { migration } = await gates.get();
      expect(migration!.neighbors.map(({ from }) => from)).toEqual([
        ...['stand_in4', 'stand_in6'],
      ]);
      expect(migration!.waiting.map(({ from }) => from)).toEqual([
        ...['he_v4', 'he_v6'],
      ]);
      expect(await rowsOf('received-equal')).toEqual([
        { name: 'received on gw1', rows: 8 },
        { name: 'received on gw2', rows: 8 },
      ]);
      // Two families of three routes, of the upstream and of what stands in for it.
      expect(await rowsOf('kernel-equal')).toContainEqual({
        ...{ name: 'best on gw1', rows: 12 },
      });
      expect(await rowsOf('inside-imports')).toEqual([
        { name: 'accepted over gobgp on gw1 (ipv4-unicast)', rows: 6 },
        { name: 'accepted over gobgp on gw1 (ipv6-unicast)', rows: 6 },
      ]);
      expect(await rowsOf('exports-are-own')).toEqual(
        expect.arrayContaining([
          { name: 'exported to fd00:394a::1 by gw1', rows: 2 },
          { name: 'exported to fd00:394a::1 by gw2', rows: 2 },
          { name: 'exported to 10.69.39.1 by gw1', rows: 1 },
          { name: 'exported to 10.69.39.1 by gw2', rows: 1 },
          {
            name: 'told to fd00:394a::1 with their attributes by both',
            rows: 2,
          },
        ]),
      );
      expect(await rowsOf('imports-proven')).toEqual(
        expect.arrayContaining([
          { name: 'received over he_v6 on gw1', rows: 6 },
          { name: 'received over 2001:db8:ffff::3 on gw2', rows: 6 },
          { name: 'accepted over he_v6 on gw1', rows: 3 },
          { name: 'accepted over 2001:db8:ffff::3 on gw2', rows: 3 },
        ]),
      );
    });

    it('shows how BFD of the daemon stands that has it', async () => {
      await eventually(
        async () =>
          /^up$/i.test((await sessionOf('gw2', '2001:db8:ffff::3')).bfd ?? ''),
        30_000,
      );
      expect(await world.upstream.ask('show bfd sessions')).toMatch(
        /2001:db8:ffff::4 +\S+ +Up/,
      );
      for (const [router, session] of [
        ['gw1', 'he_v6'],
        ['gw2', '2001:db8:ffff::1'],
        ['gw2', '198.51.100.3'],
      ]) {
        expect(await sessionOf(router, session)).not.toHaveProperty('bfd');
      }
    });

    it('has its limits exceeded by what stands in, and enables the sessions again', async () => {
      await world.exceed(true);
      await eventually(
        async () => !(await open()).includes('limits-exceeded'),
        120_000,
      ).catch(explained);
      await world.exceed(false);
      expect(await rowsOf('limits-exceeded')).toEqual([
        {
          name: 'limit of 10.69.39.9 on gw2 that was exceeded (ipv4-unicast)',
          rows: 2,
        },
        {
          name: 'limit of fd00:394a::9 on gw2 that was exceeded (ipv6-unicast)',
          rows: 2,
        },
      ]);
      for (const session of ['10.69.39.9', 'fd00:394a::9']) {
        const id = await stage.approved('bgp-peer.enable', {
          ...{ router: 'gw2', session, reason: 'the trial is over' },
        });
        await stage.pipeline.drive(id, 'succeeded');
      }
    });

    it.each([
      {
        ...{ session: 'he_v4', called: 'gw_v4', neighbor: '198.51.100.1' },
        own: ['192.0.2.0/24'],
      },
      {
        ...{ session: 'he_v6', called: 'gw_v6', neighbor: '2001:db8:ffff::1' },
        own: ['2001:db8:3949::/48', '2001:db8:394a::/48'],
      },
    ])(
      'rehearses $session, cuts it over and rolls it back as its gates allow, and the kernel keeps its routes',
      async ({ called, neighbor, own, session }) => {
        const input = { ...way, sessions: [session] };
        const over = { ...input, name: 'gw2' };
        await gates.ready().catch(explained);
        const before = inKernel();
        const rehearsal = await stage.approved('bgp-migration.rehearse', over);
        await drivePlaybook(stage, rehearsal, 'succeeded');
        expect(await speaker(called)).toBe(BIRD_ID);

        await gates.ready().catch(explained);
        expect(await open([session])).toEqual([]);
        const cut = await stage.approved('bgp-migration.cut-over', over);
        await drivePlaybook(stage, cut, 'succeeded');
        expect(await speaker(called)).toBe(GOBGP_ID);
        expect(await heard(called)).toEqual(own);
        await eventually(() => inKernel().join() === before.join());
        // BIRD has them still, and GoBGP passes them on.
        await eventually(async () => {
          const tellers = await passingOn(neighbor);
          return own.every(prefix => tellers.get(prefix) === 'gw2');
        }, 90_000);

        const undo = await stage.approved('bgp-migration.roll-back', input);
        await drivePlaybook(stage, undo, 'succeeded');
        await eventually(async () => (await speaker(called)) === BIRD_ID);
        expect(await heard(called)).toEqual(own);
        await eventually(() => inKernel().join() === before.join());
      },
    );

    it.each([
      { router: 'gw2', session: '198.51.100.3' },
      { router: 'gw1', session: 'stand_in4' },
    ] as const)(
      'says of $router, started again, that $session is up though a change switched it off, and does nothing',
      async ({ router, session }) => {
        const target = { router, session, name: session };
        await eventually(async () => {
          const { tables } = await stage.deps.collector.ask('tables', {});
          return tables.every(isPresent);
        }, 90_000);
        const id = await stage.approved('bgp-peer.disable', {
          ...{ ...target, reason: 'it is to forget it' },
          acceptIsolation: true,
        });
        await stage.pipeline.drive(id, 'succeeded');
        await replica.api
          .put('/api/orion-bgp/decided-states')
          .set('authorization', asPipeline())
          .send(stage.reports.at(-1))
          .expect(204);
        await eventually(async () => {
          const { adminState, drift } = await sessionOf(router, session);
          return adminState === 'down' && drift === undefined;
        });
        await world[router].restart();
        restarted.set(router, Date.now());
        await eventually(
          async () =>
            (await sessionOf(router, session)).state === 'established',
          120_000,
        );
        expect(await sessionOf(router, session)).toMatchObject({
          adminState: 'up',
          drift: { changeId: id },
        });
      },
    );
  },
);
