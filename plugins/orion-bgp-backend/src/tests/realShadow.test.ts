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

/** By neighbor of gw1. */
const NEIGHBORS = {
  he_v4: { address: '127.0.0.91', asn: 6939, hop: '192.0.2.1' },
  ix_v4: { address: '127.0.0.92', asn: 64500, hop: '192.0.2.2' },
};
const GW1 = '127.0.0.93';
const GW2 = '127.0.0.94';
type Name = keyof typeof NEIGHBORS;

type Ports = Record<Name | 'gw1' | 'gw2', number>;

/** Both have the same routes, one of them on a longer path. */
const neighborConfig = (name: Name, ports: Ports) => {
  const { address, asn, hop } = NEIGHBORS[name];
  const prepend =
    name === 'ix_v4' ? 'bgp_path.prepend(64501); bgp_med = 7;' : '';
  return `
log stderr { error, fatal, bug };
router id ${hop};
protocol device {}
protocol static offers { ipv4;
  route 203.0.113.0/24 blackhole; route 198.51.100.0/24 blackhole;
  route 198.18.1.0/24 blackhole; }
protocol bgp gw1 {
  local ${address} port ${ports[name]} as ${asn};
  neighbor ${GW1} port ${ports.gw1} as 394955;
  multihop 2; passive;
  ipv4 { import none; export filter { ${prepend} accept; }; next hop address ${hop}; };
}
`;
};

/** @param hides - a prefix that does not go to gw2 */
const gw1Config = (ports: Ports, { addPath = true, hides = '' } = {}) => `
log stderr { error, fatal, bug };
router id 10.0.10.1;
timeformat protocol iso long; timeformat route iso long; timeformat base iso long;
protocol device {}
ipv4 table ways;
protocol static links { ipv4 { table ways; }; route 192.0.2.0/30 via "lo"; }
protocol static own { ipv4; route 192.0.2.0/24 unreachable; }
${(['he_v4', 'ix_v4'] as const)
  .map(
    name => `protocol bgp ${name} {
  local ${GW1} port ${ports.gw1} as 394955;
  neighbor ${NEIGHBORS[name].address} port ${ports[name]} as ${NEIGHBORS[name].asn};
  multihop 2; connect delay time 1; connect retry time 1; error wait time 1, 2;
  ipv4 { import keep filtered; igp table ways; export none;
    import filter { if net ~ [ 198.18.0.0/15+ ] then reject; accept; }; };
}`,
  )
  .join('\n')}
protocol bgp shadow {
  local ${GW1} port ${ports.gw1} as 394955; neighbor ${GW2} port ${
  ports.gw2
} as 394955;
  multihop 2; rr client; connect delay time 1; connect retry time 1; error wait time 1, 2;
  ipv4 { import all; igp table ways; ${addPath ? 'add paths tx;' : ''}
    export ${
      hides ? `filter { if net = ${hides} then reject; accept; }` : 'all'
    }; };
}
`;

/** It speaks with nobody but gw1. */
const gw2Config = ({ gw2 }: Ports) => `
[global.config]
  as = 394955
  router-id = "10.0.10.2"
  port = ${gw2}
  local-address-list = ["${GW2}"]
[[neighbors]]
  [neighbors.config]
    neighbor-address = "${GW1}"
    peer-as = 394955
  [neighbors.transport.config]
    local-address = "${GW2}"
    passive-mode = true
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv4-unicast"
    [neighbors.afi-safis.add-paths.config]
      receive = true
`;

describeWithDaemons(
  ['bird', 'gobgpd4'],
  'a shadow that hears BIRD alone, for real',
  () => {
    let ports: Ports;
    let neighbors: RealBird[] = [];
    let gw1: RealBird;
    let gw2: RealGobgp;
    let database: TestDatabase;
    let replica: Replica;

    const migration = async () =>
      (await replica.api.get('/api/orion-bgp/migration')).body.migration;
    const until = async (right: (found: any) => boolean) => {
      let last: any;
      try {
        return await eventually(async () => {
          last = await migration();
          return last && right(last) && last;
        });
      } catch (error) {
        const { comparisons, tables } = last ?? {};
        throw new Error(`${error}: ${JSON.stringify({ comparisons, tables })}`);
      }
    };
    const comparisonOf = ({ comparisons }: any, wanted: string) =>
      comparisons.find(({ scope }: any) => scope === wanted);
    const numbersOf = (found: any, wanted: string) => {
      const { from, to, onlyFrom, onlyTo, different } =
        comparisonOf(found, wanted) ?? {};
      return [from, to, onlyFrom, onlyTo, different];
    };

    beforeAll(async () => {
      ports = {
        he_v4: await findFreePort(),
        ix_v4: await findFreePort(),
        gw1: await findFreePort(),
        gw2: await findFreePort(),
      };
      database = await startTestDatabase();
      neighbors = await Promise.all(
        (['he_v4', 'ix_v4'] as const).map(name =>
          startRealBird({ config: neighborConfig(name, ports) }),
        ),
      );
      gw1 = await startRealBird({ config: gw1Config(ports) });
      gw2 = await startRealGobgp({ api: 4, config: gw2Config(ports) });
      // A table that was read before the routes came is not read again for minutes.
      await eventually(async () => {
        const said = await gw1.ask('show protocols');
        return said.match(/Established/g)?.length === 3;
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
          aggregates: ['192.0.2.0/24'],
          migration: { from: 'gw1', to: 'gw2', withoutNetbox: true },
        },
        [testCollector],
      );
    });

    afterAll(async () => {
      await replica?.backend.stop();
      await Promise.all([...neighbors, gw1, gw2].map(daemon => daemon?.stop()));
      await database?.stop();
    });

    it('shows what was accepted and chosen, path by path', async () => {
      const found = await until(
        one => numbersOf(one, 'accepted').join() === '4,4,0,0,0',
      );
      // One of two paths to each prefix.
      expect(numbersOf(found, 'best')).toEqual([2, 2, 0, 0, 0]);
      for (const scope of ['accepted', 'best']) {
        const one = comparisonOf(found, scope);
        expect(one).toMatchObject({ over: GW1 });
        expect(one.empty).toBeUndefined();
      }
    });

    it('shows nothing of what was sent or goes out, and passes no gate by it', async () => {
      const found = await migration();
      for (const scope of ['received', 'exported']) {
        expect(comparisonOf(found, scope).empty).toMatch(
          /^No neighbor is established on both: gw2 has no session with 127\.0\.0\.91 \(he_v4 on gw1\)/,
        );
      }
      const reasonOf = (scope: string) =>
        found.gates.find(({ id }: any) => id === `${scope}-equal`).reason;
      for (const scope of ['received', 'exported']) {
        expect(reasonOf(scope)).toMatch(/^There is nothing to compare: /);
      }
      for (const scope of ['accepted', 'best']) {
        expect(reasonOf(scope)).toMatch(
          /^Compared only over 127\.0\.0\.93 on gw2, with no difference: that shows what gw1 let in, not what gw2 would\./,
        );
      }
      expect(
        found.gates.filter(({ state }: any) => state === 'passed'),
      ).toMatchObject([{ id: 'readings-fresh' }, { id: 'tables-complete' }]);
    });

    it('names what gw2 lacks, or chose otherwise', async () => {
      expect(
        await gw1.configure(gw1Config(ports, { hides: '203.0.113.0/24' })),
      ).toMatch(/Reconfigur/);
      const found = await until(
        one => numbersOf(one, 'accepted').join() === '4,2,2,0,0',
      );
      expect(numbersOf(found, 'best')).toEqual([2, 1, 1, 0, 0]);
      const { body } = await replica.api.get(
        '/api/orion-bgp/migration/differences?scope=best&limit=5',
      );
      expect(body.items).toMatchObject([
        { class: 'only-from', prefix: '203.0.113.0/24' },
      ]);
    });

    it('has no accepted paths without add-path, and says so', async () => {
      await gw1.configure(gw1Config(ports, { addPath: false }));
      const found = await until(({ comparisons }) =>
        comparisons.some(({ empty }: any) => /has no add-path/.test(empty)),
      );
      expect(comparisonOf(found, 'accepted').empty).toMatch(
        /127\.0\.0\.93 on gw2 carries only what gw1 chose: it has no add-path\.$/,
      );
    });
  },
);
