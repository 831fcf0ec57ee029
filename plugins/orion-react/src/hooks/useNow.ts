import { useEffect, useState } from 'react';
import { onServerClock, serverNow } from '../api/serverClock';

interface Ticker {
  timer: ReturnType<typeof setInterval>;
  listeners: Set<(now: number) => void>;
}

const tickers = new Map<number, Ticker>();

/** One timer for everybody who wants the same step. */
function onTick(tickMs: number, listener: (now: number) => void): () => void {
  let ticker = tickers.get(tickMs);
  if (!ticker) {
    const listeners = new Set<(now: number) => void>();
    const timer = setInterval(() => {
      const now = serverNow();
      listeners.forEach(one => one(now));
    }, tickMs);
    ticker = { timer, listeners };
    tickers.set(tickMs, ticker);
  }
  const { timer, listeners } = ticker;
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      tickers.delete(tickMs);
    }
  };
}

/**
 * The time by the server's clock, moving in steps. All users of one step share one
 * timer.
 *
 * @public
 */
export function useNow(tickMs: number = 1000): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => onTick(tickMs, setNow), [tickMs]);
  useEffect(() => onServerClock(() => setNow(serverNow())), []);
  return now;
}
