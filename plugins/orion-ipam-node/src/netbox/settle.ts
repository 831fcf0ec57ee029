import { setTimeout as sleep } from 'node:timers/promises';
import { NetboxError } from '../NetboxError';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;

/** How long lost writes are looked up when the caller sets no bound. */
export const DEFAULT_PATIENCE_MS = 60_000;

/**
 * Repeats a read until NetBox answers it, whatever the answer. Throws when the
 * signal aborts.
 *
 * @public
 */
export async function untilAnswered<T>(
  read: () => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  for (
    let delay = FIRST_DELAY_MS;
    ;
    delay = Math.min(delay * 2, LONGEST_DELAY_MS)
  ) {
    try {
      return await read();
    } catch (error) {
      if (!NetboxError.isUnknownOutcome(error)) {
        throw error;
      }
      await sleep(delay, undefined, { signal });
    }
  }
}

/**
 * Brings something into a wanted state with writes that may be repeated.
 * `look` answers the state reached, or undefined while it is not; it runs
 * after each write too, so the result was always read back.
 *
 * @public
 */
export async function reach<T>(
  options: {
    look: () => Promise<T | undefined>;
    write: () => Promise<unknown>;
    what: string;
  },
  signal: AbortSignal,
): Promise<T> {
  const { look, write, what } = options;
  const before = await untilAnswered(look, signal);
  if (before !== undefined) {
    return before;
  }
  let lost: unknown;
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      await write();
      lost = undefined;
    } catch (error) {
      // A refusal may come from a twin that was faster; the look tells.
      lost = error;
    }
    const reached = await untilAnswered(look, signal);
    if (reached !== undefined) {
      return reached;
    }
    if (lost && !NetboxError.isUnknownOutcome(lost)) {
      throw lost;
    }
    await sleep(FIRST_DELAY_MS * 2 ** attempt, undefined, { signal });
  }
  throw lost ?? new Error(`NetBox accepted ${what} and does not show it`);
}
