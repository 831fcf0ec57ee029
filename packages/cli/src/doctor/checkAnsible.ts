import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnsibleEngine } from '@orion/engines/ansible';
import { paths } from '../util/paths';
import { AnsibleSettings } from './readSettings';
import { Finding } from './types';

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
  settings: AnsibleSettings,
  one: { inventory: string; host: string },
): Promise<Record<string, unknown>> {
  const workDir = mkdtempSync(join(tmpdir(), 'orion-doctor-'));
  try {
    return await engine.hostVariables({ ...settings, ...one, workDir });
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}
