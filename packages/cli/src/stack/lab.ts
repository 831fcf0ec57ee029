import { join } from 'node:path';
import {
  RealAccess,
  RealEdge,
  RealNetwork,
  RunningSimulator,
  startBird,
  startGobgp,
  startNetbox,
  startOidc,
  startProxmox,
  startRealNetwork,
  startValidator,
} from '@orion/lab';
import { paths } from '../util/paths';
import { Ports } from '../util/ports';
import { LabSecrets } from '../util/secrets';

export interface RunningLab {
  proxmox: RunningSimulator & { caPath?: string };
  netbox: RunningSimulator;
  oidc: RunningSimulator;
  /** gw1: its control sockets, and where its kernel's routes are. */
  bird: { path: string; readPath: string; kernelPath?: string };
  /** gw2: `host:port` of gRPC, and of a way that only reads. */
  gobgp: { target: string; readTarget: string };
  /** With real daemons only: a BIRD that Ansible configures. */
  edge1?: {
    path: string;
    readPath: string;
    ports: { own: number; exchange: number };
  };
  /** With real daemons only: a BIRD and a GoBGP of one machine that Ansible configures. */
  edge2?: RealEdge;
  /** With real daemons only: how the machine of gw1 and gw2 is reached over SSH. */
  access?: RealAccess;
  /** With real daemons only: their network, for who tries it. */
  network?: RealNetwork;
  /** What speaks BGP, for people. */
  speakers: string;
  validator: RunningSimulator;
  stop(): Promise<void>;
}

/** sun_path of Linux, with room for its end. */
const MAX_SOCKET_PATH = 100;

export const OIDC_CLIENT_ID = 'orion-portal';

/** Proxmox tokens: the pages read with one, Terraform writes with the other. */
export const PROXMOX_TOKENS = {
  read: 'orion@pve!read',
  change: 'orion@pve!terraform',
};

/**
 * Starts the simulators; when one fails the others are stopped again.
 *
 * @param options.realBgp - BIRD, GoBGP and stayrtr of this machine instead of simulators.
 */
export async function startLab(
  ports: Ports,
  secrets: LabSecrets,
  baseUrl: string,
  options: { realBgp?: boolean } = {},
): Promise<RunningLab> {
  const started: Stoppable[] = [];
  const stop = async () => {
    await Promise.allSettled(started.map(simulator => simulator.stop()));
  };
  const keep = <T extends Stoppable>(simulator: T) => {
    started.push(simulator);
    return simulator;
  };
  try {
    const proxmox = keep(
      await startProxmox({
        port: ports.proxmox,
        controlPort: ports.proxmoxControl,
        stateDir: join(paths.lab, 'proxmox'),
        tokens: proxmoxTokens(secrets),
      }),
    );
    const netbox = keep(
      await startNetbox({
        port: ports.netbox,
        controlPort: ports.netboxControl,
        stateDir: join(paths.lab, 'netbox'),
        tokens: {
          [secrets.netboxReadToken]: {
            user: 'orion-read',
            writeEnabled: false,
          },
          [secrets.netboxWriteToken]: {
            user: 'orion-write',
            writeEnabled: true,
          },
        },
      }),
    );
    const oidc = keep(
      await startOidc({
        port: ports.oidc,
        controlPort: ports.oidcControl,
        stateDir: join(paths.lab, 'oidc'),
        clientId: OIDC_CLIENT_ID,
        clientSecret: secrets.oidcClientSecret,
        redirectUris: [`${baseUrl}/api/auth/oidc/handler/frame`],
      }),
    );
    const validator = keep(
      await startValidator({
        port: ports.validator,
        controlPort: ports.validatorControl,
      }),
    );
    const routers = options.realBgp
      ? await startRealRouters(validator.url, keep)
      : await startRouters(ports, keep);
    return { proxmox, netbox, oidc, validator, ...routers, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Stoppable {
  stop(): Promise<void>;
}

type Keep = <T extends Stoppable>(simulator: T) => T;
type Routers = Pick<
  RunningLab,
  'access' | 'bird' | 'edge1' | 'edge2' | 'gobgp' | 'network' | 'speakers'
>;

async function startRouters(ports: Ports, keep: Keep): Promise<Routers> {
  const bird = keep(
    await startBird({
      path: socketPath(),
      controlPort: ports.birdControl,
      stateDir: join(paths.lab, 'bird'),
    }),
  );
  const gobgp = keep(
    await startGobgp({
      port: ports.gobgp,
      controlPort: ports.gobgpControl,
      stateDir: join(paths.lab, 'gobgp'),
    }),
  );
  return { bird, gobgp, speakers: 'BIRD, GoBGP' };
}

async function startRealRouters(roas: string, keep: Keep): Promise<Routers> {
  const network = keep(
    await startRealNetwork({
      roas: `${roas}/json`,
      roles: join(paths.root, 'infra/ansible/roles'),
    }),
  );
  const { access, description, edge1, edge2, gw1, gw2 } = network;
  return {
    ...{ access, edge2, network },
    bird: { path: gw1.socketPath, readPath: gw1.readPath },
    gobgp: gw2,
    edge1: {
      path: edge1.socketPath,
      readPath: edge1.readPath,
      ports: edge1.ports,
    },
    speakers: description,
  };
}

/** In the lab's folder; a path the system finds too long is left to the simulator. */
function socketPath(): string | undefined {
  const path = join(paths.lab, 'bird', 'bird.ctl');
  return Buffer.byteLength(path) <= MAX_SOCKET_PATH ? path : undefined;
}

function proxmoxTokens(secrets: LabSecrets) {
  const role = (name: string) => [{ path: '/', role: name, propagate: true }];
  return {
    [PROXMOX_TOKENS.read]: {
      secret: secrets.proxmoxReadSecret,
      acl: role('OrionRead'),
    },
    [PROXMOX_TOKENS.change]: {
      secret: secrets.proxmoxChangeSecret,
      acl: role('OrionTerraform'),
    },
  };
}
