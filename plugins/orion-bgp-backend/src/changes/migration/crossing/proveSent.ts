import { setTimeout as sleep } from 'node:timers/promises';
import { createRouteSource } from '../../../clients/createRouteSource';
import { CrossingOrder, SENDS_MS, SendingStep } from './CrossingOrder';
import { judgeSent } from './judgeSent';
import { lookSent } from './lookSent';
import { StepStopped, StepWatch } from './takeStep';

const LOOK_MS = 500;

/**
 * Waits until a session that speaks now announces what the one before announced, as
 * its router says itself. What leaks ends the wait at once, and so does an own prefix
 * that did not go out before. Answers how many own prefixes go out.
 *
 * @throws StepStopped, SentTooMuchError, and an Error when the proof does not come in time.
 */
export async function proveSent(
  { readers }: Pick<CrossingOrder, 'readers'>,
  step: SendingStep,
  { mayGoOn }: Pick<StepWatch, 'mayGoOn'>,
  patienceMs = SENDS_MS,
): Promise<number> {
  const { router, session } = step;
  const source = createRouteSource({ id: router, endpoint: readers[router] });
  const signal = AbortSignal.timeout(patienceMs + 15_000);
  const end = performance.now() + patienceMs;
  try {
    for (;;) {
      const began = performance.now();
      const found = await lookSent(source, step, signal);
      const isUnknown = found instanceof Error;
      const lack = isUnknown
        ? `What session ${session} on ${router} announces is not known: ${found.message}`
        : judgeSent(step, found);
      if (!isUnknown && lack === undefined) {
        return found.own.length;
      }
      if (performance.now() > end) {
        throw new Error(`${lack} after ${patienceMs / 1000} s`);
      }
      if (!(await mayGoOn())) {
        throw new StepStopped('The crossing is being undone');
      }
      // Some make a whole list to answer.
      await sleep(Math.max(LOOK_MS, performance.now() - began));
    }
  } finally {
    await source.close();
  }
}
