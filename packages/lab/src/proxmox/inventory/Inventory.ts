import { isAgentEnabled, isTemplate } from '../guests/guestConfig';
import { getStorage, usedBytes } from '../guests/volumes';
import type { ProxmoxWorld } from '../ProxmoxWorld';
import { GuestState, NodeState } from '../types';
import {
  averageRate,
  guestCapacity,
  guestMetrics,
  nodeMetrics,
} from './metrics';

type Row = Record<string, unknown>;

/**
 * What `cluster/resources` is made from. The list of guests is the cluster
 * file system's and always current; their status comes from a broadcast each
 * node sends every ten seconds, so a new guest is first listed as `unknown`.
 */
export class Inventory {
  readonly #world: ProxmoxWorld;
  readonly #broadcast = new Map<number, Row>();
  #timer: NodeJS.Timeout | undefined;

  constructor(world: ProxmoxWorld) {
    this.#world = world;
    world.faults.onChange(() => this.#timer && this.start());
  }

  /** Broadcasts now and then on every tick until `stop`. */
  start(): void {
    this.stop();
    const lag = this.#world.faults.peek('inventoryLag')?.ms;
    const period =
      typeof lag === 'number' ? lag : this.#world.timings.inventoryTickMs;
    if (this.#broadcast.size === 0) {
      this.tick();
    }
    this.#timer = setInterval(() => this.tick(), Math.max(10, period));
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Takes over the present status of all guests. */
  tick(): void {
    this.#broadcast.clear();
    for (const guest of Object.values(this.#world.state.guests)) {
      if (!this.#world.isDown(guest.node)) {
        this.#broadcast.set(guest.vmid, guestStats(guest));
      }
    }
  }

  guestRows(): Row[] {
    return Object.values(this.#world.state.guests).map(guest => {
      const stats = this.#broadcast.get(guest.vmid);
      const base = {
        id: `qemu/${guest.vmid}`,
        type: 'qemu',
        vmid: guest.vmid,
        node: guest.node,
      };
      if (!stats) {
        return { ...base, status: 'unknown' };
      }
      const { lock, tags } = guest.config;
      return {
        ...base,
        ...stats,
        // These come from the configuration and not from the broadcast.
        ...(lock ? { lock } : {}),
        ...(tags ? { tags } : {}),
        ...(guest.pool ? { pool: guest.pool } : {}),
        ...this.#haState(guest),
      };
    });
  }

  nodeRows(): Row[] {
    const guests = guestsByNode(this.#world);
    return this.#world.state.nodes.map(node => {
      const base = { id: `node/${node.name}`, type: 'node', node: node.name };
      return this.#world.isDown(node.name)
        ? { ...base, status: 'offline' }
        : {
            ...base,
            ...nodeStats(this.#world, node, guests.get(node.name) ?? []),
            level: '',
            'cgroup-mode': 2,
            'host-arch': 'x86_64',
          };
    });
  }

  storageRows(): Row[] {
    const used = usedByStorage(this.#world);
    return this.#world.state.nodes.flatMap(node =>
      this.#world.state.storages.map(storage => ({
        id: `storage/${node.name}/${storage.storage}`,
        type: 'storage',
        node: node.name,
        storage: storage.storage,
        plugintype: storage.type,
        content: storage.content.join(','),
        shared: storage.shared ? 1 : 0,
        ...(this.#world.isDown(node.name)
          ? { status: 'unknown' }
          : {
              status: 'available',
              maxdisk: storage.totalBytes,
              disk:
                storage.baseUsedBytes +
                (used.get(
                  `${storage.storage}/${storage.shared ? '' : node.name}`,
                ) ?? 0),
            }),
      })),
    );
  }

  /** The bridges as members of the zone every node has. */
  sdnRows(): Row[] {
    return this.#world.state.nodes.map(node => ({
      id: `sdn/${node.name}/localnetwork`,
      type: 'sdn',
      sdn: 'localnetwork',
      node: node.name,
      status: this.#world.isDown(node.name) ? 'unknown' : 'ok',
    }));
  }

  #haState(guest: GuestState): Row {
    const ha = this.#world.state.ha[`vm:${guest.vmid}`];
    return ha ? { hastate: ha.state } : {};
  }
}

/** The status of a guest as `cluster/resources` and `nodes/{n}/qemu` show it. */
export function guestStats(guest: GuestState): Row {
  const seconds = Math.floor(Date.now() / 1000);
  const running = guest.status === 'running';
  const uptime = uptimeOf(guest);
  const capacity = guestCapacity(guest);
  const metrics = running ? guestMetrics(guest, seconds) : undefined;
  return {
    name: guest.config.name ?? `VM ${guest.vmid}`,
    status: guest.status,
    template: isTemplate(guest) ? 1 : 0,
    uptime,
    ...capacity,
    cpu: metrics?.cpu ?? 0,
    mem: metrics?.mem ?? 0,
    memhost: metrics?.memhost ?? 0,
    disk: 0,
    // Counters since the start, unlike the rates of the history.
    netin: Math.floor(averageRate(guest.vmid, 'in') * uptime),
    netout: Math.floor(averageRate(guest.vmid, 'out') * uptime),
    diskread: Math.floor(averageRate(guest.vmid, 'read') * uptime),
    diskwrite: Math.floor(averageRate(guest.vmid, 'write') * uptime),
  };
}

/** What `status/current` answers. */
export function guestStatus(world: ProxmoxWorld, guest: GuestState): Row {
  const { maxcpu, template, ...stats } = guestStats(guest) as Row & {
    maxcpu: number;
  };
  const { config } = guest;
  const running = guest.status === 'running';
  const ha = world.state.ha[`vm:${guest.vmid}`];
  return {
    vmid: guest.vmid,
    ...stats,
    cpus: maxcpu,
    qmpstatus: guest.paused ? 'paused' : guest.status,
    ...(running ? { pid: guest.pid, 'running-qemu': '10.1.2' } : {}),
    ...(isAgentEnabled(config) ? { agent: 1 } : {}),
    ...(template ? { template: 1 } : {}),
    ...(config.tags ? { tags: config.tags } : {}),
    ...(config.lock ? { lock: config.lock } : {}),
    ha: ha ? { managed: 1, state: ha.state } : { managed: 0 },
  };
}

/** The status of a node as `nodes` shows it. */
export function nodeStats(
  world: ProxmoxWorld,
  node: NodeState,
  guests = Object.values(world.state.guests),
): Row {
  const seconds = Math.floor(Date.now() / 1000);
  const { cpu, mem } = nodeMetrics(node, guests, seconds);
  return {
    status: 'online',
    cpu,
    maxcpu: node.cores,
    mem,
    maxmem: node.memoryBytes,
    disk: 21 * 1024 ** 3,
    maxdisk: 100 * 1024 ** 3,
    uptime: seconds - node.bootedAt,
  };
}

/** What `storage/{s}/status` answers. */
export function storageStatus(world: ProxmoxWorld, node: string, name: string) {
  const storage = getStorage(world, name);
  const used = usedBytes(world, storage, node);
  return {
    type: storage.type,
    content: storage.content.join(','),
    shared: storage.shared ? 1 : 0,
    active: 1,
    enabled: 1,
    total: storage.totalBytes,
    used,
    avail: storage.totalBytes - used,
  };
}

/** One pass over all volumes: a large cluster has tens of thousands. */
function usedByStorage(world: ProxmoxWorld): Map<string, number> {
  const used = new Map<string, number>();
  for (const volume of Object.values(world.state.volumes)) {
    const key = `${volume.storage}/${volume.node}`;
    used.set(key, (used.get(key) ?? 0) + volume.used);
  }
  return used;
}

function guestsByNode(world: ProxmoxWorld): Map<string, GuestState[]> {
  const result = new Map<string, GuestState[]>();
  for (const guest of Object.values(world.state.guests)) {
    const guests = result.get(guest.node);
    if (guests) {
      guests.push(guest);
    } else {
      result.set(guest.node, [guest]);
    }
  }
  return result;
}

function uptimeOf(guest: GuestState): number {
  return guest.status === 'running' && guest.startedAt
    ? Math.floor((Date.now() - guest.startedAt) / 1000)
    : 0;
}
