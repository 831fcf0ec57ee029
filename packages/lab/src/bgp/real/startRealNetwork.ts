import { findDaemon, RealDaemonName } from './findDaemon';
import { findFreePort } from './findFreePort';
import { RealNetworkAddresses } from './RealNetwork';
import {
  edge1Config,
  gw1Config,
  MACHINE_ADDRESSES,
  transitConfig,
} from './realNetworkConfig';
import { gw2Config } from './realGobgpConfig';
import {
  canStartRealAccess,
  RealAccess,
  startRealAccess,
} from './startRealAccess';
import { RealBird, startRealBird } from './startRealBird';
import { RealEdge, startRealEdge } from './startRealEdge';
import { RealGobgp, startRealGobgp } from './startRealGobgp';
import { RealMachine, startRealMachine } from './startRealMachine';
import { canMakeNamespaces } from './startRealNamespace';
import { startRealRtr } from './startRealRtr';

/** The lab's network as real daemons. */
export interface RealNetwork {
  gw1: RealBird;
  gw2: RealGobgp;
  /** How their machine is reached over SSH; with sshd and Python on this one. */
  access?: RealAccess;
  /** A BIRD without a session, for Ansible to configure. */
  edge1: RealBird & { ports: { own: number; exchange: number } };
  /** BIRD and GoBGP of one machine, for the same; with GoBGP 4. */
  edge2?: RealEdge;
  /** AS6939. */
  transit: RealBird;
  /** Has AS6939 send gw2 more than its limit, or that no more. */
  exceed(family: 'ipv4' | 'ipv6', on: boolean): Promise<void>;
  /** Whether origins are judged: with `stayrtr` on this machine. */
  validates: boolean;
  /** Whose kernel gw1 writes; only where namespaces can be made. */
  machine?: RealMachine;
  /** For people: which daemons run. */
  description: string;
  stop(): Promise<void>;
}

/**
 * Starts BIRD as gw1 and edge1, GoBGP as gw2 (4, or else 3), BIRD as transit and,
 * with GoBGP 4, both as edge2. They offer and announce what the simulators' first
 * state does. As root they run in a network namespace, whose kernel gw1 writes;
 * otherwise on loopback, without privileges. This machine's routes are never
 * touched. Resolves when the control interfaces answer; the sessions follow within
 * seconds.
 *
 * @param options.roas - URL of the ROAs as JSON, handed out by `stayrtr` where there is one.
 * @param options.api - Which GoBGP is gw2; default: 4, or else 3.
 * @param options.roles - Where the Ansible roles are: without them nobody gets in by SSH.
 * @throws Error naming the daemon that is missing.
 */
export async function startRealNetwork(options: {
  api?: 3 | 4;
  roas?: string;
  roles?: string;
}): Promise<RealNetwork> {
  const { roas, roles } = options;
  const api = options.api ?? (findDaemon('gobgpd4') ? 4 : 3);
  assertThere('bird', 'bird2 in Debian');
  assertThere(`gobgpd${api}`, './orion tools --peers');
  const started: { stop(): Promise<void> }[] = [];
  const keep = <T extends { stop(): Promise<void> }>(daemon: T) => {
    started.push(daemon);
    return daemon;
  };
  const machine = canMakeNamespaces()
    ? startRealMachine(MACHINE_ADDRESSES)
    : undefined;
  const stop = async () => {
    await Promise.all(started.map(daemon => daemon.stop()));
    machine?.stop();
  };
  const within = machine?.within;
  const birdOf = async (config: string) =>
    keep(await startRealBird({ config, within }));
  try {
    const rtrPort = await findFreePort();
    const rtr =
      roas === undefined
        ? undefined
        : await startRealRtr({ roas, port: rtrPort, within });
    const ports = {
      transit: await findFreePort(),
      gw1: await findFreePort(),
      gw2: await findFreePort(),
      edge1: await findFreePort(),
    };
    const network: RealNetworkAddresses = {
      rtr: rtr && (keep(rtr), rtrPort),
      ports,
      kernel: machine !== undefined,
    };
    const gw2 = keep(
      await startRealGobgp({
        ...{ api, config: gw2Config(network), listen: 'unix', within },
      }),
    );
    const transit = await birdOf(transitConfig(network));
    const gw1 = await birdOf(gw1Config(network));
    const edge1 = Object.assign(await birdOf(edge1Config()), {
      ports: { own: ports.edge1, exchange: ports.transit },
    });
    const edge2 = api === 4 ? keep(await startRealEdge({ within })) : undefined;
    const access =
      roles && canStartRealAccess()
        ? keep(
            await startRealAccess({
              ...{ roles, within, bird: gw1.socketPath },
              gobgp: new URL(gw2.target).pathname,
            }),
          )
        : undefined;
    const daemons = `BIRD, GoBGP ${api}${rtr ? ' and stayrtr' : ''}`;
    return {
      ...{ gw1, gw2, access, edge1, edge2, machine, transit, stop },
      async exceed(family, on) {
        await transit.ask(`${on ? 'enable' : 'disable'} beyond_${family}`);
      },
      validates: rtr !== undefined,
      description: `${daemons}, real${
        machine ? ', in a network namespace' : ''
      }`,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function assertThere(name: RealDaemonName, from: string): void {
  if (!findDaemon(name)) {
    throw new Error(
      `there is no ${name} on this machine; it comes with ${from}`,
    );
  }
}
