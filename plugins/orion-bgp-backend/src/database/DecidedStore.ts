import {
  DecidedStanding,
  DecidedStateReport,
} from '@orion/backstage-plugin-orion-bgp-common';
import { Knex } from 'knex';

/**
 * What a change decided, and since when readings tell about it. `decidedAt` is when
 * the change was first reported, by the clock of the database: those of executors
 * differ.
 */
export interface DecidedRow extends DecidedStateReport {
  recordedAt: Date;
}

/** What changes decided about sessions and prefixes. */
export interface DecidedStore {
  /**
   * The change that was first reported last counts; the same change again changes
   * nothing.
   */
  report(report: DecidedStateReport): Promise<void>;
  /** Of these routers, without what was let go. */
  list(routers: string[]): Promise<DecidedRow[]>;
  /** The router it was about; undefined when it no longer counts. */
  forget(changeId: number): Promise<string | undefined>;
}

interface Row {
  router: string;
  target: 'session' | 'prefix';
  name: string;
  state: DecidedStanding;
  change_id: string;
  reason: string;
  requester: string;
  ordered_at: Date;
  recorded_at: Date;
}

const TABLE = 'decided_states';
const ORDER = 'decided_order';

/** A change takes its place with its first report, and keeps it. */
async function placeOf(
  trx: Knex.Transaction,
  changeId: number,
): Promise<string> {
  await trx(ORDER)
    .insert({ change_id: changeId })
    .onConflict('change_id')
    .ignore();
  const [{ seq }] = await trx(ORDER).where({ change_id: changeId });
  return seq;
}

export class DatabaseDecidedStore implements DecidedStore {
  readonly #knex: Knex;

  /** The table must exist: its migration belongs to the plugin. */
  static create(deps: { knex: Knex }): DatabaseDecidedStore {
    return new DatabaseDecidedStore(deps);
  }

  private constructor(deps: { knex: Knex }) {
    this.#knex = deps.knex;
  }

  async report(report: DecidedStateReport): Promise<void> {
    await this.#knex.transaction(async trx => {
      const seq = await placeOf(trx, report.changeId);
      await this.#keep(trx, report, seq);
    });
  }

  async #keep(
    trx: Knex.Transaction,
    report: DecidedStateReport,
    seq: string,
  ): Promise<void> {
    const { router, target, name, state, changeId } = report;
    // A report that got lost on its way comes again, maybe after a newer one.
    await trx(TABLE)
      .insert({
        seq,
        router,
        target,
        name,
        state,
        change_id: changeId,
        reason: report.reason,
        requester: report.requester,
        decided_at: report.decidedAt,
      })
      .onConflict(['router', 'target', 'name'])
      .merge({
        seq,
        state,
        change_id: changeId,
        reason: report.reason,
        requester: report.requester,
        decided_at: report.decidedAt,
        recorded_at: trx.raw('clock_timestamp()'),
        forgotten_at: null,
      })
      .whereRaw(
        `${TABLE}.change_id <> excluded.change_id AND ${TABLE}.seq < excluded.seq`,
      );
  }

  async list(routers: string[]): Promise<DecidedRow[]> {
    const rows: Row[] = await this.#knex(TABLE)
      .join(ORDER, `${ORDER}.change_id`, `${TABLE}.change_id`)
      .whereIn('router', routers)
      .whereNull('forgotten_at')
      .orderBy(['router', 'target', 'name'])
      .select(`${TABLE}.*`, 'ordered_at');
    return rows.map(row => ({
      router: row.router,
      target: row.target,
      name: row.name,
      state: row.state,
      changeId: Number(row.change_id),
      reason: row.reason,
      requester: row.requester,
      decidedAt: row.ordered_at.toISOString(),
      recordedAt: row.recorded_at,
    }));
  }

  async forget(changeId: number): Promise<string | undefined> {
    const [row] = await this.#knex(TABLE)
      .where({ change_id: changeId })
      .whereNull('forgotten_at')
      .update({ forgotten_at: this.#knex.raw('clock_timestamp()') })
      .returning<{ router: string }[]>('router');
    return row?.router;
  }
}
