import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { DatabaseLease } from './DatabaseLease';
import { LeaseLostError } from './LeaseLostError';
import { pollDelay } from './pollDelay';
import { SourceAttempt, SourceState, SourceStore } from './SourceStore';

/** What a look at the upstream system brought. @public */
export interface SourceAnswer {
  /** Whether everything the source has is in it. */
  complete: boolean;
  /** What is missing and why, when it is not complete. */
  problem?: string;
  /** Writes the rows; true when people see a difference. */
  write(trx: Knex.Transaction): Promise<boolean>;
}

/** What a source loop asks, where it stores and how fast it goes. @public */
export interface SourceLoopOptions {
  /** The database that holds the table `sources` and the rows of the answer. */
  knex: Knex;
  /** Over the same database. */
  store: SourceStore;
  /** Gets the first failure of a row of failures, not every one. */
  logger: LoggerService;
  /** For example `proxmox:r730`. */
  source: string;
  /** Asks the upstream system. Its errors become the source's error text. */
  poll(signal: AbortSignal): Promise<SourceAnswer>;
  /** After the commit of rows in which people see a difference. */
  onChanged(): Promise<void>;
  /** Milliseconds between looks while somebody watches. */
  intervalMs: number;
  /**
   * `poll` itself waits for news or for the interval, whichever comes first: the
   * next look begins right after one that worked, so that nothing happens unseen
   * between two. Default: false.
   */
  pollWaits?: boolean;
  /** Default one minute. */
  idleMs?: number;
  /** Default five minutes. */
  maxBackoffMs?: number;
  /** How often the row is looked at. Default one second. */
  tickMs?: number;
  /** Default 30 seconds: how long a replica may be gone before another takes over. */
  leaseMs?: number;
}

/** A loop that was started, to be stopped at shutdown. @public */
export interface RunningSourceLoop {
  /** Aborts the look in progress, gives the lease back, and waits for both. May be called twice. */
  stop(): Promise<void>;
}

/** However often a refresh is asked for. */
const MIN_GAP_MS = 1_000;

class SourceLoop {
  readonly #options: Required<SourceLoopOptions>;
  readonly #lease: DatabaseLease;
  /** Replicas and sources must not fall into step. */
  #jitter = 1;
  #renewedAt = 0;

  constructor(options: SourceLoopOptions) {
    this.#options = {
      idleMs: Math.max(60_000, options.intervalMs),
      maxBackoffMs: 300_000,
      tickMs: 1_000,
      leaseMs: 30_000,
      pollWaits: false,
      ...options,
    };
    const { knex, source, leaseMs } = this.#options;
    this.#lease = DatabaseLease.create({
      knex,
      source,
      leaseMs,
      owner: randomUUID(),
    });
  }

  async run(signal: AbortSignal): Promise<void> {
    const { source, logger, tickMs } = this.#options;
    while (!signal.aborted) {
      try {
        await this.#tick(signal);
      } catch (error) {
        // The database is away or the lease is lost: the next tick tries again.
        logger.warn(`The loop of ${source} stumbled: ${error}`);
      }
      await sleep(tickMs, undefined, { signal }).catch(() => undefined);
    }
    await this.#lease
      .release()
      .catch(error =>
        logger.warn(`The lease on ${source} runs out by itself: ${error}`),
      );
  }

  async #tick(signal: AbortSignal): Promise<void> {
    const { store, source, intervalMs } = this.#options;
    if (!(await this.#hold())) {
      return;
    }
    const state = await store.find(source);
    if (!state) {
      await store.ensure(source, intervalMs);
    } else if (this.#isDue(state)) {
      await this.#look(state, signal);
    }
  }

  async #hold(): Promise<boolean> {
    const { store, source, intervalMs, leaseMs } = this.#options;
    if (this.#lease.held && performance.now() - this.#renewedAt < leaseMs / 3) {
      return true;
    }
    const startedAt = performance.now();
    let held = this.#lease.held && (await this.#lease.renew());
    if (!held) {
      await store.ensure(source, intervalMs);
      held = await this.#lease.claim();
    }
    this.#renewedAt = startedAt;
    return held;
  }

  #isDue({ attemptAgeMs, asked, ...state }: SourceState): boolean {
    if (attemptAgeMs === undefined) {
      return true;
    }
    if (this.#options.pollWaits && state.failures === 0) {
      return true;
    }
    if (attemptAgeMs < 0) {
      // The clock was set back: nobody waits until it is there again.
      return true;
    }
    const delay = pollDelay(state, this.#options) * this.#jitter;
    return attemptAgeMs >= (asked ? Math.min(MIN_GAP_MS, delay) : delay);
  }

  async #look(state: SourceState, stop: AbortSignal): Promise<void> {
    const { source, logger, poll, intervalMs, idleMs } = this.#options;
    this.#jitter = 0.9 + Math.random() * 0.2;
    const attempt = {
      startedAt: state.now,
      intervalMs: state.watched ? intervalMs : idleMs,
    };
    const lost = new AbortController();
    const signal = AbortSignal.any([stop, lost.signal]);
    const heartbeat = this.#beat(lost);
    try {
      const answer = await poll(signal);
      await this.#commit(answer, attempt);
    } catch (error) {
      if (signal.aborted || error instanceof LeaseLostError) {
        return;
      }
      const message = error instanceof Error ? error.message : String(error);
      if (state.failures === 0) {
        logger.warn(`${source} could not be read: ${message}`);
      }
      await this.#record({
        ...attempt,
        ok: false,
        complete: false,
        error: message,
      });
    } finally {
      clearInterval(heartbeat);
    }
  }

  async #commit(
    answer: SourceAnswer,
    attempt: Pick<SourceAttempt, 'startedAt' | 'intervalMs'>,
  ): Promise<void> {
    const { store, knex, source, logger, onChanged } = this.#options;
    const { complete, problem } = answer;
    const changed = await knex.transaction(async trx => {
      await this.#lease.assertHeld(trx);
      const differs = await answer.write(trx);
      await store.record(trx, source, {
        ...attempt,
        ok: true,
        complete,
        error: problem,
      });
      if (differs) {
        await store.bumpRevision(trx, source);
      }
      return differs;
    });
    if (changed) {
      await onChanged().catch(error =>
        logger.warn(`Nobody was told that ${source} changed: ${error}`),
      );
    }
  }

  async #record(attempt: SourceAttempt): Promise<void> {
    const { store, knex, source } = this.#options;
    await knex.transaction(async trx => {
      await this.#lease.assertHeld(trx);
      await store.record(trx, source, attempt);
    });
  }

  /** Keeps the lease through a slow answer. */
  #beat(lost: AbortController): NodeJS.Timeout {
    return setInterval(() => {
      const startedAt = performance.now();
      this.#lease.renew().then(
        held => {
          this.#renewedAt = startedAt;
          if (!held) {
            lost.abort();
          }
        },
        error =>
          this.#options.logger.warn(
            `A heartbeat of ${this.#options.source} failed: ${error}`,
          ),
      );
    }, this.#options.leaseMs / 3);
  }
}

/**
 * Keeps one source's rows fresh, on one replica at a time.
 *
 * @remarks
 * Every replica runs the loop; the lease decides which one asks the upstream
 * system. Answers are committed together with a check of the lease's fence, so a
 * holder that was suspended in the middle cannot overwrite its successor's rows.
 *
 * @public
 */
export function runSourceLoop(options: SourceLoopOptions): RunningSourceLoop {
  const loop = new SourceLoop(options);
  const stopper = new AbortController();
  const running = loop.run(stopper.signal);
  return {
    stop: () => {
      stopper.abort();
      return running;
    },
  };
}
