import { useEffect, useMemo, useRef } from 'react';

const TICK_MS = 1000;
/** Ticks further apart mean that the machine or the tab slept in between. */
const ASLEEP_MS = 5000;

/** Runs only while an answer is waited for. */
export interface WaitClock {
  /** Goes on where it was, unless it was stopped: a question asked again is the same wait. */
  start(): void;
  /** The wait is over. */
  stop(): void;
}

/**
 * Tells once each time that a wait gets longer than one of the limits.
 *
 * @remarks
 * Time in a hidden tab and time asleep do not count, and a wait begins anew after
 * them: timers are throttled there and connections end, so that who comes back
 * would see a silence that nobody has tried to break yet.
 *
 * @param limitsMs - the same ones with every call
 */
export function useWaitClock(
  limitsMs: readonly number[],
  onLong: (limitMs: number) => void,
): WaitClock {
  const latest = useRef({ limitsMs, onLong });
  latest.current = { limitsMs, onLong };
  const clock = useMemo(() => {
    let timer: ReturnType<typeof setInterval> | undefined;
    let seenAt = 0;
    let waitedMs = 0;

    function tick() {
      const now = performance.now();
      const passedMs = now - seenAt;
      seenAt = now;
      if (document.visibilityState !== 'visible' || passedMs > ASLEEP_MS) {
        waitedMs = 0;
        return;
      }
      const before = waitedMs;
      waitedMs += passedMs;
      latest.current.limitsMs
        .filter(limit => before < limit && limit <= waitedMs)
        .forEach(limit => latest.current.onLong(limit));
    }

    return {
      start() {
        if (timer === undefined) {
          seenAt = performance.now();
          timer = setInterval(tick, TICK_MS);
        }
      },
      stop() {
        clearInterval(timer);
        timer = undefined;
        waitedMs = 0;
      },
    };
  }, []);
  useEffect(() => clock.stop, [clock]);
  return clock;
}
