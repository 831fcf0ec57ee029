import { isAbsolute } from 'node:path';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { readNumber } from '../../readNumber';

/** How Ansible configures a router. */
export interface AnsibleAccess {
  /** Folder of playbooks, roles and `ansible.cfg`; absolute. */
  project: string;
  /** In the project, or absolute. */
  inventory: string;
  playbook: string;
  /** The router's name in the inventory. */
  host: string;
  vaultPasswordFile?: string;
  /** How long a router may still be moving after a run was cut off. */
  settleMs: number;
  /** How long a new session has to come up before it is taken back. */
  establishMs: number;
  /** How long the router keeps what it runs until the change has proven it. */
  holdMs: number;
  /** Variables of the environment that the inventory looks up. */
  env: Record<string, string>;
}

/** Where `ansible-playbook` is looked for. */
export interface AnsibleTools {
  /** Has `ansible/bin`; looked into when the PATH has none. */
  toolsDirectory?: string;
}

const DEFAULT_SETTLE_SECONDS = 200;
const DEFAULT_ESTABLISH_SECONDS = 120;
/** A verification may take five minutes, and what comes before and after it some more. */
const DEFAULT_HOLD_SECONDS = 600;

/** Reads `orion.bgp.ansible`. */
export function readAnsibleTools(root: Config): AnsibleTools {
  const config = root.getOptionalConfig('orion.bgp.ansible');
  return { toolsDirectory: config?.getOptionalString('toolsDirectory') };
}

/**
 * Reads the block `ansible` of one router; undefined without it. Throws
 * `InputError` naming the key.
 */
export function readAnsibleAccess(
  root: Config,
  router: string,
): AnsibleAccess | undefined {
  const key = `orion.bgp.routers.${router}.ansible`;
  const config = root.getOptionalConfig(key);
  if (!config) {
    return undefined;
  }
  const project = config.getString('project');
  if (!isAbsolute(project)) {
    throw new InputError(`${key}.project: "${project}" is no absolute path`);
  }
  const seconds = (name: string, fallback: number, most: number) => {
    const limits = { least: 1, most };
    const value = readNumber(config, name, `${key}.${name}`, limits);
    return (value ?? fallback) * 1000;
  };
  const env = config.getOptionalConfig('env');
  return {
    project,
    inventory: config.getOptionalString('inventory') ?? 'inventory/production',
    playbook: config.getOptionalString('playbook') ?? 'playbooks/sessions.yml',
    host: config.getOptionalString('host') ?? router,
    vaultPasswordFile: config.getOptionalString('vaultPasswordFile'),
    settleMs: seconds('settleSeconds', DEFAULT_SETTLE_SECONDS, 3600),
    establishMs: seconds('establishSeconds', DEFAULT_ESTABLISH_SECONDS, 240),
    holdMs: seconds('holdSeconds', DEFAULT_HOLD_SECONDS, 3600),
    env: Object.fromEntries(
      (env?.keys() ?? []).map(name => [name, env!.getString(name)]),
    ),
  };
}
