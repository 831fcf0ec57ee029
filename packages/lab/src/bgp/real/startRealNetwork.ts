import { findDaemon, RealDaemonName } from './findDaemon';
import { findFreePort } from './findFreePort';
import { RealDaemon } from './RealDaemon';
import { REAL_ADDRESSES, RealNetworkAddresses } from './RealNetwork';
import {
  edge1Config,
  gw1Config,
  gw2Config,
  transitConfig,
} from './realNetworkConfig';
import { RealBird, startRealBird } from './startRealBird';
import { RealGobgp, startRealGobgp } from './startRealGobgp';

/** The lab's network as real daemons on loopback. */
export interface RealNetwork {
  gw1: RealBird;
  gw2: RealGobgp;
  /** A BIRD without a session, for Ansible to configure. */
  edge1: RealBird & { ports: { own: number; exchange: number } };
  /** AS6939. */
  transit: RealBird;
  /** Whether origins are judged: with `stayrtr` on this machine. */
  validates: boolean;
  /** For people: which daemons run. */
  description: string;
  stop(): Promise<void>;
}

/**
 * Starts BIRD as gw1 and edge1, GoBGP as gw2 (4, or else 3) and BIRD as transit,
 * without privileges: nothing touches this machine's kernel routes. They offer
 * and announce what the simulators' first state does. Resolves when the control
 * interfaces answer; the sessions follow within seconds.
 *
 * @param options.roas - URL of the ROAs as JSON, handed out by `stayrtr` where there is one.
 * @throws Error naming the daemon that is missing.
 */
export async function startRealNetwork(options: {
  roas?: string;
}): Promise<RealNetwork> {
  const api = findDaemon('gobgpd4') ? 4 : 3;
  assertThere('bird', 'bird2 in Debian');
  assertThere(`gobgpd${api}`, './orion tools --peers');
  const started: { stop(): Promise<void> }[] = [];
  const keep = <T extends { stop(): Promise<void> }>(daemon: T) => {
    started.push(daemon);
    return daemon;
  };
  const stop = async () => {
    await Promise.all(started.map(daemon => daemon.stop()));
  };
  try {
    const rtr = options.roas
      ? await startRtr(options.roas, daemon => keep(daemon))
      : undefined;
    const network: RealNetworkAddresses = {
      rtr,
      ports: {
        transit: await findFreePort(),
        gw1: await findFreePort(),
        gw2: await findFreePort(),
        edge1: await findFreePort(),
      },
    };
    const gw2 = keep(await startRealGobgp({ api, config: gw2Config(network) }));
    const transit = keep(
      await startRealBird({ config: transitConfig(network) }),
    );
    const gw1 = keep(await startRealBird({ config: gw1Config(network) }));
    const { edge1: own, transit: exchange } = network.ports;
    const edge1 = Object.assign(
      keep(await startRealBird({ config: edge1Config() })),
      { ports: { own, exchange } },
    );
    return {
      gw1,
      gw2,
      edge1,
      transit,
      validates: rtr !== undefined,
      description: `BIRD, GoBGP ${api}${rtr ? ' and stayrtr' : ''}, real`,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The port of a cache that has read the ROAs; undefined without the daemon. */
async function startRtr(
  url: string,
  keep: (daemon: RealDaemon) => void,
): Promise<number | undefined> {
  const binary = findDaemon('stayrtr');
  if (!binary) {
    return undefined;
  }
  const port = await findFreePort();
  const daemon = new RealDaemon('orion-stayrtr');
  keep(daemon);
  daemon.start(binary, [
    ...['-cache', url, '-bind', `${REAL_ADDRESSES.rtr}:${port}`],
    ...['-checktime=false', '-metrics.addr', '', '-refresh', '30'],
  ]);
  await daemon.waitFor('the first ROAs', () =>
    /New update|Server started/.test(daemon.output),
  );
  return port;
}

function assertThere(name: RealDaemonName, from: string): void {
  if (!findDaemon(name)) {
    throw new Error(
      `there is no ${name} on this machine; it comes with ${from}`,
    );
  }
}
