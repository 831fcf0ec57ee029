import {
  eventually,
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import {
  describeWithDaemons,
  findFreePort,
  RealBird,
  RealGobgp,
  startRealBird,
  startRealGobgp,
} from '@orion/lab';
import { Knex } from 'knex';
import { Replica, startReplica } from '../__testUtils__/startReplica';
import { testCollector } from '../__testUtils__/testCollector';
import { openSessionHand } from '../changes/actor/openSessionHand';
import { MigrationStore } from '../database/MigrationStore';
import { daemonsOf } from '../services/gates/daemonsOf';

const LIMIT = 4;

/** BIRD as AS6939, with `more` routes beyond the limit behind a protocol that is off. */
const neighborConfig = (
  port: number,
  others: { bird: number; gobgp: number },
) => `
log stderr { error, fatal, bug };
router id 198.51.100.1;
protocol device {}
protocol static few { ipv4; route 198.51.100.0/24 blackhole; route 203.0.113.0/24 blackhole; }
protocol static many { disabled; ipv4; ${[1, 2, 3, 4]
  .map(n => `route 198.18.${n}.0/24 blackhole;`)
  .join(' ')} }
template bgp stands_in {
  multihop 2; passive;
  ipv4 { import none; export all; next hop address 192.0.2.1; };
}
protocol bgp to_bird from stands_in {
  local 127.0.0.61 port ${port} as 6939;
  neighbor 127.0.0.62 port ${others.bird} as 394955;
}
protocol bgp to_gobgp from stands_in {
  local 127.0.0.61 port ${port} as 6939;
  neighbor 127.0.0.63 port ${others.gobgp} as 394955;
}
`;

const birdConfig = (own: number, port: number, limit = LIMIT) => `
log stderr { error, fatal, bug };
router id 10.0.10.1;
timeformat protocol iso long; timeformat route iso long; timeformat base iso long;
protocol device {}
protocol bgp test4 {
  local 127.0.0.62 port ${own} as 394955;
  neighbor 127.0.0.61 port ${port} as 6939;
  multihop 2; connect delay time 1; connect retry time 1; error wait time 1, 2;
  ipv4 { import keep filtered; import all; import limit ${limit} action disable; export none; };
}
`;

const gobgpConfig = (own: number, port: number) => `
[global.config]
  as = 394955
  router-id = "10.0.10.2"
  port = ${own}
  local-address-list = ["127.0.0.63"]
[[neighbors]]
  [neighbors.config]
    neighbor-address = "127.0.0.61"
    peer-as = 6939
  [neighbors.transport.config]
    local-address = "127.0.0.63"
    remote-port = ${port}
  [neighbors.timers.config]
    connect-retry = 5
    idle-hold-time-after-reset = 2
  [neighbors.ebgp-multihop.config]
    enabled = true
    multihop-ttl = 2
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv4-unicast"
    [neighbors.afi-safis.prefix-limit.config]
      max-prefixes = ${LIMIT}
`;

describeWithDaemons(
  ['bird', 'gobgpd4'],
  'a limit that a neighbor exceeds, for real',
  () => {
    let neighbor: RealBird;
    let bird: RealBird;
    let gobgp: RealGobgp;
    let database: TestDatabase;
    let knex: Knex;
    let replica: Replica;
    let ports: { neighbor: number; bird: number; gobgp: number };

    const sessions = async () =>
      (await replica.api.get('/api/orion-bgp/sessions')).body.items as any[];
    const session = async (router: string) =>
      (await sessions()).find(one => one.router === router && !one.gone);
    const trials = (router: string) =>
      MigrationStore.create({ knex }).listLimitTrials(router);
    const gate = async (id: string) =>
      (
        await replica.api.get('/api/orion-bgp/migration')
      ).body.migration.gates.find((one: any) => one.id === id);
    const daemon = async (id: string) =>
      daemonsOf(await knex('routers').where({ id }).first());

    beforeAll(async () => {
      ports = {
        neighbor: await findFreePort(),
        bird: await findFreePort(),
        gobgp: await findFreePort(),
      };
      database = await startTestDatabase();
      neighbor = await startRealBird({
        config: neighborConfig(ports.neighbor, ports),
      });
      bird = await startRealBird({
        config: birdConfig(ports.bird, ports.neighbor),
      });
      gobgp = await startRealGobgp({
        api: 4,
        config: gobgpConfig(ports.gobgp, ports.neighbor),
      });
      const router = (daemonAt: object) => ({
        asn: 394955,
        intervalSeconds: 1,
        ...daemonAt,
      });
      replica = await startReplica(
        database,
        {
          routers: {
            gw1: router({ bird: { socket: bird.socketPath } }),
            gw2: router({ gobgp: { target: gobgp.target } }),
          },
          migration: { from: 'gw1', to: 'gw2' },
        },
        [testCollector],
      );
      knex = await database.connect('orion-bgp');
      await eventually(
        async () =>
          (await sessions()).filter(({ state }) => state === 'established')
            .length === 2,
      );
    });

    afterAll(async () => {
      await replica?.backend.stop();
      await Promise.all([neighbor?.stop(), bird?.stop(), gobgp?.stop()]);
      await database?.stop();
    });

    it('leaves no trace of a session that ends for another reason', async () => {
      await neighbor.ask('restart to_gobgp');
      await neighbor.ask('restart to_bird');
      await eventually(async () => {
        const rows = await knex('session_transitions').where({ flap: true });
        return new Set(rows.map(({ router }) => router)).size === 2;
      });
      expect([...(await trials('gw1')), ...(await trials('gw2'))]).toEqual([]);
      await eventually(
        async () =>
          (await sessions()).filter(({ state }) => state === 'established')
            .length === 2,
      );
      expect(await gate('limits-exceeded')).toMatchObject({
        state: 'failed',
        reason: expect.stringMatching(/^No limit of gw2 was exceeded yet/),
      });
    });

    it('is kept with the time, the daemon and the limit, as each daemon says it', async () => {
      await neighbor.ask('enable many');
      await eventually(async () => (await trials('gw1')).length > 0);
      await eventually(async () => (await trials('gw2')).length > 0);
      expect(await trials('gw1')).toMatchObject([
        {
          session: 'test4',
          daemon: await daemon('gw1'),
          families: [
            {
              family: 'ipv4-unicast',
              limit: LIMIT,
              action: 'disable',
              used: expect.any(Number),
            },
          ],
          reaction: expect.stringMatching(/limit exceeded/i),
        },
      ]);
      expect(await trials('gw2')).toMatchObject([
        {
          session: '127.0.0.61',
          daemon: await daemon('gw2'),
          families: [
            {
              family: 'ipv4-unicast',
              limit: LIMIT,
              action: 'teardown',
              used: expect.any(Number),
            },
          ],
          reaction: expect.stringContaining('PfxCt'),
        },
      ]);
      // The witness: what both told the neighbor on the wire (RFC 4486).
      for (const name of ['to_bird', 'to_gobgp']) {
        expect(await neighbor.ask(`show protocols all ${name}`)).toMatch(
          /Received: Maximum number of prefixes reached/,
        );
      }
      expect(await session('gw2')).toMatchObject({
        adminState: 'prefix-limit',
      });
    });

    it('lets the gate pass once the sessions are back', async () => {
      await neighbor.ask('disable many');
      await bird.ask('enable test4');
      const hand = openSessionHand(
        { router: 'gw2', session: '127.0.0.61' },
        { driver: 'gobgp', target: gobgp.target },
      );
      await hand.act({ verb: 'enable' }, 'test', AbortSignal.timeout(10_000));
      hand.close();
      const found = await eventually(async () => {
        const one = await gate('limits-exceeded');
        return one.state === 'passed' && one;
      });
      expect(found.reason).toMatch(
        /^gw2 ended 127\.0\.0\.61 beyond 4 routes \(ipv4-unicast\) today and said: .*PfxCt/,
      );
      expect(found.inputs).toEqual([
        {
          name: 'limit of 127.0.0.61 on gw2 that was exceeded (ipv4-unicast)',
          rows: LIMIT,
        },
      ]);
      expect(await gate('limits-set')).toMatchObject({ state: 'passed' });
    });

    it('begins anew with another daemon', async () => {
      await gobgp.stop();
      gobgp = await startRealGobgp({
        api: 4,
        target: gobgp.target,
        config: gobgpConfig(ports.gobgp, ports.neighbor).replace(
          '10.0.10.2',
          '10.0.10.9',
        ),
      });
      const found = await eventually(async () => {
        const one = await gate('limits-exceeded');
        return one.state === 'failed' && one;
      });
      expect(found.reason).toMatch(/another daemon|no shared neighbor/i);
    });
  },
);
