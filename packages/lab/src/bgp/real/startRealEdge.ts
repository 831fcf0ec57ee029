import { dirname, join } from 'node:path';
import { findDaemon } from './findDaemon';
import { findFreePort } from './findFreePort';
import { RealBird, startRealBird } from './startRealBird';
import { RealGobgp, startRealGobgp } from './startRealGobgp';

/** A machine with both daemons, for Ansible to configure, and an exchange that waits for it. */
export interface RealEdge {
  bird: RealBird;
  gobgp: RealGobgp;
  exchange: RealBird;
  /** Variables of the environment that the inventory `portal` looks up for edge2. */
  env: Record<string, string>;
  stop(): Promise<void>;
}

const OWN_AS = 394955;
/** As the inventory has them. */
const GOBGP = { address: '127.0.0.6', routerId: '10.0.10.5' };

/**
 * Starts BIRD and GoBGP 4 of edge2 without a session, and AS64500 at 127.0.0.18 and
 * 127.0.0.20 that GoBGP may call. No privileges are needed.
 *
 * @param options.within - What starts a daemon, such as `ip netns exec`.
 * @throws Error naming the daemon that is missing.
 */
export async function startRealEdge(
  options: { within?: string[] } = {},
): Promise<RealEdge> {
  const { within } = options;
  const [daemon, bird] = (['gobgpd4', 'bird'] as const).map(name => {
    const found = findDaemon(name);
    if (!found) {
      throw new Error(`there is no ${name} on this machine`);
    }
    return found;
  });
  const ports = {
    bird: await findFreePort(),
    gobgp: await findFreePort(),
    exchange: await findFreePort(),
  };
  const started: { stop(): Promise<void> }[] = [];
  const keep = <T extends { stop(): Promise<void> }>(one: T) => {
    started.push(one);
    return one;
  };
  const stop = async () => {
    await Promise.all(started.map(one => one.stop()));
  };
  try {
    const exchange = keep(
      await startRealBird({ config: exchangeConfig(ports.exchange), within }),
    );
    const edge = keep(await startRealBird({ config: birdConfig(), within }));
    const gobgp = keep(
      await startRealGobgp({
        api: 4,
        listen: 'unix',
        copy: true,
        within,
        config: gobgpConfig(ports.gobgp),
      }),
    );
    const env = {
      LAB_BIRD: bird,
      LAB_BIRD_DIR: dirname(edge.socketPath),
      LAB_EDGE_PORT: String(ports.bird),
      LAB_EXCHANGE_PORT: String(ports.exchange),
      LAB_GOBGP_DIR: gobgp.folder,
      LAB_GOBGP_PORT: String(ports.gobgp),
      LAB_GOBGP_PID: String(gobgp.pid),
      LAB_GOBGPD: daemon,
      LAB_GOBGP_CLIENT: join(dirname(daemon), 'gobgp4'),
    };
    return { bird: edge, gobgp, exchange, env, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** It is called and never calls. Its next hop is none of 127/8, which GoBGP takes for a withdrawal. */
function exchangeConfig(port: number): string {
  return `
log stderr { error, fatal, bug };
hostname "exchange";
router id 198.51.100.18;
protocol device {}
protocol static offers { ipv4; route 198.18.0.0/24 blackhole; route 198.18.1.0/24 blackhole; }
${['18', '20'].map(sessionConfig(port)).join('')}
`;
}

/** The neighbor's port only keeps apart what BIRD takes for one. */
function sessionConfig(port: number) {
  return (last: string) => `
protocol bgp edge_${last} {
  local 127.0.0.${last} port ${port} as 64500;
  neighbor ${GOBGP.address} port ${last} as ${OWN_AS};
  multihop 2; passive; error wait time 1, 2;
  ipv4 { import all; export where source = RTS_STATIC; next hop address 198.51.100.${last}; };
}`;
}

function birdConfig(): string {
  return `
log stderr { error, fatal, bug };
hostname "edge2";
router id 10.0.10.4;
timeformat protocol iso long; timeformat route iso long; timeformat base iso long;
protocol device {}
`;
}

/** What a reload does not touch is already as the inventory has it. */
function gobgpConfig(port: number): string {
  return `
[global.config]
  as = ${OWN_AS}
  router-id = "${GOBGP.routerId}"
  port = ${port}
  local-address-list = ["${GOBGP.address}"]
[global.apply-policy.config]
  default-import-policy = "reject-route"
  default-export-policy = "reject-route"
`;
}
