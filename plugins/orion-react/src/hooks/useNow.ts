import { useSyncExternalStore } from 'react';

const listeners = new Map<number, { timer: ReturnType<typeof setInterval>; calls: Set<() => void> }>();
const nows = new Map<number, number>();

function subscribe(tickMs: number, call: () => void): () => void {
  let entry = listeners.get(tickMs);
  if (!entry) {
    const calls = new Set<() => void>();
    const timer = setInterval(() => {
      nows.set(tickMs, Date.now());
      calls.forEach(one => one());
    }, tickMs);
    entry = { timer, calls };
    listeners.set(tickMs, entry);
    nows.set(tickMs, Date.now());
  }
  const { calls, timer } = entry;
  calls.add(call);
  return () => {
    calls.delete(call);
    if (calls.size === 0) {
      clearInterval(timer);
      listeners.delete(tickMs);
      nows.delete(tickMs);
    }
  };
}

/**
 * The time, moving in steps. All users of one step share one timer.
 *
 * @public
 */
export function useNow(tickMs: number = 1000): number {
  return useSyncExternalStore(
    call => subscribe(tickMs, call),
    () => {
      const known = nows.get(tickMs);
      if (known !== undefined) {
        return known;
      }
      const now = Date.now();
      nows.set(tickMs, now);
      return now;
    },
  );
}
