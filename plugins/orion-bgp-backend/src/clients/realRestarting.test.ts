import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import {
  describeWithDaemons,
  findFreePort,
  RealBird,
  startRealBird,
  startRealGobgp,
} from '@orion/lab';
import { PathFlag } from '../routes/RouteSource';
import { BirdRouteSource } from './bird/BirdRouteSource';
import { connectUnix } from './bird/connectUnix';
import { GobgpRouteSource } from './gobgp/GobgpRouteSource';

const { signal } = new AbortController();
/** So long it keeps its end of RIB to itself; a busy machine must see it. */
const HOLDS_SECONDS = 15;

/**
 * A neighbor that recovers with a restart of its own, for as long as a session of
 * its that nobody answers keeps it from being through.
 */
const neighborConfig = (
  session: string,
) => `log stderr { fatal, bug }; router id 198.51.100.92;
  graceful restart wait ${HOLDS_SECONDS};
  protocol device {}
  protocol static { ipv4; route 203.0.113.0/24 blackhole; }
  template bgp far { graceful restart on; multihop 2; connect delay time 1;
    connect retry time 1; error wait time 1, 2;
    ipv4 { import all; export all; next hop address 192.0.2.1; }; }
  protocol bgp nobody from far { local 127.0.0.95 as 6939; neighbor 127.0.0.96 port 9 as 64501; }
  ${session}`;

/** Kills the neighbor, starts it again, and says how the session was all the while. */
async function watchRestart(
  neighbor: RealBird,
  again: () => Promise<RealBird>,
  read: () => Promise<SessionReading>,
  whileBack = async () => {},
) {
  const up = await eventually(async () => {
    const found = await read();
    return found.state === 'established' && !found.restarting && found;
  });
  neighbor.kill('SIGKILL');
  const gone = await eventually(async () => {
    const found = await read();
    return found.state !== 'established' && found;
  });
  const next = await again();
  const back = await eventually(async () => {
    const found = await read();
    return found.state === 'established' && found;
  });
  await whileBack();
  const through = await eventually(async () => {
    const found = await read();
    return !found.restarting && found;
  }, 60_000);
  await next.stop();
  return [up, gone, back, through].map(({ state, restarting }) => ({
    up: state === 'established',
    restarting,
  }));
}

const EXPECTED = [
  { up: true, restarting: undefined },
  { up: false, restarting: true },
  { up: true, restarting: true },
  { up: true, restarting: undefined },
];

describe.each(['bird', 'bird2', 'bird3'] as const)(
  'a neighbor of %s that restarts',
  daemon => {
    describeWithDaemons([daemon], 'and is slow', () => {
      it('is told from one that is through with it', async () => {
        const [a, b] = [await findFreePort(), await findFreePort()];
        const here = `127.0.0.91 port ${a} as 394955`;
        const there = `127.0.0.92 port ${b} as 6939`;
        const config = neighborConfig(
          `protocol bgp gw1 from far { local ${there}; neighbor ${here}; }`,
        );
        const bird = await startRealBird({
          daemon,
          config: `log stderr { fatal, bug }; router id 198.51.100.91;
            protocol device {}
            protocol bgp far { local ${here}; neighbor ${there}; multihop 2;
              graceful restart on; connect delay time 1; connect retry time 1;
              error wait time 1, 2;
              ipv4 { import all; export none; next hop address 192.0.2.2; }; }`,
        });
        const neighbor = await startRealBird({ config });
        const source = new BirdRouteSource({
          router: 'gw1',
          open: () => connectUnix(bird.socketPath),
        });
        try {
          const seen = await watchRestart(
            neighbor,
            () => startRealBird({ config, recovers: true }),
            async () => (await source.readRouter({ signal })).sessions[0],
          );
          expect(seen).toEqual(EXPECTED);
        } finally {
          await source.close();
          await Promise.all([bird.stop(), neighbor.stop()]);
        }
      });
    });
  },
);

describe.each([3, 4] as const)('a neighbor of GoBGP %i that restarts', api => {
  describeWithDaemons(['bird', `gobgpd${api}`], 'and is slow', () => {
    it('is told from one that is through with it', async () => {
      const [a, b] = [await findFreePort(), await findFreePort()];
      const gobgp = await startRealGobgp({
        api,
        config: `
[global.config]
  as = 394955
  router-id = "10.255.0.2"
  port = ${a}
  local-address-list = ["127.0.0.91"]
[[neighbors]]
  [neighbors.config]
    neighbor-address = "127.0.0.92"
    peer-as = 6939
  [neighbors.transport.config]
    local-address = "127.0.0.91"
    passive-mode = true
  [neighbors.ebgp-multihop.config]
    enabled = true
    multihop-ttl = 2
  [neighbors.graceful-restart.config]
    enabled = true
    restart-time = 60
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv4-unicast"
    [neighbors.afi-safis.mp-graceful-restart.config]
      enabled = true
`,
      });
      const config = neighborConfig(`protocol bgp gw2 from far {
        local 127.0.0.92 port ${b} as 6939;
        neighbor 127.0.0.91 port ${a} as 394955; }`);
      const neighbor = await startRealBird({ config });
      const source = GobgpRouteSource.create({
        router: 'gw2',
        address: gobgp.target,
      });
      try {
        const flags: number[] = [];
        const seen = await watchRestart(
          neighbor,
          () => startRealBird({ config, recovers: true }),
          async () => (await source.readRouter({ signal })).sessions[0],
          async () => {
            await source.dumpPaths({
              signal,
              sink: path => void flags.push(path.flags),
            });
          },
        );
        // GoBGP 3 keeps it to itself, and marks each path.
        expect(seen).toEqual(
          api === 3
            ? EXPECTED.map(one => ({ ...one, restarting: undefined }))
            : EXPECTED,
        );
        expect(flags.some(one => (one & PathFlag.stale) !== 0)).toBe(true);
      } finally {
        await source.close();
        await Promise.all([gobgp.stop(), neighbor.stop()]);
      }
    });
  });
});
