import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useSignal } from '@backstage/plugin-signals-react';
import { serverNow } from '../api/serverClock';
import { NoAnswerError } from '../format/NoAnswerError';
import { Loadable } from './Loadable';
import { useWaitClock } from './useWaitClock';

/** After the first signal for a while: what happened is seen at once, */
const SIGNAL_FIRST_MS = 50;
/** and what follows in a burst is seen together. */
const SIGNAL_SETTLE_MS = 300;
/** After this what is held is no longer shown as new. */
const SILENT_MS = 15_000;
/** After this an answer is taken for lost. */
const PATIENCE_MS = 60_000;
const WAITS_MS = [SILENT_MS, PATIENCE_MS];
const NO_CHANNEL = 'orion-none';

/** When {@link useLoadable} looks again. @public */
export interface UseLoadableOptions<T> {
  /** A signal on this channel means "look again"; it carries no data. */
  channel?: string;
  /** Fallback polling in milliseconds, only while the tab is visible; 0 or undefined: none. */
  pollMs?: number | ((data: T | undefined) => number | undefined);
  /** Keeps the previous answer while another question is asked, as `pending`. */
  keepPrevious?: boolean;
}

interface Held<T> {
  key: number;
  data?: T;
  observedAt?: Date;
  error?: Error;
}

/**
 * Loads, keeps the last good answer, looks again on a signal, and falls back to
 * polling while the tab is visible.
 *
 * @remarks
 * A question that nobody answers is a failure too: what is held goes stale after
 * 15 seconds, and without anything held it is an error after a minute. The answer
 * is taken all the same when it comes.
 *
 * @public
 */
export function useLoadable<T>(
  load: (signal: AbortSignal) => Promise<T>,
  deps: readonly unknown[],
  options: UseLoadableOptions<T> = {},
): Loadable<T> {
  const { channel, pollMs, keepPrevious } = options;
  const [held, setHeld] = useState<Held<T>>({ key: 0 });
  const key = useKey(deps);
  const loadRef = useRef(load);
  loadRef.current = load;
  const running = useRef<AbortController>();
  const askedAt = useRef(0);
  const wait = useWaitClock(WAITS_MS, limitMs =>
    setHeld(before => silent(before, key, limitMs)),
  );

  const refresh = useCallback(async () => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    askedAt.current = Date.now();
    wait.start();
    try {
      const data = await loadRef.current(controller.signal);
      if (!controller.signal.aborted) {
        setHeld({ key, data, observedAt: new Date(serverNow()) });
      }
    } catch (error) {
      if (!controller.signal.aborted) {
        setHeld(before => failed(before, key, error as Error));
      }
    } finally {
      if (running.current === controller) {
        askedAt.current = 0;
        wait.stop();
      }
    }
  }, [key, wait]);

  // A slow answer is waited for: asking again each time would never get one.
  const look = useCallback(() => {
    const free = Date.now() - askedAt.current > PATIENCE_MS;
    if (free) {
      refresh();
    }
    return free;
  }, [refresh]);

  useEffect(() => {
    refresh();
    return () => {
      running.current?.abort();
      // Another question has its own wait.
      wait.stop();
    };
  }, [refresh, wait]);

  useLookOnSignal(channel, look);
  const interval = typeof pollMs === 'function' ? pollMs(held.data) : pollMs;
  useVisiblePolling(look, interval);

  const retry = useCallback(() => {
    setHeld(before =>
      before.data === undefined ? { key: before.key } : before,
    );
    wait.stop();
    refresh();
  }, [refresh, wait]);

  return useMemo(
    () => toLoadable(held, held.key === key, keepPrevious === true, retry),
    [held, key, keepPrevious, retry],
  );
}

/** A failed question keeps the answer to the same question, and no other. */
function failed<T>(before: Held<T>, key: number, error: Error): Held<T> {
  return before.key === key ? { ...before, error } : { key, error };
}

/**
 * What a silence does to what is held: it is old at once, and without it the
 * question has failed once its answer is taken for lost.
 */
function silent<T>(before: Held<T>, key: number, waitedMs: number): Held<T> {
  const error = new NoAnswerError(waitedMs);
  if (waitedMs >= PATIENCE_MS && before.key !== key) {
    return failed(before, key, error);
  }
  // What was refused before says more than that nothing came since.
  if (before.error || (before.data === undefined && waitedMs < PATIENCE_MS)) {
    return before;
  }
  return { ...before, error };
}

function toLoadable<T>(
  held: Held<T>,
  current: boolean,
  keepPrevious: boolean,
  retry: () => void,
): Loadable<T> {
  const { data, observedAt, error } = held;
  if ((current || keepPrevious) && data !== undefined && observedAt) {
    const answer = {
      data,
      observedAt,
      ...(current ? {} : { pending: true as const }),
    };
    return error
      ? { status: 'stale', ...answer, error, retry }
      : { status: 'ready', ...answer, retry };
  }
  return current && error
    ? { status: 'error', error, retry }
    : { status: 'loading', retry };
}

/** A number that grows with every new combination of dependencies. */
function useKey(deps: readonly unknown[]): number {
  const ref = useRef({ key: 1, deps });
  const same =
    ref.current.deps.length === deps.length &&
    deps.every((dep, index) => Object.is(dep, ref.current.deps[index]));
  if (!same) {
    ref.current = { key: ref.current.key + 1, deps };
  }
  return ref.current.key;
}

/**
 * Signals come in bursts, one per step of a change: few looks answer them all. The
 * first of a burst arms the timer and none after it postpones it, or a stream of
 * them would never be answered; every signal has a look that begins after it.
 *
 * @param look - false while an answer is on its way, which may be older than the
 * signal: then once more after it
 */
function useLookOnSignal(channel: string | undefined, look: () => boolean) {
  const { lastSignal } = useSignal(channel ?? NO_CHANNEL);
  const heard = useRef(lastSignal);
  const heardAt = useRef(-Infinity);
  const timer = useRef<ReturnType<typeof setTimeout>>();

  const arm = useCallback(
    (waitMs: number) => {
      timer.current = setTimeout(() => {
        timer.current = undefined;
        if (!look()) {
          arm(SIGNAL_SETTLE_MS);
        }
      }, waitMs);
    },
    [look],
  );

  // Another question is asked at once, so what was told before needs no look.
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [arm],
  );

  useEffect(() => {
    if (!lastSignal || lastSignal === heard.current) {
      return;
    }
    heard.current = lastSignal;
    const quietMs = performance.now() - heardAt.current;
    heardAt.current = performance.now();
    if (timer.current === undefined) {
      arm(quietMs > SIGNAL_SETTLE_MS ? SIGNAL_FIRST_MS : SIGNAL_SETTLE_MS);
    }
  }, [lastSignal, arm]);
}

function useVisiblePolling(
  refresh: () => void,
  intervalMs: number | undefined,
) {
  useEffect(() => {
    if (!intervalMs) {
      return undefined;
    }
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') {
        refresh();
      }
    }, intervalMs);
    const onVisible = () => {
      if (document.visibilityState === 'visible') {
        refresh();
      }
    };
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [refresh, intervalMs]);
}
