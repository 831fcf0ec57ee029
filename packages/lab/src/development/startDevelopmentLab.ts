import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNetbox } from '../netbox';
import { startProxmox } from '../proxmox';

const READ_TOKEN = '22'.repeat(20);
const WRITE_TOKEN = '33'.repeat(20);

/** Proxmox VE and NetBox for one backend in development. */
export interface DevelopmentLab {
  /** What a configuration file names: addresses, CA file and tokens. */
  environment: Record<string, string>;
  /** Where faults are switched on: see the README. */
  controls: { proxmox: string; netbox: string };
}

/** Starts both on free ports; they and what they hold end with this process. */
export async function startDevelopmentLab(): Promise<DevelopmentLab> {
  const [proxmox, netbox] = await Promise.all([
    startProxmox({ port: 0, controlPort: 0 }),
    startNetbox({
      port: 0,
      controlPort: 0,
      tokens: {
        [READ_TOKEN]: { user: 'orion-read', writeEnabled: false },
        [WRITE_TOKEN]: { user: 'orion-write', writeEnabled: true },
      },
    }),
  ]);
  return {
    environment: {
      LAB_PROXMOX_URL: proxmox.url,
      LAB_PROXMOX_CA: writeForThisProcess('ca.pem', proxmox.ca),
      LAB_PROXMOX_READ_SECRET: proxmox.tokens['orion@pve!read'],
      LAB_PROXMOX_CHANGE_SECRET: proxmox.tokens['orion@pve!terraform'],
      LAB_NETBOX_URL: netbox.url,
      LAB_NETBOX_READ_TOKEN: READ_TOKEN,
      LAB_NETBOX_WRITE_TOKEN: WRITE_TOKEN,
    },
    controls: { proxmox: proxmox.controlUrl!, netbox: netbox.controlUrl! },
  };
}

function writeForThisProcess(name: string, text: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'orion-lab-'));
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  const file = join(dir, name);
  writeFileSync(file, text);
  return file;
}
