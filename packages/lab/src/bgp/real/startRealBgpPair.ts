import { findFreePort } from './findFreePort';
import { RealBird, RealBirdName, startRealBird } from './startRealBird';
import { RealGobgp, startRealGobgp } from './startRealGobgp';

export interface RealBgpPairOptions {
  api: 3 | 4;
  /** Which BIRD; default: that of this machine. */
  birdDaemon?: RealBirdName;
  /** Statements in BIRD's static protocols, such as `route 192.0.2.0/24 blackhole;`. */
  routes4?: string;
  routes6?: string;
  /** Further top-level text of bird.conf. */
  bird?: string;
  /** Further text of BIRD's `protocol bgp`. */
  birdBgp?: string;
  /** Further text of each of its channels. */
  birdChannel?: string;
  /** Further text of gobgpd.toml, such as policies. */
  gobgp?: string;
  /** Further text below `[global]`, before the neighbor. */
  gobgpGlobal?: string;
  /** Further text of the neighbor, before its families. */
  gobgpNeighbor?: string;
  /** Further text of each of its families. */
  gobgpFamily?: string;
  listen?: 'tcp' | 'unix';
}

/** GoBGP as AS394955 at 127.0.0.2 with BIRD as AS6939 at 127.0.0.1. */
export interface RealBgpPair {
  bird: RealBird;
  gobgp: RealGobgp;
  /** Where each listens for BGP, for a further neighbor. */
  ports: { bird: number; gobgp: number };
  /** Waits until BIRD says that the session is up. */
  waitUntilUp(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts GoBGP and its neighbor BIRD on loopback, without privileges; it
 * resolves with the session established. BIRD's next hops are documentation
 * addresses, because GoBGP takes a next hop of 127/8 for a withdrawal.
 */
export async function startRealBgpPair(
  options: RealBgpPairOptions,
): Promise<RealBgpPair> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(options);
    } catch (error) {
      // Another test's daemon was faster on a port that had been free.
      if (attempt === 3 || !/No listening socket/.test(`${error}`)) {
        throw error;
      }
    }
  }
}

async function startOnce(options: RealBgpPairOptions): Promise<RealBgpPair> {
  const ports = {
    bird: await findFreePort(),
    gobgp: await findFreePort(),
  };
  const gobgp = await startRealGobgp({
    api: options.api,
    listen: options.listen,
    config: gobgpConfig(options, ports),
  });
  let bird: RealBird | undefined;
  const stop = async () => {
    await Promise.all([bird?.stop(), gobgp.stop()]);
  };
  const waitUntilUp = async () => {
    const end = Date.now() + 30_000;
    for (;;) {
      const protocols = await bird!.ask('show protocols');
      if (protocols.includes('Established')) {
        return;
      }
      if (Date.now() > end || protocols.includes('No listening socket')) {
        throw new Error(
          `no session:\n${await bird!.ask('show protocols all gobgp')}\n${
            gobgp.output
          }`,
        );
      }
      await new Promise(resolve => {
        setTimeout(resolve, 100);
      });
    }
  };
  try {
    bird = await startRealBird({
      daemon: options.birdDaemon,
      config: birdConfig(options, ports),
    });
    await waitUntilUp();
    return { bird, gobgp, ports, waitUntilUp, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Ports {
  bird: number;
  gobgp: number;
}

function gobgpConfig(options: RealBgpPairOptions, ports: Ports): string {
  const families = ['ipv4-unicast', 'ipv6-unicast'].map(
    family => `
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "${family}"
${options.gobgpFamily ?? ''}`,
  );
  return `
[global.config]
  as = 394955
  router-id = "10.255.0.2"
  port = ${ports.gobgp}
  local-address-list = ["127.0.0.2"]
${options.gobgpGlobal ?? ''}
[[neighbors]]
  [neighbors.config]
    neighbor-address = "127.0.0.1"
    peer-as = 6939
    description = "transit"
  [neighbors.transport.config]
    local-address = "127.0.0.2"
    passive-mode = true
  [neighbors.ebgp-multihop.config]
    enabled = true
    multihop-ttl = 2
${options.gobgpNeighbor ?? ''}
${families.join('')}
${options.gobgp ?? ''}
`;
}

function birdConfig(options: RealBgpPairOptions, ports: Ports): string {
  const channel = options.birdChannel ?? '';
  return `
log stderr all;
router id 10.255.0.1;
protocol device {}
${options.bird ?? ''}
protocol static s4 { ipv4; ${options.routes4 ?? ''} }
protocol static s6 { ipv6; ${options.routes6 ?? ''} }
protocol bgp gobgp {
  local 127.0.0.1 port ${ports.bird} as 6939;
  neighbor 127.0.0.2 port ${ports.gobgp} as 394955;
  multihop 2;
  connect delay time 1; connect retry time 1; error wait time 1,2;
  ${options.birdBgp ?? ''}
  ipv4 { import all; export all; next hop address 192.0.2.1; ${channel} };
  ipv6 { import all; export all; next hop address 2001:db8::1; ${channel} };
}
`;
}
