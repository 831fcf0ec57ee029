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

const OWN = '192.0.2.0/24';
const TRANSIT = '127.0.0.95';
const GW1 = '127.0.0.96';
const GW2 = '127.0.0.97';

type Ports = Record<'transit' | 'gw1' | 'gw2', number>;

/** One neighbor that speaks with both. */
const transitConfig = (ports: Ports) => `
log stderr { error, fatal, bug };
router id 198.51.100.1;
protocol device {}
protocol static offers { ipv4; route 203.0.113.0/24 blackhole; }
${(['gw1', 'gw2'] as const)
  .map(
    name => `ipv4 table by_${name};
protocol bgp ${name} {
  local ${TRANSIT} port ${ports.transit} as 6939;
  neighbor ${name === 'gw1' ? GW1 : GW2} port ${ports[name]} as 394955;
  multihop 2; passive;
  ipv4 { table by_${name}; import all; export where source = RTS_STATIC; next hop address 198.51.100.1; };
}
protocol pipe { table by_${name}; peer table master4; import where source = RTS_STATIC; export none; }`,
  )
  .join('\n')}
`;

/** @param out - what the filter does to what goes out to the neighbor */
const gw1Config = (ports: Ports, out: string) => `
log stderr { error, fatal, bug };
router id 10.0.10.1;
timeformat protocol iso long; timeformat route iso long; timeformat base iso long;
protocol device {}
protocol static own { ipv4; route ${OWN} unreachable; }
filter own_out { if source != RTS_STATIC then reject; ${out} accept; }
protocol bgp he_v4 {
  local ${GW1} port ${ports.gw1} as 394955;
  neighbor ${TRANSIT} port ${ports.transit} as 6939;
  multihop 2; connect delay time 1; connect retry time 1; error wait time 1, 2;
  ipv4 { import keep filtered; import all; export filter own_out; };
}
protocol bgp shadow {
  local ${GW1} port ${ports.gw1} as 394955;
  neighbor ${GW2} port ${ports.gw2} as 394955;
  multihop 2; rr client; connect delay time 1; connect retry time 1; error wait time 1, 2;
  ipv4 { import none; export where source = RTS_STATIC; next hop address 198.51.100.9; };
}
`;

/** Its policy adds a community, a large one and a MED, and prepends twice. */
const gw2Config = (ports: Ports) => `
[global.config]
  as = 394955
  router-id = "10.0.10.2"
  port = ${ports.gw2}
  local-address-list = ["${GW2}"]
[global.apply-policy.config]
  export-policy-list = ["out"]
  default-export-policy = "reject-route"
[[defined-sets.prefix-sets]]
  prefix-set-name = "own"
  [[defined-sets.prefix-sets.prefix-list]]
    ip-prefix = "${OWN}"
    masklength-range = "24..24"
[[policy-definitions]]
  name = "out"
  [[policy-definitions.statements]]
    name = "own"
    [policy-definitions.statements.conditions.match-prefix-set]
      prefix-set = "own"
    [policy-definitions.statements.actions]
      route-disposition = "accept-route"
    [policy-definitions.statements.actions.bgp-actions]
      set-med = "30"
    [policy-definitions.statements.actions.bgp-actions.set-as-path-prepend]
      as = "394955"
      repeat-n = 2
    [policy-definitions.statements.actions.bgp-actions.set-community]
      options = "add"
      [policy-definitions.statements.actions.bgp-actions.set-community.set-community-method]
        communities-list = ["65535:65281"]
    [policy-definitions.statements.actions.bgp-actions.set-large-community]
      options = "add"
      [policy-definitions.statements.actions.bgp-actions.set-large-community.set-large-community-method]
        communities-list = ["394955:1:2"]
${[
  { address: TRANSIT, asn: 6939, passive: false },
  { address: GW1, asn: 394955, passive: true },
]
  .map(
    ({ address, asn, passive }) => `[[neighbors]]
  [neighbors.config]
    neighbor-address = "${address}"
    peer-as = ${asn}
  [neighbors.transport.config]
    local-address = "${GW2}"
    passive-mode = ${passive}
    remote-port = ${address === TRANSIT ? ports.transit : ports.gw1}
  [neighbors.timers.config]
    connect-retry = 1
  [neighbors.ebgp-multihop.config]
    enabled = ${asn === 6939}
    multihop-ttl = 2
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv4-unicast"`,
  )
  .join('\n')}
`;

/** The same that the policy of gw2 does. */
const ALIKE = `
  bgp_community.add((65535, 65281)); bgp_large_community.add((394955, 1, 2));
  bgp_med = 30; bgp_path.prepend(394955); bgp_path.prepend(394955);
`;

describeWithDaemons(
  ['bird', 'gobgpd4'],
  'what BIRD and GoBGP tell a neighbor of our own, for real',
  () => {
    let ports: Ports;
    let transit: RealBird;
    let gw1: RealBird;
    let gw2: RealGobgp;
    let database: TestDatabase;
    let replica: Replica;

    const migration = async () =>
      (await replica.api.get('/api/orion-bgp/migration')).body.migration;
    const gateOf = ({ gates }: any) =>
      gates.find(({ id }: any) => id === 'exports-are-own');
    /** The answer is kept for a moment, the gate settles by two looks. */
    const until = async (right: (found: any) => boolean) => {
      let last: any;
      try {
        return await eventually(async () => {
          last = await migration();
          return last && right(last) && last;
        }, 60_000);
      } catch (error) {
        const { gates, sent } = last ?? {};
        throw new Error(
          `${error}: ${JSON.stringify({ sent, gate: gateOf({ gates }) })}`,
        );
      }
    };
    const fieldsOf = ({ sent }: any) =>
      sent[0]?.differences[0]?.values.map(({ field }: any) => field).join();

    beforeAll(async () => {
      ports = {
        transit: await findFreePort(),
        gw1: await findFreePort(),
        gw2: await findFreePort(),
      };
      database = await startTestDatabase();
      transit = await startRealBird({ config: transitConfig(ports) });
      gw1 = await startRealBird({ config: gw1Config(ports, '') });
      gw2 = await startRealGobgp({ api: 4, config: gw2Config(ports) });
      await eventually(async () => {
        const [near, far] = [
          await gw1.ask('show protocols'),
          await transit.ask('show protocols'),
        ];
        return `${near}${far}`.match(/Established/g)?.length === 4;
      });
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
          aggregates: [OWN],
          migration: { from: 'gw1', to: 'gw2', withoutNetbox: true },
        },
        [testCollector],
      );
    });

    afterAll(async () => {
      await replica?.backend.stop();
      await Promise.all([transit, gw1, gw2].map(daemon => daemon?.stop()));
      await database?.stop();
    });

    it('shows what the policy of the new router adds, and the gate names it', async () => {
      const found = await until(
        one =>
          fieldsOf(one) === 'asPath,communities,largeCommunities,med' &&
          gateOf(one).reason.includes(OWN),
      );
      expect(found.sent).toMatchObject([
        {
          neighbor: TRANSIT,
          from: 'he_v4',
          to: TRANSIT,
          compared: 1,
          same: 0,
          ignored: { 'own-as': 1, 'own-next-hop': 1, 'sent-origin': 1 },
          differences: [
            {
              prefix: OWN,
              class: 'different',
              values: [
                { field: 'asPath', from: '', to: '394955 394955' },
                { field: 'communities', from: '', to: 'NO_EXPORT' },
                { field: 'largeCommunities', from: '', to: '394955:1:2' },
                { field: 'med', from: '', to: '30' },
              ],
            },
          ],
        },
      ]);
      expect(found.sent[0].problem).toBeUndefined();
      const { reason, state } = gateOf(found);
      expect(state).not.toBe('passed');
      expect(reason).toMatch(
        /^192\.0\.2\.0\/24 goes out to 127\.0\.0\.95 \(127\.0\.0\.95 on gw2\) with other attributes: AS path none by gw1, 394955 394955 by gw2; communities none by gw1, NO_EXPORT by gw2;/,
      );
      // What the neighbor has is what was compared.
      const heard = await transit.ask(`show route ${OWN} all table by_gw2`);
      expect(heard).toContain('BGP.as_path: 394955 394955 394955');
      expect(heard).toContain('BGP.med: 30');
    });

    it('passes where both do the same', async () => {
      expect(await gw1.configure(gw1Config(ports, ALIKE))).toMatch(
        /Reconfigur/,
      );
      const found = await until(
        ({ sent }) => sent[0]?.same === 1 && sent[0].differences.length === 0,
      );
      expect(found.sent[0].problem).toBeUndefined();
      const settled = await until(one => gateOf(one).state !== 'failed');
      expect(gateOf(settled).reason).toMatch(
        /^gw1 and gw2 announce exactly what orion\.bgp\.aggregates has as ours to every shared neighbor, with the same attributes\./,
      );
      const [far, near] = await Promise.all(
        ['gw1', 'gw2'].map(name =>
          transit.ask(`show route ${OWN} all table by_${name}`),
        ),
      );
      const attributes = (text: string) =>
        text.match(/BGP\.(?!next_hop).*/g)?.sort();
      expect(attributes(near)).toEqual(attributes(far));
      expect(attributes(near)).toHaveLength(6);
    });

    it('sees one attribute that only the old router has', async () => {
      await gw1.configure(
        gw1Config(ports, `${ALIKE} bgp_community.add((65535, 666));`),
      );
      const found = await until(one => fieldsOf(one) === 'communities');
      expect(found.sent[0].differences[0].values).toEqual([
        {
          field: 'communities',
          from: expect.stringContaining('BLACKHOLE'),
          to: 'NO_EXPORT',
        },
      ]);
    });

    it('is not known while one router does not answer', async () => {
      await gw2.stop();
      const found = await until(
        ({ sent }) => sent.length === 1 && sent[0].problem !== undefined,
      );
      expect(found.sent[0]).toMatchObject({ compared: 0, same: 0 });
      expect(found.sent[0].problem).toMatch(
        /^What gw2 tells 127\.0\.0\.95 of our own cannot be read: .*gw2/,
      );
      // Its table says so too, which is as bad.
      expect(['failed', 'unknown']).toContain(gateOf(found).state);
    });
  },
);
