import { LoggerService } from '@backstage/backend-plugin-api';
import {
  RouterIdentity,
  Session,
} from '@orion/backstage-plugin-orion-bgp-common';
import { CollectorClient } from '../collector/CollectorClient';
import { TableCounts } from '../rib/answer/TableCounts';
import { fillCounters, leftToIndex } from './fillCounters';

/** Counting walks over whole tables: several readers share one walk. */
const KEPT_MS = 5_000;
/** A page does not wait longer: it asks again, and what was counted is kept. */
const PATIENCE_MS = 1_000;

/** An answer that is being waited for, or is still good. */
interface Kept {
  until: number;
  tables: Promise<TableCounts[]>;
}

/**
 * Counters a daemon cannot know, counted in ORION's own copy of its table. They
 * say so, and what the daemon knows is never replaced. While that copy does not
 * tell how things are, they are what it told last, marked as `stale`.
 */
export class IndexCounts {
  readonly #collector: Pick<CollectorClient, 'ask'>;
  readonly #logger: LoggerService;
  readonly #patienceMs: number;
  readonly #kept = new Map<string, Kept>();

  constructor(deps: {
    collector: Pick<CollectorClient, 'ask'>;
    logger: LoggerService;
    patienceMs?: number;
  }) {
    this.#collector = deps.collector;
    this.#logger = deps.logger;
    this.#patienceMs = deps.patienceMs ?? PATIENCE_MS;
  }

  /**
   * One question for all of them, and none when nothing is left to the index.
   * Never fails: without the collector the counters are there without a value.
   *
   * @param identities - of the sessions' routers, by their id
   */
  async complete<T extends Session>(
    sessions: T[],
    identities: ReadonlyMap<string, RouterIdentity>,
  ): Promise<T[]> {
    const counted = (session: T) => ({
      ...session,
      driver: session.gone ? undefined : identities.get(session.router)?.driver,
    });
    const lacking = sessions.filter(session =>
      session.families.some(
        family => leftToIndex(counted(session), family).length > 0,
      ),
    );
    if (lacking.length === 0) {
      return sessions;
    }
    const tables = await this.#within(
      this.#read([...new Set(lacking.map(({ router }) => router))]),
    );
    return sessions.map(session => ({
      ...session,
      families: fillCounters(
        counted(session),
        tables.find(({ router }) => router === session.router),
        { orBefore: true },
      ),
    }));
  }

  async #read(routers: string[]): Promise<TableCounts[]> {
    const now = performance.now();
    const missing = routers.filter(
      router => !((this.#kept.get(router)?.until ?? 0) > now),
    );
    if (missing.length > 0) {
      const kept: Kept = {
        until: Infinity,
        tables: this.#collector
          .ask('counts', { routers: missing })
          .catch(error => {
            this.#logger.debug(`Routes are not counted: ${error}`);
            return [];
          })
          .finally(() => {
            kept.until = performance.now() + KEPT_MS;
          }),
      };
      missing.forEach(router => this.#kept.set(router, kept));
    }
    const asked = new Set(routers.map(router => this.#kept.get(router)!));
    return (await Promise.all([...asked].map(({ tables }) => tables))).flat();
  }

  async #within(tables: Promise<TableCounts[]>): Promise<TableCounts[]> {
    let timer: NodeJS.Timeout | undefined;
    const tired = new Promise<TableCounts[]>(resolve => {
      timer = setTimeout(() => resolve([]), this.#patienceMs);
    });
    return Promise.race([tables, tired]).finally(() => clearTimeout(timer));
  }
}
