import { LoggerService } from '@backstage/backend-plugin-api';
import { isError, ServiceUnavailableError } from '@backstage/errors';
import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { Freshness } from '@orion/backstage-plugin-orion-common';
import {
  CollectorAnswerStore,
  CollectorQuestion,
} from '../database/CollectorAnswerStore';

/** An answer is kept again when the one before is older. */
const KEEP_EVERY_MS = 15_000;
/** How often pages ask. */
const INTERVAL_MS = 30_000;
export const COLLECTOR_SOURCE = 'collector';

/** An answer of the collector, of now or the last there was. */
export interface Recalled<T> {
  answer: T;
  /** With an error when it is not of now. */
  freshness: Freshness;
}

/**
 * What every page about routes shows is remembered in rows, so that each replica
 * can say how it was when the collector is away.
 */
export class CollectorMemory {
  readonly #store: CollectorAnswerStore;
  readonly #logger: Pick<LoggerService, 'warn'>;
  readonly #keptAt = new Map<CollectorQuestion, number>();

  constructor(deps: {
    store: CollectorAnswerStore;
    logger: Pick<LoggerService, 'warn'>;
  }) {
    this.#store = deps.store;
    this.#logger = deps.logger;
  }

  /**
   * Asks, and answers from memory when the collector is away.
   *
   * @throws what `ask` throws when it is another fault, or nothing is remembered.
   */
  async recall<T extends { tables: TableState[] }>(
    question: CollectorQuestion,
    ask: () => Promise<T>,
  ): Promise<Recalled<T>> {
    return this.lookUp(question, () => this.remember(question, ask));
  }

  /** The same for a part of the answer: it is not kept, as the whole would be lost by it. */
  async lookUp<T extends { tables: TableState[] }>(
    question: CollectorQuestion,
    ask: () => Promise<T>,
  ): Promise<Recalled<T>> {
    try {
      return {
        answer: await ask(),
        freshness: freshness(new Date()),
      };
    } catch (error) {
      // Also one that was thrown by another copy of the class.
      if (!isError(error) || error.name !== ServiceUnavailableError.name) {
        throw error;
      }
      const kept = await this.#store.find(question);
      if (!kept) {
        throw error;
      }
      return {
        answer: kept.answer as T,
        freshness: freshness(kept.answeredAt, error.message),
      };
    }
  }

  /** Asks, and keeps the answer once no table is read for the first time. @throws what `ask` throws. */
  async remember<T extends { tables: TableState[] }>(
    question: CollectorQuestion,
    ask: () => Promise<T>,
  ): Promise<T> {
    const answer = await ask();
    const now = performance.now();
    const whole = answer.tables.every(({ state }) => state !== 'loading');
    const since = now - (this.#keptAt.get(question) ?? -Infinity);
    if (whole && since >= KEEP_EVERY_MS) {
      this.#keptAt.set(question, now);
      await this.#store.keep(question, answer, KEEP_EVERY_MS).catch(error => {
        this.#logger.warn(
          `What the collector said of ${question} is not kept: ${error}`,
        );
      });
    }
    return answer;
  }
}

function freshness(at: Date, error?: string): Freshness {
  return {
    source: COLLECTOR_SOURCE,
    fetchedAt: at.toISOString(),
    intervalMs: INTERVAL_MS,
    stale: error !== undefined,
    error,
  };
}
