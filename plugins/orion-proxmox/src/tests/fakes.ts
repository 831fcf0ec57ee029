import { ChangesApi } from '@orion/backstage-plugin-orion-changes-common';
import {
  ClusterOptions,
  Guest,
  GuestPage,
  ProxmoxApi,
} from '@orion/backstage-plugin-orion-proxmox-common';

export { refusal } from '@orion/backstage-plugin-orion-react/testing';

const GIB = 1024 ** 3;

export function freshNow(source = 'proxmox:r730') {
  return {
    source,
    fetchedAt: new Date().toISOString(),
    intervalMs: 5000,
    stale: false,
  };
}

export function guest(over: Partial<Guest> = {}): Guest {
  const { cluster = 'r730', vmid = 1001 } = over;
  return {
    cluster,
    vmid,
    ref: `proxmox:${cluster}/${vmid}`,
    entityRef: `resource:default/${cluster}-${vmid}`,
    type: 'qemu',
    name: 'web-01',
    node: 'pve1',
    status: 'running',
    template: false,
    tags: ['prod'],
    cores: 4,
    load: 0.12,
    memoryBytes: 8 * GIB,
    memoryUsedBytes: 3 * GIB,
    addresses: ['10.0.20.17'],
    owner: 'group:default/team-net',
    changeId: 1042,
    protected: false,
    ...over,
  };
}

export function guestPage(
  items: Guest[],
  over: Partial<GuestPage> = {},
): GuestPage {
  const running = items.filter(({ status }) => status === 'running').length;
  const stopped = items.filter(({ status }) => status === 'stopped').length;
  return {
    items,
    total: items.length,
    counts: {
      all: items.length,
      running,
      stopped,
      other: items.length - running - stopped,
    },
    freshness: [freshNow()],
    ...over,
  };
}

export const options: ClusterOptions = {
  cluster: 'r730',
  title: 'Dell R730',
  nodes: [
    {
      name: 'pve1',
      online: true,
      cores: 40,
      coresGiven: 12,
      load: 0.2,
      memoryBytes: 64 * GIB,
      memoryUsedBytes: 60 * GIB,
      bridges: ['vmbr1'],
    },
  ],
  storages: [],
  sizes: [
    { id: 'S', title: 'Small', cores: 2, memoryMib: 2048, diskGib: 20 },
    { id: 'M', title: 'Medium', cores: 4, memoryMib: 8192, diskGib: 40 },
  ],
  images: [
    {
      id: 'debian-13',
      title: 'Debian 13',
      templateVmid: 9000,
      node: 'pve1',
      minDiskGib: 8,
    },
  ],
  networks: [
    {
      id: 'servers',
      title: 'Servers',
      bridge: 'vmbr1',
      prefix: '10.0.20.0/24',
      freeAddresses: 212,
    },
  ],
  freshness: freshNow(),
};

/** A storage that is nearly full. */
export const fullStorage: ClusterOptions['storages'][number] = {
  name: 'tank',
  node: 'pve1',
  shared: false,
  content: ['images', 'rootdir'],
  totalBytes: 1000 * GIB,
  usedBytes: 950 * GIB,
};

export function fakeProxmoxApi(
  over: Partial<ProxmoxApi> = {},
): jest.Mocked<ProxmoxApi> {
  const cluster = {
    id: 'r730',
    title: 'Dell R730',
    nodes: { total: 1, online: 1 },
    complete: true,
    revision: 1,
    ordering: true,
    freshness: freshNow(),
  };
  return {
    listGuests: jest.fn().mockResolvedValue(guestPage([])),
    getGuest: jest.fn(),
    listClusters: jest.fn().mockResolvedValue({ items: [cluster] }),
    getOptions: jest.fn().mockResolvedValue(options),
    refresh: jest.fn(),
    ...over,
  } as jest.Mocked<ProxmoxApi>;
}

export const verdict = {
  title: 'Create web-01',
  policy: [{ ruleId: 'domain', verdict: 'pass', message: 'fine' }],
  quota: {
    owner: 'group:default/team-net',
    limit: { vms: 10, cores: 20, memoryMib: 65536, diskGib: 1000 },
    used: { vms: 3, cores: 14, memoryMib: 28672, diskGib: 140 },
    demand: { vms: 1, cores: 2, memoryMib: 2048, diskGib: 20 },
  },
  approvers: ['group:default/approvers'],
};

export function fakeChangesApi(
  over: Partial<ChangesApi> = {},
): jest.Mocked<ChangesApi> {
  return {
    list: jest.fn().mockResolvedValue({ items: [], total: 0 }),
    submit: jest.fn().mockResolvedValue({ created: false, dryRun: verdict }),
    ...over,
  } as jest.Mocked<ChangesApi>;
}

/** What the portal itself answers where no backend plugin is. */
export function noPlugin(path: string): Error {
  return Object.assign(new Error('Request failed with 404'), {
    name: 'ResponseError',
    statusCode: 404,
    body: {
      error: { name: 'Error', message: 'Request failed with status 404' },
      response: { statusCode: 404 },
    },
    response: { url: `https://orion.example.org${path}` },
  });
}
