import {
  attributesOf,
  describeWithDaemons,
  familyOf,
  findFreePort,
  GobgpCaller,
  LINK_NETWORKS,
  nlriOf,
  RealBgpPair,
  RealBird,
  startRealBgpPair,
  startRealBird,
} from '@orion/lab';
import { decodeAttributes } from '../../attributes/decodeAttributes';
import { formatAttributes } from '../../attributes/formatAttributes';
import { formatPrefix, parsePrefix } from '../../routes/addresses';
import {
  ExportRecord,
  PathFlag,
  PathRecord,
  PrefixKey,
} from '../../routes/RouteSource';
import { GobgpRouteSource } from './GobgpRouteSource';

const { received, accepted, best } = PathFlag;
const { signal } = new AbortController();

/** A second neighbor of GoBGP, at 127.0.0.3, with a longer path to the same network. */
const second = (port: number, gobgpPort: number) => `
log stderr all;
router id 10.255.0.3;
protocol device {}
protocol static s4 { ipv4; route 203.0.113.0/24 blackhole { bgp_path.prepend(64511); }; }
protocol static s6 {
  ipv6;
  route 2001:db8:4::/48 blackhole {
    bgp_path.prepend(64511);
    bgp_community.add((64496,1)); bgp_community.add((64496,0));
    bgp_large_community.add((64496,4294967295,0));
    bgp_ext_community.add((rt,64496,100));
    bgp_origin = ORIGIN_INCOMPLETE;
  };
}
protocol bgp gobgp {
  local 127.0.0.3 port ${port} as 64496;
  neighbor 127.0.0.2 port ${gobgpPort} as 394955;
  multihop 2;
  connect delay time 1; connect retry time 1; error wait time 1,2;
  ipv4 { import all; export all; next hop address 192.0.2.3; };
  ipv6 { import all; export all; next hop address 2001:db8::3; };
}
`;

const neighborConfig = `
[[neighbors]]
  [neighbors.config]
    neighbor-address = "127.0.0.3"
    peer-as = 64496
  [neighbors.transport.config]
    local-address = "127.0.0.2"
    passive-mode = true
  [neighbors.ebgp-multihop.config]
    enabled = true
    multihop-ttl = 2
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv4-unicast"
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv6-unicast"
`;

describe.each([3, 4] as const)('tables of GoBGP %i', api => {
  describeWithDaemons(['bird', `gobgpd${api}`], 'the real one', () => {
    let pair: RealBgpPair;
    let bird: RealBird;
    let source: GobgpRouteSource;
    let caller: GobgpCaller;

    const text = ({ address, length, session, origin, flags }: PathRecord) =>
      `${formatPrefix(address, length)} ${session || 'own'} ${origin} ${flags}`;
    const dump = async () => {
      const rows: string[] = [];
      await source.dumpPaths({
        signal,
        sink: path => void rows.push(text(path)),
      });
      return rows.sort();
    };

    beforeAll(async () => {
      pair = await startRealBgpPair({
        api,
        routes4: 'route 203.0.113.0/24 blackhole;',
        gobgp: neighborConfig,
      });
      bird = await startRealBird({
        config: second(await findFreePort(), pair.ports.gobgp),
      });
      const target = {
        router: 'edge1',
        address: pair.gobgp.target,
        nextHops: LINK_NETWORKS,
      };
      source = GobgpRouteSource.create(target);
      caller = new GobgpCaller({ api, target: pair.gobgp.target });
      for (const prefix of ['198.51.100.0/24', '2001:db8:9::/48']) {
        const nextHop = prefix.includes(':') ? '::' : '0.0.0.0';
        await caller.call('AddPath', {
          table_type: 'TABLE_TYPE_GLOBAL',
          path: {
            family: familyOf(prefix),
            nlri_binary: nlriOf(prefix),
            pattrs_binary: attributesOf(prefix, {
              nextHop,
              communities: [[64500, 7]],
            }),
          },
        });
      }
      const end = Date.now() + 30_000;
      while ((await dump()).length < 5 && Date.now() < end) {
        await new Promise(resolve => {
          setTimeout(resolve, 200);
        });
      }
    });
    afterAll(async () => {
      caller?.close();
      await source?.close();
      await Promise.all([bird?.stop(), pair?.stop()]);
    });

    const expected = [
      `198.51.100.0/24 own static ${accepted | best}`,
      `2001:db8:4::/48 127.0.0.3 bgp ${received | accepted | best}`,
      `2001:db8:9::/48 own static ${accepted | best}`,
      `203.0.113.0/24 127.0.0.1 bgp ${received | accepted | best}`,
      `203.0.113.0/24 127.0.0.3 bgp ${received | accepted}`,
    ];

    it('have one best path a prefix, and the router’s own', async () => {
      expect(await dump()).toEqual(expected);
    });

    it('have every attribute as BIRD sent it', async () => {
      const records: PathRecord[] = [];
      const prefixes = [parsePrefix('2001:db8:4::/48') as PrefixKey];
      await source.lookupPaths({
        signal,
        prefixes,
        sink: path => void records.push({ ...path }),
      });
      expect(records.map(text)).toEqual([expected[1]]);
      expect(records[0].since).toBeGreaterThan(Date.now() / 1000 - 120);
      expect(formatAttributes(decodeAttributes(records[0].attributes))).toEqual(
        {
          asPath: '64496 64511',
          originAs: 64511,
          nextHop: '2001:db8::3',
          bgpOrigin: 'incomplete',
          communities: [
            { kind: 'standard', value: '64496:0' },
            { kind: 'standard', value: '64496:1' },
            { kind: 'large', value: '64496:4294967295:0' },
            { kind: 'extended', value: 'rt:64496:100' },
          ],
          unknownAttributes: [],
        },
      );
    });

    it('say what goes out to whom', async () => {
      const exported = async (session: string) => {
        const rows: string[] = [];
        await source.dumpExports({
          signal,
          session,
          sink: ({ address, length, from, attributes }: ExportRecord) => {
            const { asPath, nextHop } = formatAttributes(
              decodeAttributes(attributes!),
            );
            rows.push(
              `${formatPrefix(address, length)} ${
                from || 'own'
              } (${asPath}) ${nextHop}`,
            );
          },
        });
        return rows.sort();
      };
      expect(await exported('127.0.0.1')).toEqual([
        '198.51.100.0/24 own (394955) 127.0.0.2',
        '2001:db8:4::/48 127.0.0.3 (394955 64496 64511) ::ffff:127.0.0.2',
        '2001:db8:9::/48 own (394955) ::ffff:127.0.0.2',
      ]);
      expect(await exported('127.0.0.3')).toEqual([
        '198.51.100.0/24 own (394955) 127.0.0.2',
        '2001:db8:9::/48 own (394955) ::ffff:127.0.0.2',
        '203.0.113.0/24 127.0.0.1 (394955 6939) 127.0.0.2',
      ]);
    });

    it('move the best path when a neighbor goes', async () => {
      await caller.call('DisablePeer', { address: '127.0.0.1' });
      const end = Date.now() + 10_000;
      while ((await dump()).length > 4 && Date.now() < end) {
        await new Promise(resolve => {
          setTimeout(resolve, 100);
        });
      }
      expect(await dump()).toEqual([
        ...expected.slice(0, 3),
        `203.0.113.0/24 127.0.0.3 bgp ${received | accepted | best}`,
      ]);
      const [down, up] = (await source.readRouter({ signal })).sessions.sort(
        (a, b) => (a.name < b.name ? -1 : 1),
      );
      expect(down).toMatchObject({
        name: '127.0.0.1',
        state: 'down',
        adminState: 'down',
        stateText: 'Idle(Admin)',
      });
      expect(up).toMatchObject({ name: '127.0.0.3', state: 'established' });
    });
  });
});

describe.each([3, 4] as const)(
  'several paths of one neighbor, GoBGP %i',
  api => {
    describeWithDaemons(['bird', `gobgpd${api}`], 'the real one', () => {
      let pair: RealBgpPair;
      let source: GobgpRouteSource;

      afterAll(async () => {
        await source?.close();
        await pair?.stop();
      });

      it('are told apart by their id, and refused ones too', async () => {
        pair = await startRealBgpPair({
          api,
          routes4: 'route 203.0.113.0/24 blackhole;',
          bird: `
protocol static more {
  ipv4 { preference 150; };
  route 203.0.113.0/24 blackhole { bgp_path.prepend(64511); };
  route 198.51.100.0/24 blackhole { bgp_path.prepend(394955); };
}`,
          birdChannel: 'add paths tx;',
          gobgpFamily: `
    [neighbors.afi-safis.add-paths.config]
      receive = true
`,
        });
        source = GobgpRouteSource.create({
          router: 'edge1',
          address: pair.gobgp.target,
          nextHops: LINK_NETWORKS,
        });
        const read = async () => {
          const rows: { prefix: string; pathId: number; flags: number }[] = [];
          await source.dumpPaths({
            signal,
            sink: ({ address, length, pathId, flags }) =>
              void rows.push({
                prefix: formatPrefix(address, length),
                pathId,
                flags,
              }),
          });
          return rows.sort((a, b) => a.flags - b.flags);
        };
        const end = Date.now() + 20_000;
        while ((await read()).length < 3 && Date.now() < end) {
          await new Promise(resolve => {
            setTimeout(resolve, 200);
          });
        }
        const rows = await read();
        expect(rows.map(({ prefix, flags }) => `${prefix} ${flags}`)).toEqual([
          `198.51.100.0/24 ${received}`,
          `203.0.113.0/24 ${received | accepted}`,
          `203.0.113.0/24 ${received | accepted | best}`,
        ]);
        expect(rows[1].pathId).not.toBe(rows[2].pathId);
        expect(rows.every(({ pathId }) => pathId > 0)).toBe(true);
        const [session] = (await source.readRouter({ signal })).sessions;
        expect(session.families[0]).toMatchObject({
          addPath: { receive: true, send: false },
          counters: { received: { value: 3 } },
        });
      });
    });
  },
);
