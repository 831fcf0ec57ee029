import {
  SourceAnswer,
  SourceLoopOptions,
} from '@orion/backstage-plugin-orion-node';
import { CollectorClient } from '../collector/CollectorClient';
import { RouterConfig } from '../config';
import { SessionStore } from '../database/SessionStore';
import { TableNews } from './TableNews';
import { RouterReading, RouteSource } from '../routes/RouteSource';
import { RouteSourceError } from '../routes/RouteSourceError';

/**
 * gobgpd locks its tables while it lists neighbors: 120 ms with 200,000 routes,
 * 465 ms with a million. Asked every few seconds, it would do little else.
 */
const PAUSE_PER_READ = 20;
/** Beyond that the sessions would be called old. */
const MAX_PAUSE_INTERVALS = 2;
/** A session that broke is seen within that, however slow its daemon answers. */
const MAX_PAUSE_MS = 5_000;

/** Who is silent for longer hangs, whatever list it makes. */
const LISTING_MS = 30_000;

/** One router's sessions as a source: waits for news, then reads everything. */
export class SessionSource {
  readonly #router: RouterConfig;
  readonly #source: RouteSource;
  readonly #store: SessionStore;
  readonly #tableNews: TableNews;
  readonly #collector: Pick<CollectorClient, 'ask'>;
  #lastReadAt = -Infinity;
  #lastReadMs = 0;

  constructor(deps: {
    router: RouterConfig;
    source: RouteSource;
    store: SessionStore;
    tableNews: TableNews;
    collector: Pick<CollectorClient, 'ask'>;
  }) {
    this.#router = deps.router;
    this.#source = deps.source;
    this.#store = deps.store;
    this.#tableNews = deps.tableNews;
    this.#collector = deps.collector;
  }

  /**
   * A look lasts as long as the interval: a session that changes in the middle
   * of it ends the wait, so that people see it within a second. A daemon that
   * needs long for an answer is asked less often.
   */
  readonly poll: SourceLoopOptions['poll'] = async signal => {
    const { intervalMs } = this.#router;
    const withinMs = pauseOf(intervalMs, this.#lastReadMs);
    // After a pause, at the start or after an outage, nobody waits first.
    if (performance.now() - this.#lastReadAt < 2 * intervalMs) {
      await this.#source.waitForSessionChange({ signal, withinMs });
    }
    this.#lastReadAt = -Infinity;
    const startedAt = performance.now();
    const reading = await this.#read(signal, startedAt + LISTING_MS);
    this.#lastReadAt = performance.now();
    this.#lastReadMs = this.#lastReadAt - startedAt;
    this.#tableNews.note(reading.sessions);
    const answer: SourceAnswer = {
      complete: reading.problems.length === 0,
      problem: reading.problems.join(' ') || undefined,
      write: trx => this.#store.write(trx, this.#router.id, reading),
    };
    return answer;
  };

  /**
   * A daemon that makes its whole table for the route index and answers nobody
   * else meanwhile has not failed: the sessions grow older until it is done.
   */
  async #read(signal: AbortSignal, until: number): Promise<RouterReading> {
    try {
      return await this.#source.readRouter({ signal });
    } catch (error) {
      const isSilent =
        error instanceof RouteSourceError && error.problem === 'deadline';
      if (isSilent && performance.now() < until && (await this.#isListing())) {
        return this.#read(signal, until);
      }
      throw error;
    }
  }

  /** False where the index does not answer: then nobody knows of a list. */
  async #isListing(): Promise<boolean> {
    const { id: router } = this.#router;
    return this.#collector.ask('listing', { router }).then(
      ({ isListing }) => isListing,
      () => false,
    );
  }
}

function pauseOf(intervalMs: number, lastReadMs: number): number {
  // Whoever asked for a longer interval gets it.
  const longest = Math.max(
    intervalMs,
    Math.min(MAX_PAUSE_MS, MAX_PAUSE_INTERVALS * intervalMs),
  );
  return Math.min(longest, Math.max(intervalMs, PAUSE_PER_READ * lastReadMs));
}
