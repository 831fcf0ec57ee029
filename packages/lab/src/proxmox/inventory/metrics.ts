import { bootDrive } from '../guests/drives';
import { parseSize } from '../guests/sizes';
import { GuestState, NodeState } from '../types';

/** What a guest uses at a moment. Made up, but the same for the same moment. */
export interface GuestMetrics {
  cpu: number;
  maxcpu: number;
  mem: number;
  maxmem: number;
  memhost: number;
  disk: number;
  maxdisk: number;
  netin: number;
  netout: number;
  diskread: number;
  diskwrite: number;
}

/** 0 to 1, the same for the same words. */
export function noise(...words: (string | number)[]): number {
  // FNV-1a with a final mix, so that neighbouring times differ.
  let hash = 0x811c9dc5;
  for (const char of words.join('/')) {
    hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash ^= hash >>> 13;
  return (hash >>> 0) / 0xffffffff;
}

/** A load between 0 and 1 that swings over the day. */
function load(id: string | number, seconds: number): number {
  const phase = noise('phase', id) * Math.PI * 2;
  const daily = Math.sin((seconds / 86_400) * Math.PI * 2 + phase);
  const level = 0.08 + 0.25 * noise('level', id);
  const jitter = noise('jitter', id, Math.floor(seconds / 10));
  return Math.min(1, Math.max(0.002, level * (1 + 0.6 * daily) * jitter));
}

export function guestCapacity(guest: GuestState) {
  const { config } = guest;
  const size = bootDrive(config)?.options.size;
  return {
    maxcpu: Number(config.cores ?? 1) * Number(config.sockets ?? 1),
    maxmem: Number(config.memory ?? 512) * 1024 * 1024,
    maxdisk: size ? parseSize(size) : 0,
  };
}

/** Metrics of a guest that runs; use `guestCapacity` for one that does not. */
export function guestMetrics(guest: GuestState, seconds: number): GuestMetrics {
  const capacity = guestCapacity(guest);
  const { vmid } = guest;
  const cpu = load(vmid, seconds);
  const fill = 0.35 + 0.4 * noise('mem', vmid) + 0.05 * cpu;
  const mem = Math.floor(capacity.maxmem * Math.min(0.97, fill));
  return {
    ...capacity,
    cpu,
    mem,
    memhost: Math.floor(mem * 1.06),
    // QEMU guests report no disk usage; PVE answers 0.
    disk: 0,
    netin: 40_000 + 900_000 * load(`in${vmid}`, seconds),
    netout: 30_000 + 600_000 * load(`out${vmid}`, seconds),
    diskread: 10_000 + 400_000 * load(`read${vmid}`, seconds),
    diskwrite: 60_000 + 900_000 * load(`write${vmid}`, seconds),
  };
}

/** Bytes per second a guest moves on average; counters grow by it. */
export function averageRate(vmid: number, what: string): number {
  return Math.floor(20_000 + 200_000 * noise(what, vmid));
}

/** What a node uses: the sum of its guests and a little of its own. */
export function nodeMetrics(
  node: NodeState,
  guests: GuestState[],
  seconds: number,
) {
  const running = guests
    .filter(guest => guest.node === node.name && guest.status === 'running')
    .map(guest => guestMetrics(guest, seconds));
  const cores = running.reduce((sum, { cpu, maxcpu }) => sum + cpu * maxcpu, 0);
  const memory = running.reduce((sum, { memhost }) => sum + memhost, 0);
  return {
    cpu: Math.min(1, cores / node.cores + 0.01),
    mem: Math.min(
      node.memoryBytes * 0.98,
      Math.floor(memory + node.memoryBytes * 0.04),
    ),
  };
}
