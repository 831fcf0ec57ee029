import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `check` answers something other than undefined or false. @public */
export async function eventually<T>(
  check: () => Promise<T | undefined | false> | T | undefined | false,
  timeoutMs = 15_000,
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
