/** A dump costs the daemon; between two lies at least this many times what one took. */
const REST_FACTOR = 50;
const MIN_DUMP_INTERVAL_MS = 5 * 60_000;
const RESYNC_INTERVAL_MS = 60 * 60_000;
/** A comparison asked for: sessions may flap faster than a table can be read. */
const MIN_RESYNC_MS = 10_000;
const RESYNC_REST_FACTOR = 5;
/** Between two dumps that a person waits for; and as long as the last one took. */
const MIN_ASKED_MS = 5_000;
/** After failures in a row. A daemon that is away is looked for every minute, */
const REACH_MS = [1_000, 5_000, 15_000, 60_000];
/** one that cannot be read to the end is left alone longer and longer. */
const RETRY_MS = [1_000, 5_000, 15_000, 60_000, 300_000, 900_000];
/** Events followed for so long: what went wrong before is over. */
const HEALTHY_MS = 5 * 60_000;

/**
 * What a daemon is due before its first dump by a collector that just started.
 * `short`: the last dump came after its rest, as with an upgrade. `long`: it came
 * with a start as well. `full`: the collector died in it, so nobody knows its cost.
 */
export type StartRest = 'short' | 'long' | 'full';

/** What the schedule goes by. */
export interface DumpScheduleOptions {
  /** Between two dumps of a daemon without events; default 5 min. */
  minDumpIntervalMs?: number;
  /** Between two dumps while nothing is known to have moved; default 1 h. */
  resyncIntervalMs?: number;
  /** Milliseconds of a clock that never steps; for tests. */
  now?(): number;
}

/** Why a dump is wanted; nothing of it while it is only time. */
export interface DumpReason {
  /** Events keep the table up: it is compared now and then. */
  live: boolean;
  /** The router's counters moved, or somebody says that its routes may have. */
  moved: boolean;
  /** A comparison, soon. */
  resync: boolean;
  /** A person waits for it. */
  asked: boolean;
  /** The collector started. */
  start?: StartRest;
}

/**
 * When a router may be dumped again. What a dump cost the daemon it cost whether
 * or not it came to an end, so one that failed counts like any other, and each
 * failure in a row adds a longer pause. All times are of a monotonic clock: one
 * that is set neither hurries a dump nor puts it off.
 */
export class DumpSchedule {
  readonly #options: DumpScheduleOptions;
  readonly #now: () => number;
  /** The end of the last dump, whole or not. */
  #endedAt = -Infinity;
  #costMs = 0;
  #failures = 0;
  #failedAt = -Infinity;
  #pauseMs = 0;

  constructor(options: DumpScheduleOptions = {}) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /**
   * Milliseconds between a dump and the first one after a start. A table that was
   * lost with the process is missed by people, so an upgrade does not wait for the
   * whole rest; who starts over and over takes no more of the daemon's time than
   * any other, a fiftieth. The five minutes are for what costs nothing and changes
   * all the time: they are not kept here, but where the cost is not known.
   */
  static startRestMs(
    rest: StartRest,
    costMs: number,
    leastMs = MIN_DUMP_INTERVAL_MS,
  ): number {
    const least = rest === 'full' ? leastMs : Math.min(MIN_RESYNC_MS, leastMs);
    const factor = rest === 'short' ? RESYNC_REST_FACTOR : REST_FACTOR;
    return Math.max(least, factor * costMs);
  }

  /**
   * A dump ended, by default now, and took so long; what failed before is forgotten
   * later.
   */
  ended(tookMs: number, agoMs = 0): void {
    this.#endedAt = this.#now() - agoMs;
    this.#costMs = tookMs;
  }

  /** Without `costMs` the daemon was not dumped: it could not even be reached. */
  failed(costMs?: number): void {
    this.#failures++;
    this.#failedAt = this.#now();
    const pauses = costMs === undefined ? REACH_MS : RETRY_MS;
    this.#pauseMs = pauses[Math.min(this.#failures, pauses.length) - 1];
    if (costMs !== undefined) {
      this.ended(costMs);
    }
  }

  /** A daemon without events gave its whole table: that is all there is to it. */
  succeeded(): void {
    this.#failures = 0;
  }

  /** Events come since `since`, of the monotonic clock. */
  followed(since: number): void {
    if (this.#now() - since >= HEALTHY_MS) {
      this.#failures = 0;
    }
  }

  /** Milliseconds until the next dump may begin; 0 when it is time. */
  leftMs(reason: DumpReason): number {
    const rested = this.#endedAt + this.#restMs(reason);
    const retried =
      this.#failures > 0 ? this.#failedAt + this.#pauseMs : -Infinity;
    return Math.max(0, Math.max(rested, retried) - this.#now());
  }

  #restMs({ live, moved, resync, asked, start }: DumpReason): number {
    const {
      minDumpIntervalMs: least = MIN_DUMP_INTERVAL_MS,
      resyncIntervalMs: hour = RESYNC_INTERVAL_MS,
    } = this.#options;
    if (asked) {
      return Math.max(Math.min(MIN_ASKED_MS, least), this.#costMs);
    }
    if (start) {
      return DumpSchedule.startRestMs(start, this.#costMs, least);
    }
    if (!live) {
      // No daemon counts everything: routes of its own move no counter.
      const rest = moved || resync ? least : Math.max(least, hour);
      return Math.max(rest, REST_FACTOR * this.#costMs);
    }
    return resync
      ? Math.max(
          Math.min(MIN_RESYNC_MS, least),
          RESYNC_REST_FACTOR * this.#costMs,
        )
      : hour;
  }
}
