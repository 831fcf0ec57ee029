import {
  SourceAnswer,
  SourceLoopOptions,
} from '@orion/backstage-plugin-orion-node';
import { RouterConfig } from '../config';
import { SessionStore } from '../database/SessionStore';
import { TableNews } from './TableNews';
import { RouteSource } from '../routes/RouteSource';

/** One router's sessions as a source: waits for news, then reads everything. */
export class SessionSource {
  readonly #router: RouterConfig;
  readonly #source: RouteSource;
  readonly #store: SessionStore;
  readonly #tableNews: TableNews;
  #lastReadAt = -Infinity;

  constructor(deps: {
    router: RouterConfig;
    source: RouteSource;
    store: SessionStore;
    tableNews: TableNews;
  }) {
    this.#router = deps.router;
    this.#source = deps.source;
    this.#store = deps.store;
    this.#tableNews = deps.tableNews;
  }

  /**
   * A look lasts as long as the interval: a session that changes in the middle
   * of it ends the wait, so that people see it within a second.
   */
  readonly poll: SourceLoopOptions['poll'] = async signal => {
    const { intervalMs } = this.#router;
    // After a pause, at the start or after an outage, nobody waits first.
    if (performance.now() - this.#lastReadAt < 2 * intervalMs) {
      await this.#source.waitForSessionChange({ signal, withinMs: intervalMs });
    }
    this.#lastReadAt = -Infinity;
    const reading = await this.#source.readRouter({ signal });
    this.#lastReadAt = performance.now();
    this.#tableNews.note(reading.sessions);
    const answer: SourceAnswer = {
      complete: reading.problems.length === 0,
      problem: reading.problems.join(' ') || undefined,
      write: trx => this.#store.write(trx, this.#router.id, reading),
    };
    return answer;
  };
}
