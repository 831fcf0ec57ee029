import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { AnsibleEngine } from '@orion/engines/ansible';
import { paths } from '../util/paths';
import { AnsibleSettings } from './readSettings';
import { Finding } from './types';

const run = promisify(execFile);
const DEADLINE_MS = 60_000;

/** Whether a router can be configured: Ansible is there, and its inventory knows the router. */
export async function checkAnsible(
  id: string,
  settings: AnsibleSettings,
  toolsDir = paths.tools,
): Promise<Finding> {
  const subject = `router ${id}, Ansible`;
  const key = `orion.bgp.routers.${id}.ansible`;
  const engine = await AnsibleEngine.detect({ toolsDir });
  if (!engine) {
    return {
      state: 'missing',
      subject,
      found: 'no ansible-playbook',
      purpose: 'configures the router',
      remedy: './orion tools --peers, or put one on PATH',
    };
  }
  const { inventory = 'inventory/production', host = id } = settings;
  try {
    const { router_peers_source: source } = await readHost(engine, settings, {
      inventory,
      host,
    });
    const found = `ansible-core ${engine.version}, ${host} of ${inventory}`;
    return source === 'netbox'
      ? { state: 'ok', subject, found }
      : {
          state: 'warning',
          subject,
          found: `${found}; it takes no peerings from NetBox`,
          remedy: `set router_peers_source to netbox there, or peerings are refused`,
        };
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    const said = stderr?.trim().split('\n').pop() || message;
    return {
      state: 'failed',
      subject,
      found: said.slice(0, 300),
      remedy: `check ${key}`,
    };
  }
}

/** The variables of one host. Throws with Ansible's words where there is no such host. */
async function readHost(
  engine: AnsibleEngine,
  { project, vaultPasswordFile, env }: AnsibleSettings,
  { inventory, host }: { inventory: string; host: string },
): Promise<Record<string, unknown>> {
  const home = mkdtempSync(join(tmpdir(), 'orion-doctor-'));
  try {
    const { stdout } = await run(
      join(dirname(engine.binary), 'ansible-inventory'),
      [
        ...['-i', isAbsolute(inventory) ? inventory : join(project, inventory)],
        ...['--host', host],
        ...(vaultPasswordFile
          ? ['--vault-password-file', vaultPasswordFile]
          : []),
      ],
      {
        cwd: project,
        timeout: DEADLINE_MS,
        env: {
          ...env,
          HOME: home,
          LC_ALL: 'C.UTF-8',
          ANSIBLE_NOCOLOR: '1',
          ANSIBLE_CONFIG: join(project, 'ansible.cfg'),
          PATH: [dirname(engine.binary), '/usr/bin', '/bin'].join(delimiter),
        },
      },
    );
    return JSON.parse(stdout) as Record<string, unknown>;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
