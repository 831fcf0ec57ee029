import { setTimeout as sleep } from 'node:timers/promises';

/** Long, for machines that are busy: only a test that fails waits for all of it. */
const PATIENCE_MS = 60_000;

/** Waits until `check` answers something other than undefined or false. @public */
export async function eventually<T>(
  check: () => Promise<T | undefined | false> | T | undefined | false,
  timeoutMs = PATIENCE_MS,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await check();
    if (found !== undefined && found !== false) {
      return found;
    }
    if (Date.now() > deadline) {
      throw new Error(`Did not happen within ${timeoutMs} ms`);
    }
    await sleep(20);
  }
}
