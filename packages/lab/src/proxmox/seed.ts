import { createHash } from 'node:crypto';
import { regenerateCloudinit } from './guests/guestConfig';
import { formatSize, gib, mib, tib } from './guests/sizes';
import { ClusterState, GuestConfig, GuestState, VolumeState } from './types';

const day = 86_400;
const node = 'pve1';

interface SeedGuest {
  vmid: number;
  name: string;
  cores: number;
  memoryGib: number;
  diskGib: number;
  bridges: string[];
  tags: string;
  /** CIDR by network key. */
  addresses?: Record<string, string[]>;
  stopped?: boolean;
  ostype?: string;
}

const guests: SeedGuest[] = [
  {
    vmid: 100,
    name: 'macos',
    cores: 8,
    memoryGib: 32,
    diskGib: 256,
    bridges: ['vmbr1'],
    tags: 'desktop',
    stopped: true,
    ostype: 'other',
  },
  {
    vmid: 200,
    name: 'router',
    cores: 4,
    memoryGib: 8,
    diskGib: 32,
    bridges: ['vmbr0', 'vmbr1', 'vmbr2', 'vmbr3'],
    tags: 'infra;router',
    addresses: {
      net0: ['10.0.10.1/24'],
      net1: ['10.0.20.1/24'],
      net2: ['10.0.30.1/24'],
    },
  },
  {
    vmid: 300,
    name: 'ai-coordinator',
    cores: 16,
    memoryGib: 64,
    diskGib: 500,
    bridges: ['vmbr1'],
    tags: 'ai;infra',
    addresses: { net0: ['10.0.20.30/24'] },
  },
  {
    vmid: 500,
    name: 'netbox',
    cores: 4,
    memoryGib: 8,
    diskGib: 100,
    bridges: ['vmbr1'],
    tags: 'infra;ipam',
    addresses: { net0: ['10.0.20.50/24'] },
  },
  {
    vmid: 600,
    name: 'k3s-server',
    cores: 4,
    memoryGib: 16,
    diskGib: 100,
    bridges: ['vmbr2'],
    tags: 'k3s;server',
    addresses: { net0: ['10.0.30.10/24'] },
  },
  ...[1, 2, 3].map(n => ({
    vmid: 600 + n,
    name: `k3s-agent-${n}`,
    cores: 8,
    memoryGib: 32,
    diskGib: 200,
    bridges: ['vmbr2'],
    tags: 'agent;k3s',
    addresses: { net0: [`10.0.30.${10 + n}/24`] },
  })),
];

/** The R730: one node with its bridges, storages, template and guests. */
export function r730Seed(now = Date.now()): ClusterState {
  const seconds = Math.floor(now / 1000);
  const state: ClusterState = {
    version: 1,
    name: 'r730',
    nodes: [
      {
        name: node,
        ip: '10.0.10.10',
        cores: 56,
        sockets: 2,
        model: 'Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz',
        memoryBytes: 384 * gib,
        bootedAt: seconds - 41 * day,
        bridges: [
          {
            iface: 'vmbr0',
            cidr: '10.0.10.10/24',
            gateway: '10.0.10.1',
            ports: 'eno1',
            comment: 'management',
          },
          {
            iface: 'vmbr1',
            cidr: '10.0.20.10/24',
            ports: 'eno2',
            comment: 'servers',
          },
          {
            iface: 'vmbr2',
            cidr: '10.0.30.2/24',
            ports: 'eno3',
            comment: 'k3s',
          },
          { iface: 'vmbr3', ports: 'eno4', comment: 'transit' },
        ],
      },
    ],
    storages: [
      {
        storage: 'local',
        type: 'dir',
        content: ['iso', 'vztmpl', 'backup', 'snippets'],
        totalBytes: 400 * gib,
        baseUsedBytes: 21 * gib,
        shared: false,
      },
      {
        storage: 'local-lvm',
        type: 'lvmthin',
        content: ['images', 'rootdir'],
        totalBytes: Math.floor(1.8 * tib),
        baseUsedBytes: 0,
        shared: false,
      },
      {
        storage: 'tank',
        type: 'zfspool',
        content: ['images', 'backup'],
        totalBytes: 14 * tib,
        baseUsedBytes: 310 * gib,
        shared: false,
      },
    ],
    volumes: {},
    guests: {},
    pools: {
      infra: { poolid: 'infra', comment: 'Network and platform', storages: [] },
    },
    backupJobs: [
      {
        id: 'backup-nightly',
        schedule: '02:00',
        storage: 'tank',
        vmids: [200, 300, 500, 600],
      },
    ],
    ha: {},
    tasks: [],
    lastPid: 4000,
  };
  addTemplate(state, seconds);
  guests.forEach(guest => addGuest(state, guest, seconds));
  addVolume(state, {
    volid: 'local:iso/debian-13.1.0-amd64-netinst.iso',
    content: 'iso',
    format: 'iso',
    size: 783 * mib,
    ctime: seconds - 60 * day,
  });
  return state;
}

function addTemplate(state: ClusterState, seconds: number) {
  const ctime = seconds - 30 * day;
  const guest = makeGuest(9000, ctime, {
    agent: '1',
    boot: 'order=scsi0',
    cores: '2',
    cpu: 'x86-64-v2-AES',
    ide2: 'local-lvm:vm-9000-cloudinit,media=cdrom,size=4M',
    ipconfig0: 'ip=dhcp',
    memory: '2048',
    name: 'debian-13-cloud',
    net0: `virtio=${seedMac(9000, 0)},bridge=vmbr1`,
    scsi0: 'local-lvm:base-9000-disk-0,discard=on,size=8G',
    serial0: 'socket',
    tags: 'template',
    template: '1',
    vga: 'serial0',
  });
  state.guests[9000] = guest;
  addVolume(state, {
    volid: 'local-lvm:base-9000-disk-0',
    size: 8 * gib,
    used: Math.floor(1.4 * gib),
    ctime,
    vmid: 9000,
  });
  addVolume(state, {
    volid: 'local-lvm:vm-9000-cloudinit',
    size: 4 * mib,
    ctime,
    vmid: 9000,
  });
  regenerateCloudinit(guest);
}

function addGuest(state: ClusterState, seed: SeedGuest, seconds: number) {
  const { vmid } = seed;
  const ctime = seconds - 200 * day;
  const volid = `local-lvm:vm-${vmid}-disk-0`;
  const size = seed.diskGib * gib;
  const config: GuestConfig = {
    agent: 'enabled=1',
    boot: 'order=scsi0',
    cores: String(seed.cores),
    cpu: 'host',
    memory: String(seed.memoryGib * 1024),
    name: seed.name,
    onboot: seed.stopped ? '0' : '1',
    ostype: seed.ostype ?? 'l26',
    scsi0: `${volid},discard=on,iothread=1,size=${formatSize(size)}`,
    tags: seed.tags,
  };
  seed.bridges.forEach((bridge, n) => {
    config[`net${n}`] = `virtio=${seedMac(vmid, n)},bridge=${bridge}`;
  });
  const guest = makeGuest(vmid, ctime, config);
  guest.addresses = seed.addresses ?? {};
  if (vmid === 200 || vmid === 500) {
    guest.pool = 'infra';
  }
  if (!seed.stopped) {
    guest.status = 'running';
    guest.startedAt = (seconds - 20 * day) * 1000;
    state.lastPid += 113;
    guest.pid = state.lastPid;
  }
  state.guests[vmid] = guest;
  const used = Math.floor(size * 0.35);
  addVolume(state, { volid, size, used, ctime, vmid });
  if (state.backupJobs[0].vmids.includes(vmid)) {
    [1, 2, 7].forEach(age => addBackup(state, vmid, seconds - age * day, used));
  }
}

function addBackup(
  state: ClusterState,
  vmid: number,
  seconds: number,
  used: number,
) {
  const time = new Date((seconds - (seconds % day)) * 1000 + 2 * 3_600_000);
  const stamp = time
    .toISOString()
    .slice(0, 19)
    .replace('T', '-')
    .replace(/:/g, '_')
    .replace(/^(\d+)-(\d+)-(\d+)/, '$1_$2_$3');
  addVolume(state, {
    volid: `tank:backup/vzdump-qemu-${vmid}-${stamp}.vma.zst`,
    content: 'backup',
    format: 'vma.zst',
    size: Math.floor(used * 0.4),
    ctime: Math.floor(time.getTime() / 1000),
    vmid,
    notes: state.guests[vmid].config.name,
  });
}

function addVolume(
  state: ClusterState,
  volume: Partial<VolumeState> & { volid: string; size: number; ctime: number },
) {
  state.volumes[volume.volid] = {
    storage: volume.volid.split(':', 1)[0],
    node,
    content: 'images',
    format: 'raw',
    used: volume.size,
    ...volume,
  };
}

function makeGuest(
  vmid: number,
  createdAt: number,
  config: GuestConfig,
): GuestState {
  return {
    vmid,
    node,
    createdAt,
    config: {
      numa: '0',
      ostype: 'l26',
      scsihw: 'virtio-scsi-single',
      sockets: '1',
      smbios1: `uuid=${seedUuid('smbios', vmid)}`,
      vmgenid: seedUuid('vmgenid', vmid),
      meta: `creation-qemu=10.1.2,ctime=${createdAt}`,
      ...config,
    },
    pending: {},
    cloudinit: {},
    snapshots: [],
    status: 'stopped',
    addresses: {},
    booted: {},
    firewall: {},
  };
}

/** Seeded identities are the same in every lab, so that tests may name them. */
function seedUuid(kind: string, vmid: number): string {
  const hex = createHash('sha1').update(`${kind}/${vmid}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function seedMac(vmid: number, index: number): string {
  const hex = vmid.toString(16).toUpperCase().padStart(4, '0');
  const tail = [hex.slice(0, 2), hex.slice(2), `0${index}`];
  return ['BC', '24', '11', ...tail].join(':');
}
