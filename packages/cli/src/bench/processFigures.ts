import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { House } from '../e2e/House';
import { median, row } from './figures';
import { stockOverrides, writeStockBackend } from './stockBackend';

const STARTS = Number(process.env.ORION_BENCH_STARTS ?? 3);
const IDLE_MS = 60_000;
const MAX_RSS_MB = 600;

/**
 * Ready time and idle memory of the portal beside a stock backend, started in
 * turn on the same database server, both from source.
 */
export async function processFigures(house: House): Promise<void> {
  const entry = writeStockBackend();
  const portal: number[] = [];
  const stock: number[] = [];
  const ratios: number[] = [];
  let stockRss = 0;
  for (let n = 0; n < STARTS; n++) {
    const other = await house.startOther('stock', entry, stockOverrides);
    stock.push(other.readyMs);
    if (n === STARTS - 1) {
      await sleep(IDLE_MS);
      stockRss = residentMegabytes(other.pid);
    }
    await other.stop();
    await house.restartPortal();
    portal.push(house.portal.readyMs);
    ratios.push(portal[n] / stock[n]);
  }
  await sleep(IDLE_MS);
  const rss = residentMegabytes(house.portalPid);
  row('stock Backstage backend, ready after start', seconds(median(stock)));
  row('portal, ready after start', seconds(median(portal)));
  row('ratio, median of pairs', median(ratios).toFixed(2), '<= 1.25');
  row('stock backend, resident when idle', `${stockRss.toFixed(0)} MB`);
  row(
    'portal, resident when idle',
    `${rss.toFixed(0)} MB`,
    `<= ${MAX_RSS_MB} MB`,
  );
}

function residentMegabytes(pid: number): number {
  const status = readFileSync(join('/proc', String(pid), 'status'), 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
