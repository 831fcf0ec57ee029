import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { paths } from '../util/paths';
import { LabSecrets } from '../util/secrets';
import { PROXMOX_TOKENS, RunningLab } from './lab';
import { labBgp } from './labBgp';

/**
 * The configuration of the lab, written at every start with mode 0600. It has
 * the same form as a real installation's app-config.local.yaml: the portal
 * cannot tell the difference.
 */
export function writeLabConfig(lab: RunningLab, secrets: LabSecrets): string {
  const file = join(paths.home, 'app-config.lab.yaml');
  const config = {
    organization: { name: 'ORION lab' },
    catalog: {
      locations: [
        'catalog/all.yaml',
        'templates/all.yaml',
        'catalog/lab-people.yaml',
      ].map(target => ({
        type: 'file',
        target: join(paths.root, target),
        rules: [{ allow: allowed(target) }],
      })),
    },
    backend: {
      auth: {
        externalAccess: [
          {
            type: 'static',
            options: { token: secrets.verifyToken, subject: 'orion-verify' },
            accessRestrictions: [
              { plugin: 'orion', permission: 'orion.checks.read' },
              { plugin: 'orion-changes', permission: 'orion.change.audit' },
              { plugin: 'catalog', permission: 'catalog.entity.read' },
            ],
          },
        ],
      },
    },
    orion: {
      signIn: { providerTitle: 'the ORION lab' },
      netbox: {
        url: lab.netbox.url,
        readToken: secrets.netboxReadToken,
        writeToken: secrets.netboxWriteToken,
      },
      bgp: labBgp(lab, secrets),
      checks: { expectedStopped: ['r730/100'] },
      proxmox: { clusters: { r730: cluster(lab, secrets) } },
      changes: {
        policy: {
          protectedTargets: [200, 300, 500, 600, 601, 602, 603].map(
            vmid => `proxmox:r730/${vmid}`,
          ),
        },
      },
    },
  };
  writeFileSync(
    file,
    `# Written by ./orion up; edits are lost.\n${stringify(config)}`,
    { mode: 0o600 },
  );
  chmodSync(file, 0o600);
  return file;
}

function allowed(target: string): string[] {
  if (target.startsWith('templates')) {
    return ['Location', 'Template'];
  }
  return target.includes('people')
    ? ['User', 'Group']
    : ['Domain', 'System', 'API', 'Component', 'Location'];
}

function cluster(lab: RunningLab, secrets: LabSecrets) {
  const network = (
    id: string,
    title: string,
    bridge: string,
    third: number,
  ) => ({
    id,
    title,
    bridge,
    prefix: `10.0.${third}.0/24`,
    gateway: `10.0.${third}.1`,
    nameservers: ['10.0.10.1'],
  });
  return {
    title: 'Dell R730',
    endpoints: [lab.proxmox.url],
    caFile: lab.proxmox.caPath,
    readToken: { id: PROXMOX_TOKENS.read, secret: secrets.proxmoxReadSecret },
    changeToken: {
      id: PROXMOX_TOKENS.change,
      secret: secrets.proxmoxChangeSecret,
    },
    vmidRange: { from: 1000, to: 8999 },
    datastore: 'local-lvm',
    sizes: [
      { id: 'S', title: 'Small', cores: 2, memoryMib: 2048, diskGib: 20 },
      { id: 'M', title: 'Medium', cores: 4, memoryMib: 8192, diskGib: 40 },
      { id: 'L', title: 'Large', cores: 8, memoryMib: 16384, diskGib: 80 },
    ],
    images: [
      {
        id: 'debian-13',
        title: 'Debian 13 cloud image',
        templateVmid: 9000,
        node: 'pve1',
        minDiskGib: 8,
        username: 'ops',
      },
    ],
    networks: [
      network('servers', 'Servers', 'vmbr1', 20),
      network('management', 'Management', 'vmbr0', 10),
      network('k3s', 'K3s nodes', 'vmbr2', 30),
    ],
  };
}
