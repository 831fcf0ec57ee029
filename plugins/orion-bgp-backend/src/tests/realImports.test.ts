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
import { Replica, startReplica } from '../__testUtils__/startReplica';
import { testCollector } from '../__testUtils__/testCollector';

const MAIN = '127.0.0.71';
const SECOND = '127.0.0.74';

interface Ports {
  neighbor: number;
  gw1: number;
  gw2: number;
}

/** AS6939 in service, and once more on addresses of its own. */
const neighborConfig = ({ neighbor, gw1, gw2 }: Ports) => `
log stderr { error, fatal, bug };
router id 198.51.100.1;
protocol device {}
protocol static offers { ipv4;
  route 203.0.113.0/24 blackhole; route 198.51.100.0/24 blackhole;
  route 198.18.1.0/24 blackhole; route 198.18.2.0/24 blackhole; }
template bgp upstream { multihop 2; passive;
  ipv4 { import none; export all; next hop address 192.0.2.1; }; }
protocol bgp to_gw1 from upstream {
  local ${MAIN} port ${neighbor} as 6939; neighbor 127.0.0.72 port ${gw1} as 394955; }
protocol bgp to_gw2 from upstream {
  local ${SECOND} port ${neighbor} as 6939; neighbor 127.0.0.73 port ${gw2} as 394955; }
`;

const gw1Config = (
  { neighbor, gw1 }: Ports,
  keep = 'import keep filtered;',
) => `
log stderr { error, fatal, bug };
router id 10.0.10.1;
timeformat protocol iso long; timeformat route iso long; timeformat base iso long;
protocol device {}
protocol bgp he_v4 {
  local 127.0.0.72 port ${gw1} as 394955; neighbor ${MAIN} port ${neighbor} as 6939;
  multihop 2; connect delay time 1; connect retry time 1; error wait time 1, 2;
  ipv4 { ${keep} import filter { if net ~ [ 198.18.0.0/15+ ] then reject; accept; };
    import limit 100 action restart; export none; };
}
`;

/** It may not speak with the neighbor itself yet. */
const gw2Config = ({ neighbor, gw2 }: Ports, refuses: boolean) => `
[global.config]
  as = 394955
  router-id = "10.0.10.2"
  port = ${gw2}
  local-address-list = ["127.0.0.73"]
${
  refuses
    ? `[global.apply-policy.config]
  import-policy-list = ["transit-in"]
  default-import-policy = "accept-route"
[[defined-sets.prefix-sets]]
  prefix-set-name = "bogons"
  [[defined-sets.prefix-sets.prefix-list]]
    ip-prefix = "198.18.0.0/15"
    masklength-range = "15..32"
[[policy-definitions]]
  name = "transit-in"
  [[policy-definitions.statements]]
    name = "bogon"
    [policy-definitions.statements.conditions.match-prefix-set]
      prefix-set = "bogons"
    [policy-definitions.statements.actions]
      route-disposition = "reject-route"
`
    : ''
}
${[MAIN, SECOND]
  .map(
    address => `[[neighbors]]
  [neighbors.config]
    neighbor-address = "${address}"
    peer-as = 6939
    admin-down = ${address === MAIN}
  [neighbors.transport.config]
    local-address = "127.0.0.73"
    remote-port = ${neighbor}
  [neighbors.timers.config]
    connect-retry = 2
    idle-hold-time-after-reset = 1
  [neighbors.ebgp-multihop.config]
    enabled = true
    multihop-ttl = 2
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv4-unicast"
    [neighbors.afi-safis.prefix-limit.config]
      max-prefixes = 100
`,
  )
  .join('')}
`;

describeWithDaemons(
  ['bird', 'gobgpd4'],
  'what a router would let in of a neighbor it may not speak to yet, for real',
  () => {
    let ports: Ports;
    let neighbor: RealBird;
    let gw1: RealBird;
    let gw2: RealGobgp;
    let database: TestDatabase;
    let replica: Replica;

    /** Until the gate says so; it is `settling` until two looks agree. */
    let last: unknown;
    const says = (reason: RegExp) =>
      eventually(async () => {
        const { body } = await replica.api.get('/api/orion-bgp/migration');
        const gate = body.migration?.gates.find(
          ({ id }: any) => id === 'imports-proven',
        );
        last = gate;
        return reason.test(gate?.reason) && gate;
      }).catch(error => {
        throw new Error(`${error.message}: ${JSON.stringify(last)}`);
      });

    beforeAll(async () => {
      ports = {
        neighbor: await findFreePort(),
        gw1: await findFreePort(),
        gw2: await findFreePort(),
      };
      database = await startTestDatabase();
      neighbor = await startRealBird({ config: neighborConfig(ports) });
      gw1 = await startRealBird({ config: gw1Config(ports) });
      gw2 = await startRealGobgp({ api: 4, config: gw2Config(ports, true) });
      // A table that was read before the routes came is not read again for minutes.
      await eventually(async () =>
        /of [1-9]\d* routes/.test(await gw1.ask('show route count')),
      );
      const router = (daemon: object) => ({
        asn: 394955,
        intervalSeconds: 1,
        ...daemon,
      });
      replica = await startReplica(
        database,
        {
          routers: {
            gw1: router({ bird: { socket: gw1.socketPath } }),
            gw2: router({ gobgp: { target: gw2.target } }),
          },
          migration: { from: 'gw1', to: 'gw2' },
        },
        [testCollector],
      );
    });

    afterAll(async () => {
      await replica?.backend.stop();
      await Promise.all([neighbor?.stop(), gw1?.stop(), gw2?.stop()]);
      await database?.stop();
    });

    it('is shown by a second session of the same neighbor', async () => {
      const gate = await says(/^gw2 gets what every shared neighbor sends gw1/);
      expect(gate.inputs).toEqual([
        { name: 'received over he_v4 on gw1', rows: 4 },
        { name: `received over ${SECOND} on gw2`, rows: 4 },
        { name: 'accepted over he_v4 on gw1', rows: 2 },
        { name: `accepted over ${SECOND} on gw2`, rows: 2 },
      ]);
    });

    it('is not shown without one, and the gate says what to do', async () => {
      await neighbor.ask('disable to_gw2');
      const gate = await says(/^Nothing gives gw2 what he_v4 sends gw1/);
      expect(gate.reason).toMatch(/second session to gw2/);
      await neighbor.ask('enable to_gw2');
      await says(/^gw2 gets what/);
    });

    it('is another one under another policy', async () => {
      const { target } = gw2;
      await gw2.stop();
      gw2 = await startRealGobgp({
        api: 4,
        target,
        config: gw2Config(ports, false),
      });
      const gate = await says(/^gw2 accepts other routes of he_v4 than gw1/);
      expect(gate.reason).toMatch(/0 are missing, 2 too many, 0 different/);
    });

    it('cannot be known where the other one forgets what it refuses', async () => {
      await gw1.configure(gw1Config(ports, ''));
      const gate = await says(/^gw1 does not keep what its policy refuses/);
      expect(gate.reason).toMatch(/of he_v4 .*"import keep filtered"/);
    });
  },
);
