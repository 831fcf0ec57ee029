import { gzipSync } from 'node:zlib';
import {
  ChangeDetail,
  ChangeState,
} from '@orion/backstage-plugin-orion-changes-common';
import { House } from '../e2e/House';
import { paths } from '../util/paths';
import { bareApply } from './bareApply';
import { median, row } from './figures';
import { manyAtOnce } from './manyAtOnce';
import { processFigures } from './processFigures';

const PORT = Number(process.env.ORION_BENCH_PORT ?? 7407);
const ROUNDS = Number(process.env.ORION_BENCH_ROUNDS ?? 5);
/** Initial JavaScript of a stock Backstage 1.55 app, gzip. */
const STOCK_JS_KB = 838;

async function main(): Promise<void> {
  const house = new House(PORT);
  const began = Date.now();
  await house.start();
  try {
    row(
      'ready after start (PostgreSQL, lab, portal)',
      `${((Date.now() - began) / 1000).toFixed(1)} s`,
    );
    await initialJavaScript(house.baseUrl);
    await processFigures(house);
    await pipelineOverBare(house);
    await manyAtOnce(house);
  } finally {
    await house.stop();
  }
}

/** Pairs: one change without the time for its approval, one bare init + plan + apply, in turn. */
async function pipelineOverBare(house: House): Promise<void> {
  const ratios: number[] = [];
  const pipeline: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    pipeline.push(await timedChange(house));
    bare.push(await bareApply(house, 8900 + round));
    ratios.push(pipeline[round] / bare[round]);
  }
  row(
    'change, submit to succeeded, approval excluded',
    seconds(median(pipeline)),
  );
  row('bare terraform init + plan + apply, same stack', seconds(median(bare)));
  row('ratio, median of pairs', median(ratios).toFixed(2), '<= 1.15');
}

/**
 * Milliseconds from the moment the order is sent to `succeeded`, without what
 * lies between plan and decision. The record's times, not those of the polls
 * that wait for it: a person is told at once.
 */
async function timedChange(house: House): Promise<number> {
  const operator = await house.as('operator');
  const approver = await house.as('approver');
  const submitted = Date.now();
  const id = await house.submit(house.order());
  await operator.waitFor(id, ['awaiting-approval']);
  const decided = Date.now();
  await approver.approve(id);
  const done = await operator.waitFor(id, ['succeeded']);
  const took =
    reachedAt(done, 'awaiting-approval') -
    submitted +
    (reachedAt(done, 'succeeded') - decided);
  const { name } = done.input as { name: string };
  const vmid = Number(done.target.ref!.split('/')[1]);
  const destroy = await house.submit(
    { cluster: 'r730', vmid, name },
    'virtual-machine.destroy',
  );
  await house.approve(destroy);
  await operator.waitFor(destroy, ['succeeded']);
  return took;
}

function reachedAt(change: ChangeDetail, state: ChangeState): number {
  const entry = change.timeline.find(one => one.state === state);
  return new Date(entry!.at).getTime();
}

/** What a browser loads before the first page: the scripts the index names. */
async function initialJavaScript(baseUrl: string): Promise<void> {
  const html = await (await fetch(baseUrl)).text();
  const scripts = [...html.matchAll(/<script[^>]+src="([^"]+\.js)"/g)].map(
    ([, src]) => src,
  );
  let bytes = 0;
  for (const src of scripts) {
    const body = Buffer.from(
      await (await fetch(new URL(src, baseUrl))).arrayBuffer(),
    );
    bytes += gzipSync(body).length;
  }
  const limit = Math.round(STOCK_JS_KB * 1.1);
  row(
    `initial JavaScript, gzip (${scripts.length} files)`,
    `${Math.round(bytes / 1000)} KB`,
    `<= ${limit} KB`,
  );
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

main().then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error.stack}\n(state in ${paths.home})\n`);
    process.exit(1);
  },
);
