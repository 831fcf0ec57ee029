import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { DumpSchedule } from '../rib/worker/DumpSchedule';
import { DumpNote } from '../rib/worker/protocol';
import { DumpedBefore } from '../rib/worker/RibConfig';

/** What the last dump of each daemon cost it, over the end of a collector. */
export interface DumpRestStore {
  /** By router, as the collector before left it. Rejects while the database is away. */
  read(): Promise<Map<string, DumpedBefore>>;
  /** Keeps that a dump began or ended, in the order of the calls; never rejects. */
  note(dump: DumpNote): Promise<void>;
}

interface Row {
  router: string;
  ended: boolean;
  /** Text: a number of PostgreSQL may be larger. */
  cost_ms: string;
  early: boolean;
  ago_ms: number;
}

/**
 * In PostgreSQL, by its clock. A dump is kept when it begins and again when it
 * ends: a collector that dies of what it reads left the daemon no rest otherwise.
 */
export class DatabaseDumpRestStore implements DumpRestStore {
  readonly #knex: Knex;
  readonly #logger: Pick<LoggerService, 'warn'>;
  /** When the daemon has rested long, by `performance.now()`; until its first dump from here. */
  readonly #restedAt = new Map<string, number>();
  #writing: Promise<void> = Promise.resolve();

  static create(deps: {
    knex: Knex;
    logger: Pick<LoggerService, 'warn'>;
  }): DatabaseDumpRestStore {
    return new DatabaseDumpRestStore(deps);
  }

  private constructor(deps: {
    knex: Knex;
    logger: Pick<LoggerService, 'warn'>;
  }) {
    this.#knex = deps.knex;
    this.#logger = deps.logger;
  }

  async read(): Promise<Map<string, DumpedBefore>> {
    const rows: Row[] = await this.#knex('dump_rests').select(
      'router',
      'cost_ms',
      'early',
      this.#knex.raw('ended_at IS NOT NULL AS ended'),
      this.#knex.raw(
        `(1000 * extract(epoch FROM clock_timestamp() - coalesce(ended_at, began_at)))::float8 AS ago_ms`,
      ),
    );
    const found = new Map(rows.map(row => [row.router, toDumpedBefore(row)]));
    for (const [router, { agoMs, costMs }] of found) {
      const restMs = DumpSchedule.startRestMs('long', costMs);
      this.#restedAt.set(router, performance.now() + restMs - agoMs);
    }
    return found;
  }

  note({ router, costMs }: DumpNote): Promise<void> {
    const write = () =>
      costMs === undefined
        ? this.#began(router, this.#isEarly(router))
        : this.#ended(router, costMs);
    this.#writing = this.#writing.then(write).catch(error => {
      this.#logger.warn(`The rest of router ${router} is not kept: ${error}`);
    });
    return this.#writing;
  }

  /** The first one after a start, before the daemon rested long. */
  #isEarly(router: string): boolean {
    const restedAt = this.#restedAt.get(router) ?? -Infinity;
    this.#restedAt.delete(router);
    return performance.now() < restedAt;
  }

  async #began(router: string, early: boolean): Promise<void> {
    await this.#knex.raw(
      `INSERT INTO dump_rests (router, began_at, early)
       VALUES (?, clock_timestamp(), ?)
       ON CONFLICT (router) DO UPDATE
       SET began_at = excluded.began_at, ended_at = NULL, early = excluded.early`,
      [router, early],
    );
  }

  async #ended(router: string, costMs: number): Promise<void> {
    await this.#knex('dump_rests')
      .where({ router })
      .update({
        ended_at: this.#knex.raw('clock_timestamp()'),
        cost_ms: Math.round(costMs),
      });
  }
}

function toDumpedBefore(row: Row): DumpedBefore {
  const { ago_ms, cost_ms, early, ended } = row;
  const rest = early ? 'long' : 'short';
  return {
    // A clock that was set back makes no rest longer than it is.
    agoMs: Math.max(0, ago_ms),
    costMs: Number(cost_ms),
    rest: ended ? rest : 'full',
  };
}
