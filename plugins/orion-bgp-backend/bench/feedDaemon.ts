/* eslint-disable no-console */
import { setTimeout as sleep } from 'node:timers/promises';
import { milliseconds } from './BenchTable';
import { BgpFeeder, FedRoute } from './BgpFeeder';

/** The neighbor that announces everything. */
export const FEEDER = '127.0.0.3';

/**
 * Announces routes to a daemon and waits until it has taken them in; they stay
 * until the feeder is closed.
 *
 * @param daemon.count - how many routes it says it has.
 */
export async function feedDaemon(
  daemon: {
    name: string;
    host: string;
    port: number;
    count(): Promise<number>;
  },
  groups: FedRoute[][],
): Promise<BgpFeeder> {
  const { count, host, name, port } = daemon;
  const began = performance.now();
  const feeder = await open(port, host);
  for (const group of groups) {
    await feeder.announce(group);
  }
  await feeder.flush();
  await settle(name, count);
  const took = milliseconds(performance.now() - began);
  console.log(`${name} has ${await count()} routes after ${took}`);
  return feeder;
}

/** A daemon that has just started sends its first callers away. */
async function open(port: number, host: string): Promise<BgpFeeder> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await BgpFeeder.open({
        host,
        port,
        localAddress: FEEDER,
        routerId: 0x0afff003,
      });
    } catch (error) {
      if (attempt === 30) {
        throw error;
      }
      await sleep(1000);
    }
  }
}

/** Until the number stands still: daemons take routes in for a while. */
async function settle(name: string, count: () => Promise<number>) {
  let last = -1;
  for (let round = 0; round < 600; round++) {
    const now = await count();
    if (now > 0 && now === last) {
      return;
    }
    last = now;
    await sleep(1000);
  }
  throw new Error(`${name} never held still`);
}
