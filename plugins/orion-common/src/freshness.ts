/**
 * How old an answer is. Every API answer of ORION that comes from an upstream
 * system carries one, and every view shows it.
 *
 * @public
 */
export interface Freshness {
  /** The upstream system, for example `proxmox:r730`. */
  source: string;
  /** ISO UTC time of the last complete answer; absent when there never was one. */
  fetchedAt?: string;
  /** The source's current polling interval in milliseconds. */
  intervalMs: number;
  /** True when `fetchedAt` is older than three intervals, lies as far in the future, or there is none. */
  stale: boolean;
  /** Why the last attempt failed: a sentence that names the system. */
  error?: string;
}

/**
 * Works out {@link Freshness} at a point in time.
 *
 * @public
 */
export function freshnessAt(
  now: Date,
  source: {
    name: string;
    fetchedAt?: Date;
    intervalMs: number;
    error?: string;
  },
): Freshness {
  const age = source.fetchedAt
    ? now.getTime() - source.fetchedAt.getTime()
    : Number.POSITIVE_INFINITY;
  return {
    source: source.name,
    fetchedAt: source.fetchedAt?.toISOString(),
    intervalMs: source.intervalMs,
    // One that is of the future was read before the clock was set back: how long
    // before, nobody knows.
    stale: Math.abs(age) > 3 * source.intervalMs,
    error: source.error,
  };
}
