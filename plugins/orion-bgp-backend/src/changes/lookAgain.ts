import { setTimeout as sleep } from 'node:timers/promises';

/** Two looks that both miss something lie this far apart: routers choose anew. */
const AGAIN_MS = 2_000;

/** Looks once more where the first look misses something, and tells what that one saw. */
export async function lookAgain<T>(
  look: () => Promise<T>,
  isWhole: (sight: T) => boolean,
  signal: AbortSignal,
): Promise<T> {
  const first = await look();
  if (isWhole(first)) {
    return first;
  }
  await sleep(AGAIN_MS, undefined, { signal });
  return look();
}
