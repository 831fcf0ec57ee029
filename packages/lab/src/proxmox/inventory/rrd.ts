import type { ProxmoxWorld } from '../ProxmoxWorld';
import { GuestState, NodeState } from '../types';
import { guestCapacity, guestMetrics, noise, nodeMetrics } from './metrics';

/** Seconds between two points, by timeframe. */
const steps: Record<string, number> = {
  hour: 60,
  day: 1800,
  week: 10_800,
  month: 43_200,
  year: 604_800,
};

const points = 70;

function times(timeframe: string): number[] {
  const step = steps[timeframe];
  const last = Math.floor(Date.now() / 1000 / step) * step;
  return Array.from(
    { length: points },
    (_, n) => last - (points - 1 - n) * step,
  );
}

/**
 * The history of a guest. Where there is no data the keys are missing, as in
 * PVE's answer: before the guest was made, and while it was off.
 */
export function guestRrd(
  guest: GuestState,
  timeframe: string,
  average: boolean,
): Record<string, number>[] {
  return times(timeframe).map(time => {
    if (time < guest.createdAt) {
      return { time };
    }
    const startedAt = (guest.startedAt ?? Infinity) / 1000;
    if (guest.status !== 'running' || time < startedAt) {
      return { time, ...guestCapacity(guest) };
    }
    // Now and then the collector misses a point.
    if (noise('gap', guest.vmid, time) < 0.01) {
      return { time };
    }
    const { disk, ...metrics } = guestMetrics(guest, time);
    const peak = average ? 1 : 1.4;
    return {
      time,
      ...metrics,
      disk,
      cpu: Math.min(1, metrics.cpu * peak),
      netin: metrics.netin * peak,
      netout: metrics.netout * peak,
      pressurecpusome: metrics.cpu * 4,
      pressureiosome: noise('io', guest.vmid, time) * 2,
      pressurememorysome: 0,
    };
  });
}

/** The history of a node. */
export function nodeRrd(
  world: ProxmoxWorld,
  node: NodeState,
  timeframe: string,
): Record<string, number>[] {
  const guests = Object.values(world.state.guests);
  return times(timeframe).map((time): Record<string, number> => {
    if (time < node.bootedAt) {
      return { time };
    }
    const { cpu, mem } = nodeMetrics(node, guests, time);
    return {
      time,
      cpu,
      maxcpu: node.cores,
      memused: mem,
      memtotal: node.memoryBytes,
      loadavg: cpu * node.cores,
      iowait: noise('wait', node.name, time) * 0.02,
      netin: 2_000_000 * (0.5 + noise('nin', node.name, time)),
      netout: 1_500_000 * (0.5 + noise('nout', node.name, time)),
      roottotal: 100 * 1024 ** 3,
      rootused: 21 * 1024 ** 3,
      swaptotal: 8 * 1024 ** 3,
      swapused: 0,
    };
  });
}
