import { Knex } from 'knex';
import { RouterReading } from '../routes/RouteSource';
import { sourceOf } from '../services/RouterWatch';
import { noteSilence } from './operations/noteSilence';
import { rollUpCounters } from './operations/rollUpCounters';
import { sampleCounters } from './operations/sampleCounters';
import { selectTrends } from './operations/selectTrends';
import { writeReading } from './operations/writeReading';
import {
  ListedSessionRow,
  RouterRow,
  SilenceRow,
  TransitionRow,
} from './tables';

export interface SessionKey {
  router: string;
  session: string;
}

/** A counter's value in one step. PostgreSQL's time in Unix seconds. */
export interface CounterSampleRow {
  family: string;
  at: number;
  counters: Record<string, { value?: number; definition: string }>;
}

/** A family's newest sample in one of the equal steps before now. */
export interface TrendRow {
  router: string;
  session: string;
  family: string;
  /** 0 is the oldest step. */
  step: number;
  counters: CounterSampleRow['counters'];
}

/** Samples over equal steps up to now. */
export interface TrendRows {
  stepSeconds: number;
  rows: TrendRow[];
}

/** Which sessions of some routers are listed; all without anything. */
export interface SessionQuery {
  after?: SessionKey;
  limit?: number;
  /** Those with a neighbor of this system, and all of its own routers. */
  system?: { asn: number; routers: string[] };
}

/** What routers said, and how it came to be. */
export interface SessionStore {
  /** In the transaction of the router's lease; true when people see a difference. */
  write(
    trx: Knex.Transaction,
    router: string,
    reading: RouterReading,
  ): Promise<boolean>;
  listRouters(ids: string[]): Promise<RouterRow[]>;
  /** Of these routers, by router and name: all, or so many that come after one. */
  listSessions(
    routers: string[],
    query?: SessionQuery,
  ): Promise<ListedSessionRow[]>;
  findSession(key: SessionKey): Promise<ListedSessionRow | undefined>;
  /** Newest first, older than `before`. */
  listTransitions(
    key: SessionKey,
    page: { before?: string; limit: number },
  ): Promise<TransitionRow[]>;
  /** When a router was not read, newest first, at most 200. */
  listSilences(router: string): Promise<SilenceRow[]>;
  /** Oldest first; of a clock that was set back, those of later are left out. */
  listSamples(
    key: SessionKey,
    range: { hours: number; stepSeconds: number },
  ): Promise<CounterSampleRow[]>;
  /**
   * Of every session of these routers, over so many steps up to now: a day, or as
   * far back as there are samples.
   */
  listTrends(routers: string[], steps: number): Promise<TrendRows>;
  rollUp(keepDays: number): Promise<void>;
}

export class DatabaseSessionStore implements SessionStore {
  readonly #knex: Knex;

  /** The tables must exist: their migration belongs to the plugin. */
  static create(deps: { knex: Knex }): DatabaseSessionStore {
    return new DatabaseSessionStore(deps);
  }

  private constructor(deps: { knex: Knex }) {
    this.#knex = deps.knex;
  }

  async write(
    trx: Knex.Transaction,
    router: string,
    reading: RouterReading,
  ): Promise<boolean> {
    await noteSilence(trx, {
      router,
      source: sourceOf({ id: router }),
    });
    const differs = await writeReading(trx, router, reading);
    await sampleCounters(trx, router);
    return differs;
  }

  async listRouters(ids: string[]): Promise<RouterRow[]> {
    return this.#knex<RouterRow>('routers').whereIn('id', ids);
  }

  async listSessions(
    routers: string[],
    { after, limit, system }: SessionQuery = {},
  ): Promise<ListedSessionRow[]> {
    const query = this.#withFlaps()
      .whereIn('s.router', routers)
      .orderBy(['s.router', 's.name']);
    if (system) {
      query.where(of =>
        of
          .whereRaw(`(s.reading ->> 'neighborAs')::bigint = ?`, [system.asn])
          .orWhereIn('s.router', system.routers),
      );
    }
    if (after) {
      const { router, session } = after;
      query.whereRaw('(s.router, s.name) > (?, ?)', [router, session]);
    }
    return limit === undefined ? query : query.limit(limit);
  }

  async findSession({
    router,
    session,
  }: SessionKey): Promise<ListedSessionRow | undefined> {
    const [row] = await this.#withFlaps().where({
      's.router': router,
      's.name': session,
    });
    return row;
  }

  async listTransitions(
    { router, session }: SessionKey,
    { before, limit }: { before?: string; limit: number },
  ): Promise<TransitionRow[]> {
    const query = this.#knex<TransitionRow>('session_transitions')
      .where({ router, session })
      .orderBy('id', 'desc')
      .limit(limit);
    return before ? query.where('id', '<', before) : query;
  }

  async listSilences(router: string): Promise<SilenceRow[]> {
    return this.#knex<SilenceRow>('router_silences')
      .where({ router })
      .orderBy('ended_at', 'desc')
      .limit(200);
  }

  async listSamples(
    { router, session }: SessionKey,
    { hours, stepSeconds }: { hours: number; stepSeconds: number },
  ): Promise<CounterSampleRow[]> {
    return this.#knex('counter_samples')
      .where({ router, session, step_seconds: stepSeconds })
      .whereRaw(
        `at > clock_timestamp() - ? * interval '1 hour' AND at <= clock_timestamp()`,
        [hours],
      )
      .orderBy(['family', 'at'])
      .select(
        'family',
        this.#knex.raw('extract(epoch FROM at)::float8 AS at'),
        'counters',
      );
  }

  async listTrends(routers: string[], steps: number): Promise<TrendRows> {
    return selectTrends(this.#knex, routers, steps);
  }

  async rollUp(keepDays: number): Promise<void> {
    await rollUpCounters(this.#knex, keepDays);
  }

  #withFlaps(): Knex.QueryBuilder<any, ListedSessionRow[]> {
    const knex = this.#knex;
    return knex('sessions AS s')
      .joinRaw(
        `LEFT JOIN LATERAL (
           SELECT count(*) AS flaps_week, max(observed_at) AS last_flap_at,
             count(*) FILTER (WHERE observed_at > clock_timestamp() - interval '1 day') AS flaps_day
           FROM session_transitions t
           WHERE t.router = s.router AND t.session = s.name AND t.flap
             AND t.observed_at > clock_timestamp() - interval '7 days'
         ) f ON true`,
      )
      .select('s.*', 'f.flaps_day', 'f.flaps_week', 'f.last_flap_at');
  }
}
