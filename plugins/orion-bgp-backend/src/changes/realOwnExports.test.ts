import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import {
  attributesOf,
  describeWithDaemons,
  familyOf,
  findFreePort,
  GobgpCaller,
  nlriOf,
  RealBird,
  RealGobgp,
  startRealBird,
  startRealGobgp,
} from '@orion/lab';
import { BirdRouteSource } from '../clients/bird/BirdRouteSource';
import { connectUnix } from '../clients/bird/connectUnix';
import { GobgpRouteSource } from '../clients/gobgp/GobgpRouteSource';
import { RouteSource } from '../routes/RouteSource';
import { isCertainLeak } from './judgeLeaks';
import { readExportsApart } from './readExportsApart';

const { signal } = new AbortController();
/** Of gw1 and of gw2. */
const OURS = ['192.0.2.0/24', '198.51.100.0/24'];
/** What gw1 hears from the upstream, gw2 by iBGP; and the other way round. */
const [BY_GW1, BY_GW2] = ['203.0.113.0/24', '198.18.0.0/24'];
const [UPSTREAM, PEER, GW1, GW2] = [
  '127.0.0.101',
  '127.0.0.102',
  '127.0.0.103',
  '127.0.0.104',
];

type Ports = Record<'upstream' | 'peer' | 'gw1' | 'gw2', number>;

const session = (name: string, mine: string, theirs: string, channel: string) =>
  `protocol bgp ${name} { local ${mine}; neighbor ${theirs}; multihop 2;
    ${mine.endsWith(' as 394955') ? '' : 'passive;'}
    connect delay time 1; connect retry time 1; error wait time 1, 2;
    ipv4 { ${channel} next hop address 198.51.100.9; }; }`;

const head = (id: string) =>
  `log stderr { fatal, bug }; router id ${id}; protocol device {}`;
const speaker = (address: string, port: number, asn: number) =>
  `${address} port ${port} as ${asn}`;

/** Speaks with gw1 alone. */
const upstreamConfig = (ports: Ports) => `${head('198.51.100.101')}
  protocol static offers { ipv4; route ${BY_GW1} blackhole { bgp_path.prepend(64511); }; }
  ${session(
    'gw1',
    speaker(UPSTREAM, ports.upstream, 6939),
    speaker(GW1, ports.gw1, 394955),
    'import none; export all;',
  )}`;

/** Speaks with both. */
const peerConfig = (ports: Ports) => `${head('198.51.100.102')}
  ${[speaker(GW1, ports.gw1, 394955), speaker(GW2, ports.gw2, 394955)]
    .map((router, index) =>
      session(
        `gw${index + 1}`,
        speaker(PEER, ports.peer, 64496),
        router,
        'import none; export none;',
      ),
    )
    .join('\n')}`;

/** Lets everything out, its own prefix prepended. */
const gw1Config = (ports: Ports) => {
  const mine = `${GW1} port ${ports.gw1} as 394955`;
  const all = 'import all; export all;';
  return `log stderr { fatal, bug }; router id 10.0.10.1; protocol device {}
  protocol static own { ipv4; route ${OURS[0]} unreachable; }
  filter own_out { if source = RTS_STATIC then bgp_path.prepend(394955); accept; }
  ${session('he', mine, `${UPSTREAM} port ${ports.upstream} as 6939`, all)}
  ${session(
    'voix',
    mine,
    `${PEER} port ${ports.peer} as 64496`,
    'import all; export filter own_out;',
  )}
  ${session('inside', mine, `${GW2} port ${ports.gw2} as 394955`, all)}`;
};

/** The same, by no policy at all. */
const gw2Config = (ports: Ports) => `
[global.config]
  as = 394955
  router-id = "10.0.10.2"
  port = ${ports.gw2}
  local-address-list = ["${GW2}"]
${[
  { address: PEER, asn: 64496, port: ports.peer },
  { address: GW1, asn: 394955, port: ports.gw1 },
]
  .map(
    ({ address, asn, port }) => `[[neighbors]]
  [neighbors.config]
    neighbor-address = "${address}"
    peer-as = ${asn}
  [neighbors.transport.config]
    local-address = "${GW2}"
    remote-port = ${port}
    passive-mode = ${asn === 394955}
  [neighbors.timers.config]
    connect-retry = 1
  [neighbors.ebgp-multihop.config]
    enabled = ${asn !== 394955}
    multihop-ttl = 2
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv4-unicast"`,
  )
  .join('\n')}
`;

describe.each([
  ['bird', 3],
  ['bird2', 4],
  ['bird3', 4],
] as const)('own prefixes that %s and GoBGP %i announce', (daemon, api) => {
  describeWithDaemons([daemon, `gobgpd${api}`], 'for real', () => {
    let upstream: RealBird;
    let peer: RealBird;
    let gw1: RealBird;
    let gw2: RealGobgp;
    let caller: GobgpCaller;
    const sources: RouteSource[] = [];

    const apart = async (source: RouteSource, name: string, before?: number) =>
      readExportsApart(
        { relations: new Map() },
        source,
        await source.readRouter({ signal }),
        name,
        signal,
        before === undefined
          ? undefined
          : found => isCertainLeak(before, found),
      );

    beforeAll(async () => {
      const ports: Ports = {
        upstream: await findFreePort(),
        peer: await findFreePort(),
        gw1: await findFreePort(),
        gw2: await findFreePort(),
      };
      upstream = await startRealBird({ daemon, config: upstreamConfig(ports) });
      peer = await startRealBird({ daemon, config: peerConfig(ports) });
      gw1 = await startRealBird({ daemon, config: gw1Config(ports) });
      gw2 = await startRealGobgp({ api, config: gw2Config(ports) });
      caller = new GobgpCaller({ api, target: gw2.target });
      for (const [prefix, ...asPath] of [[OURS[1]], [BY_GW2, 64512, 64513]]) {
        const text = `${prefix}`;
        await caller.call('AddPath', {
          table_type: 'TABLE_TYPE_GLOBAL',
          path: {
            family: familyOf(text),
            nlri_binary: nlriOf(text),
            pattrs_binary: attributesOf(text, {
              nextHop: '0.0.0.0',
              asPath: asPath.map(Number),
            }),
          },
        });
      }
      sources.push(
        new BirdRouteSource({
          router: 'gw1',
          open: () => connectUnix(gw1.socketPath),
        }),
        GobgpRouteSource.create({ router: 'gw2', address: gw2.target }),
      );
    });
    afterAll(async () => {
      caller?.close();
      await Promise.all(sources.map(source => source.close()));
      await Promise.all([upstream, peer, gw1, gw2].map(one => one?.stop()));
    });

    it('are the same, whichever of them heard a route outside', async () => {
      const seen = { gw1: {}, gw2: {} };
      await eventually(async () => {
        seen.gw1 = await apart(sources[0], 'voix');
        seen.gw2 = await apart(sources[1], PEER);
        return [seen.gw1, seen.gw2].every(
          ({ own, foreign }: any) => own.length + foreign.count === 4,
        );
      }, 60_000).catch(async error => {
        const stand = await gw1.ask('show protocols');
        throw new Error(`${error}: ${JSON.stringify(seen)}\n${stand}`);
      });
      const expected = { own: OURS, foreign: { count: 2 } };
      expect(seen).toMatchObject({ gw1: expected, gw2: expected });
      const examples = ({ foreign }: any) => [...foreign.examples].sort();
      expect(examples(seen.gw1)).toEqual([BY_GW2, BY_GW1]);
      expect(examples(seen.gw2)).toEqual([BY_GW2, BY_GW1]);
    });

    it('are read to the first route that is too many, and again afterwards', async () => {
      const names = ['voix', PEER];
      for (const [index, source] of sources.entries()) {
        expect(await apart(source, names[index], 0)).toMatchObject({
          foreign: { count: 1, endedBy: 'foreign' },
        });
        expect(await apart(source, names[index], 2)).toMatchObject({
          own: OURS,
          foreign: { count: 2, endedBy: undefined },
        });
      }
    });
  });
});
