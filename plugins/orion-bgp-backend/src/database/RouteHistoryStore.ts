import { Knex } from 'knex';
import { HistoryReading } from '../services/history/RouteObservation';
import { writeHistory } from './operations/writeHistory';

export interface RouteTransitionRow {
  /** PostgreSQL hands bigint over as text. */
  id: string;
  router: string;
  prefix: string;
  observed_at: Date;
  event: string;
  session: string | null;
  from_value: string | null;
  to_value: string | null;
}

/** What happened to routes inside our aggregates, and the others that are watched. */
export interface RouteHistoryStore {
  /** In the transaction of the lease; true when something happened. */
  write(trx: Knex.Transaction, reading: HistoryReading): Promise<boolean>;
  /** Since when what is around a prefix is watched; undefined when nothing is. */
  findWatchedSince(prefix: string): Promise<Date | undefined>;
  /** Of this prefix and of what lies in it, newest first, older than `before`. */
  listTransitions(
    prefix: string,
    page: { before?: string; limit: number },
  ): Promise<RouteTransitionRow[]>;
  forget(keepDays: number): Promise<void>;
}

export class DatabaseRouteHistoryStore implements RouteHistoryStore {
  readonly #knex: Knex;

  /** The tables must exist: their migration belongs to the plugin. */
  static create(deps: { knex: Knex }): DatabaseRouteHistoryStore {
    return new DatabaseRouteHistoryStore(deps);
  }

  private constructor(deps: { knex: Knex }) {
    this.#knex = deps.knex;
  }

  async write(
    trx: Knex.Transaction,
    reading: HistoryReading,
  ): Promise<boolean> {
    return writeHistory(trx, reading);
  }

  async findWatchedSince(prefix: string): Promise<Date | undefined> {
    const [row] = await this.#knex('route_watches')
      .whereRaw('aggregate >>= ?::cidr', [prefix])
      .min('since AS since');
    return row?.since ?? undefined;
  }

  async listTransitions(
    prefix: string,
    { before, limit }: { before?: string; limit: number },
  ): Promise<RouteTransitionRow[]> {
    const query = this.#knex<RouteTransitionRow>('route_transitions')
      .whereRaw('prefix <<= ?::cidr', [prefix])
      .orderBy('id', 'desc')
      .limit(limit);
    return before ? query.where('id', '<', before) : query;
  }

  async forget(keepDays: number): Promise<void> {
    await this.#knex('route_transitions')
      .whereRaw(`observed_at < clock_timestamp() - ? * interval '1 day'`, [
        keepDays,
      ])
      .delete();
  }
}
