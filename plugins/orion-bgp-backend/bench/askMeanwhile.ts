import { setTimeout as sleep } from 'node:timers/promises';
import { createRouteSource } from '../src/clients/createRouteSource';
import { milliseconds } from './BenchTable';
import { DaemonBench } from './DaemonBench';

/** How long whoever asks for the sessions waits at most while GoBGP makes a list. */
export async function askMeanwhile(
  target: string,
  { bench, signal }: DaemonBench,
  what: string,
  work: () => Promise<unknown>,
): Promise<void> {
  const endpoint = { driver: 'gobgp', target } as const;
  const asker = createRouteSource({ id: 'asker', endpoint });
  let isOver = false;
  let value = 0;
  const ask = async () => {
    let last = performance.now();
    while (!isOver) {
      // Beyond its deadline of ten seconds the next answer counts.
      const answered = await asker.readRouter({ signal }).then(
        () => true,
        () => false,
      );
      if (answered) {
        value = Math.max(value, performance.now() - last);
        await sleep(100);
        last = performance.now();
      }
    }
  };
  const asking = ask();
  await work();
  isOver = true;
  await asking;
  await asker.close();
  bench.add({
    what: `GoBGP: longest wait for its sessions while ${what}`,
    value,
    text: milliseconds(value),
  });
}
