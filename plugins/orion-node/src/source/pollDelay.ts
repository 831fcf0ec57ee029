/** How often a source is looked at. @public */
export interface PollPace {
  /** While somebody watches. */
  intervalMs: number;
  /** While nobody does. */
  idleMs: number;
  /** The longest pause of a source that keeps failing. */
  maxBackoffMs: number;
}

/** Failures after which the circuit is open. */
const OPEN_AFTER = 3;

/**
 * Milliseconds between two attempts. A failing source is left alone for longer
 * and longer, but a person who watches gets an attempt every interval.
 *
 * @public
 */
export function pollDelay(
  state: { watched: boolean; failures: number },
  pace: PollPace,
): number {
  if (state.watched) {
    return pace.intervalMs;
  }
  if (state.failures < OPEN_AFTER) {
    return pace.idleMs;
  }
  const doubled =
    pace.idleMs * 2 ** Math.min(state.failures - OPEN_AFTER + 1, 20);
  return Math.max(pace.idleMs, Math.min(doubled, pace.maxBackoffMs));
}
