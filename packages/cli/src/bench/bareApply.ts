import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeCliConfig } from '@orion/engines/terraform';
import { findEngine } from '../tools/findEngine';
import { House } from '../e2e/House';
import { PROXMOX_TOKENS } from '../stack/lab';
import { paths } from '../util/paths';

const run = promisify(execFile);
const KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8m0f0b7l0Vn1y8nYVn3M1Z2q0e0c0d0f0a0b0c0d0e ops';

/**
 * The same stack by hand: init, plan, apply, with a local state, as somebody at
 * a terminal would. Returns milliseconds; the guest is destroyed afterwards
 * unless it is to be kept.
 */
export async function bareApply(
  house: House,
  vmid: number,
  options: { keep?: boolean } = {},
): Promise<number> {
  const engine = await findEngine();
  const dir = mkdtempSync(join(tmpdir(), 'orion-bare-'));
  cpSync(join(paths.root, 'infra/terraform/stacks/virtual-machine'), dir, {
    recursive: true,
  });
  writeFileSync(
    join(dir, 'backend_override.tf'),
    'terraform {\n  backend "local" {}\n}\n',
  );
  writeFileSync(
    join(dir, 'terraform.tfvars.json'),
    JSON.stringify(variables(vmid)),
  );
  mkdirSync(join(dir, 'home'));
  const cliConfig = await writeCliConfig(dir, {
    mirrorDir: join(paths.tools, 'terraform-mirror'),
  });
  const env = {
    PATH: process.env.PATH,
    HOME: join(dir, 'home'),
    TF_IN_AUTOMATION: '1',
    CHECKPOINT_DISABLE: '1',
    TF_CLI_CONFIG_FILE: cliConfig,
    PROXMOX_VE_ENDPOINT: `https://127.0.0.1:${house.ports.proxmox}/`,
    PROXMOX_VE_API_TOKEN: `${PROXMOX_TOKENS.change}=${house.changeSecret}`,
    SSL_CERT_FILE: join(paths.lab, 'proxmox', 'ca.pem'),
  };
  const terraform = (...args: string[]) =>
    run(engine!.binary, args, { cwd: dir, env });
  try {
    const began = Date.now();
    await terraform('init', '-input=false');
    await terraform('plan', '-input=false', '-out=plan');
    await terraform('apply', '-input=false', 'plan');
    const took = Date.now() - began;
    if (!options.keep) {
      await terraform('destroy', '-input=false', '-auto-approve');
    }
    return took;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function variables(vmid: number) {
  return {
    change_mark: 'orion-change:0/bench-by-hand',
    description: 'bench',
    name: `bare-${vmid}`,
    node: 'pve1',
    vm_id: vmid,
    template_vm_id: 9000,
    template_node: 'pve1',
    template_disk_gib: 8,
    datastore: 'local-lvm',
    cores: 2,
    memory_mib: 2048,
    disk_gib: 20,
    bridge: 'vmbr1',
    address_cidr: `10.0.20.${200 + (vmid % 50)}/24`,
    gateway: '10.0.20.1',
    nameservers: ['10.0.10.1'],
    ssh_keys: [KEY],
    username: 'ops',
    tags: ['orion'],
  };
}
