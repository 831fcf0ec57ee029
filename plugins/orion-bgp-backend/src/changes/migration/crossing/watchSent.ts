import { setTimeout as sleep } from 'node:timers/promises';
import { createRouteSource } from '../../../clients/createRouteSource';
import { CrossingOrder, SENDS_MS, SendingStep } from './CrossingOrder';
import { judgeSent } from './judgeSent';
import { lookSent } from './lookSent';

const REST_MS = 3_000;
/** A router that makes a whole list to answer fills its table meanwhile. */
const REST_TIMES = 2;

/**
 * Looks every few seconds for what a session sends that must not go out, while its own
 * routes still come in: what lacks may come yet, and what leaks does so from the first
 * second on. A reading that fails says nothing. Ends with the signal.
 *
 * @throws SentTooMuchError
 */
export async function watchSent(
  { readers }: Pick<CrossingOrder, 'readers'>,
  step: SendingStep,
  signal: AbortSignal,
  restMs = REST_MS,
): Promise<void> {
  const { router } = step;
  const source = createRouteSource({ id: router, endpoint: readers[router] });
  try {
    while (!signal.aborted) {
      const began = performance.now();
      const soon = AbortSignal.any([signal, AbortSignal.timeout(SENDS_MS)]);
      const found = await lookSent(source, step, soon);
      if (!(found instanceof Error)) {
        judgeSent(step, found);
      }
      const took = performance.now() - began;
      await sleep(Math.max(restMs, REST_TIMES * took), undefined, {
        signal,
      }).catch(() => {});
    }
  } finally {
    await source.close();
  }
}
