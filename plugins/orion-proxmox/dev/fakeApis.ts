import {
  ChangesApi,
  ChangeSummary,
} from '@orion/backstage-plugin-orion-changes-common';
import {
  ClusterOptions,
  Guest,
  GuestPage,
  ProxmoxApi,
} from '@orion/backstage-plugin-orion-proxmox-common';
import {
  answerAs,
  Behaviour,
  refusal,
} from '@orion/backstage-plugin-orion-react/testing';
import {
  freshNow,
  fullStorage,
  guest,
  guestPage,
  options,
  verdict,
} from '../src/tests/fakes';

export const states = [
  'full',
  'empty',
  'unconfigured',
  'loading',
  'stale',
  'partial',
  'error',
  'denied',
  'silent',
] as const;

export type GuestsState = (typeof states)[number];

const NOTE = 'No Proxmox cluster is configured. Add one under orion.proxmox.';

const behaviours: Partial<Record<GuestsState, Behaviour>> = {
  loading: 'loading',
  stale: 'stale',
  error: 'error',
  denied: 'denied',
  silent: 'silent',
};

/** One guest of each kind there is, and enough others to scroll. */
function guests(): Guest[] {
  return [
    guest(),
    guest({ vmid: 1002, name: 'db-2', status: 'stopped', load: undefined }),
    guest({ vmid: 1003, name: 'build-7', status: 'paused', lock: 'backup' }),
    guest({
      vmid: 1004,
      name: 'mail-1',
      status: 'unknown',
      node: 'pve2',
      load: undefined,
      memoryUsedBytes: undefined,
    }),
    guest({
      vmid: 200,
      name: 'gateway',
      owner: undefined,
      changeId: undefined,
      protected: true,
      tags: [],
    }),
    guest({ vmid: 1005, name: undefined, type: 'lxc', addresses: [] }),
    ...Array.from({ length: 60 }, (_, index) =>
      guest({ vmid: 2000 + index, name: `node-${index}`, load: index / 60 }),
    ),
  ];
}

function page(state: GuestsState, filter = '', limit = 50): GuestPage {
  if (state === 'unconfigured') {
    return guestPage([], { freshness: [], note: NOTE });
  }
  const all = state === 'empty' ? [] : guests();
  const words = filter.split(' ').filter(Boolean);
  const found = all.filter(one => words.every(word => fits(one, word)));
  return {
    ...guestPage(all),
    items: found.slice(0, limit),
    total: found.length,
    freshness:
      state === 'partial' ? [freshNow(), silentSince(9)] : [freshNow()],
  };
}

/** As far as these pages ask. */
function fits(one: Guest, word: string): boolean {
  const [, field, value] = /^(cluster|node|status|name):(.+)$/.exec(word) ?? [];
  return field
    ? String(one[field as keyof Guest]) === value
    : JSON.stringify(one).includes(word);
}

function silentSince(minutes: number) {
  return {
    ...freshNow('proxmox:edge'),
    fetchedAt: new Date(Date.now() - minutes * 60_000).toISOString(),
    stale: true,
    error: 'edge does not answer.',
  };
}

/** A node that is nearly full, a storage too, and a node that is away. */
const richOptions: ClusterOptions = {
  ...options,
  nodes: [
    ...options.nodes,
    {
      ...options.nodes[0],
      name: 'pve2',
      online: false,
      load: 0,
      memoryUsedBytes: 0,
    },
  ],
  storages: [fullStorage],
};

export function fakeProxmoxApi(state: GuestsState): ProxmoxApi {
  const freshness = state === 'partial' ? silentSince(9) : freshNow();
  const cluster = {
    id: 'r730',
    title: 'Dell R730',
    nodes: { total: 2, online: 1 },
    complete: state !== 'partial',
    revision: 1,
    ordering: true,
    freshness,
  };
  return answerAs<ProxmoxApi>(behaviours[state] ?? 'answers', {
    listGuests: async ({ filter, limit } = {}) => page(state, filter, limit),
    getGuest: async ({ vmid }) => {
      const found = guests().find(one => one.vmid === vmid);
      if (!found) {
        throw refusal(404, `There is no guest r730/${vmid}`);
      }
      return { ...found, freshness, agent: agentOf(found) };
    },
    listClusters: async () =>
      state === 'unconfigured'
        ? { items: [], note: NOTE }
        : { items: [cluster] },
    getOptions: async () => ({ ...richOptions, freshness }),
    refresh: async () => cluster,
  });
}

function agentOf({ status, addresses }: Guest) {
  return {
    addresses: status === 'running' ? addresses : [],
    askedAt: new Date().toISOString(),
    ...(status === 'running'
      ? {}
      : { error: 'Only a running virtual machine has an agent.' }),
  };
}

/** What these pages ask the pipeline: a guest's last change, and what it would say to an order. */
export function fakeChangesApi(state: GuestsState): ChangesApi {
  const change = {
    id: 1042,
    title: 'Create web-01',
    state: 'succeeded',
    updatedAt: new Date().toISOString(),
  } as ChangeSummary;
  return answerAs(behaviours[state] ?? 'answers', {
    list: async () => ({ items: [change], total: 1 }),
    submit: async () => ({ created: false, dryRun: verdict }),
  }) as unknown as ChangesApi;
}
