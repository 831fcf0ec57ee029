import { join } from 'node:path';
import {
  RunningSimulator,
  startNetbox,
  startOidc,
  startProxmox,
} from '@orion/lab';
import { paths } from '../util/paths';
import { Ports } from '../util/ports';
import { LabSecrets } from '../util/secrets';

export interface RunningLab {
  proxmox: RunningSimulator & { caPath?: string };
  netbox: RunningSimulator;
  oidc: RunningSimulator;
  stop(): Promise<void>;
}

export const OIDC_CLIENT_ID = 'orion-portal';

/** Proxmox tokens: the pages read with one, Terraform writes with the other. */
export const PROXMOX_TOKENS = {
  read: 'orion@pve!read',
  change: 'orion@pve!terraform',
};

/** Starts the three simulators; when one fails the others are stopped again. */
export async function startLab(
  ports: Ports,
  secrets: LabSecrets,
  baseUrl: string,
): Promise<RunningLab> {
  const started: RunningSimulator[] = [];
  const stop = async () => {
    await Promise.allSettled(started.map(simulator => simulator.stop()));
  };
  const keep = <T extends RunningSimulator>(simulator: T) => {
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
    return { proxmox, netbox, oidc, stop };
  } catch (error) {
    await stop();
    throw error;
  }
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
