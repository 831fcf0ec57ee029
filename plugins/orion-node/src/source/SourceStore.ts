import { Knex } from 'knex';

/** What is known about a source at this moment, by the database's clock. @public */
export interface SourceState {
  /** For example `proxmox:r730`. */
  source: string;
  /** Somebody asked the API lately. */
  watched: boolean;
  /** A look was asked for after the last attempt began. */
  asked: boolean;
  /** Since the beginning of the last attempt; undefined before the first. */
  attemptAgeMs?: number;
  /** The interval the last attempt was made with. */
  intervalMs: number;
  /**
   * Of the last attempt that succeeded, complete or not; undefined before the
   * first.
   */
  fetchedAt?: Date;
  /** Whether the last answer covered everything the source has. */
  complete: boolean;
  /** Attempts in a row that failed; 0 after one that worked. */
  failures: number;
  /**
   * Of the last attempt, at most 500 characters; also what a good but
   * incomplete answer lacks.
   */
  error?: string;
  /** Grows whenever something people see changed. */
  revision: number;
  /** The database's time of this very look. */
  now: Date;
}

/** How one attempt ended. @public */
export interface SourceAttempt {
  /**
   * By the database's clock, so that a look asked for meanwhile is not lost.
   */
  startedAt: Date;
  /** The pace it was made with; freshness is judged by it. */
  intervalMs: number;
  /** False leaves `fetchedAt` and `complete` as they were. */
  ok: boolean;
  /** Whether everything the source has was in the answer. */
  complete: boolean;
  /** Why it failed, or what was missing. Cut at 500 characters. */
  error?: string;
}

const MAX_ERROR_CHARS = 500;

/**
 * The rows of the table `sources` in a plugin's own database:
 * `source` (primary key), `owner`, `lease_until`, `fence`, `interval_ms`,
 * `watched_until`, `refresh_asked_at`, `attempted_at`, `fetched_at`, `complete`,
 * `failures`, `error`, `revision`.
 *
 * @public
 */
export class SourceStore {
  readonly #knex: Knex;

  /** The table must exist: its migration belongs to the plugin. */
  static create(deps: { knex: Knex }): SourceStore {
    return new SourceStore(deps);
  }

  private constructor(deps: { knex: Knex }) {
    this.#knex = deps.knex;
  }

  /** Makes the row if there is none. */
  async ensure(source: string, intervalMs: number): Promise<void> {
    await this.#knex('sources')
      .insert({ source, interval_ms: intervalMs })
      .onConflict('source')
      .ignore();
  }

  /** States of the given sources, in their order; sources without a row are left out. */
  async list(sources: string[]): Promise<SourceState[]> {
    const rows = await this.#knex('sources')
      .whereIn('source', sources)
      .select(
        '*',
        this.#knex.raw('clock_timestamp() AS now'),
        this.#knex.raw(
          'coalesce(watched_until > clock_timestamp(), false) AS watched',
        ),
        this.#knex.raw(
          "coalesce(refresh_asked_at > coalesce(attempted_at, refresh_asked_at - interval '1 second'), false) AS asked",
        ),
        this.#knex.raw(
          'extract(epoch FROM clock_timestamp() - attempted_at) * 1000 AS attempt_age_ms',
        ),
      );
    const states = new Map(
      rows.map(row => [row.source as string, toState(row)]),
    );
    return sources.flatMap(source => states.get(source) ?? []);
  }

  /** Undefined when the row was never made, see {@link SourceStore.ensure}. */
  async find(source: string): Promise<SourceState | undefined> {
    return (await this.list([source]))[0];
  }

  /** Somebody looks: the loop goes fast for a while. */
  async watch(sources: string[], forMs: number): Promise<void> {
    await this.#knex('sources')
      .whereIn('source', sources)
      .update({
        watched_until: this.#knex.raw(
          `greatest(watched_until, clock_timestamp() + ? * interval '1 millisecond')`,
          [forMs],
        ),
      });
  }

  /** Asks for a look as soon as possible. */
  async askRefresh(source: string): Promise<void> {
    await this.#knex('sources')
      .where({ source })
      .update({ refresh_asked_at: this.#knex.raw('clock_timestamp()') });
  }

  /**
   * Stores how an attempt ended. Call it in the transaction that checks the
   * lease, or a suspended replica overwrites its successor.
   */
  async record(
    knex: Knex,
    source: string,
    attempt: SourceAttempt,
  ): Promise<void> {
    const { startedAt, intervalMs, ok, complete, error } = attempt;
    await knex('sources')
      .where({ source })
      .update({
        attempted_at: startedAt,
        interval_ms: intervalMs,
        error: error?.slice(0, MAX_ERROR_CHARS) ?? null,
        ...(ok
          ? { fetched_at: knex.raw('clock_timestamp()'), complete, failures: 0 }
          : { failures: knex.raw('failures + 1') }),
      });
  }

  /** Call it in the transaction that writes what people see. */
  async bumpRevision(knex: Knex, source: string): Promise<void> {
    await knex('sources').where({ source }).increment('revision');
  }
}

function toState(row: Record<string, any>): SourceState {
  return {
    source: row.source,
    watched: row.watched,
    asked: row.asked,
    attemptAgeMs:
      row.attempt_age_ms === null ? undefined : Number(row.attempt_age_ms),
    intervalMs: row.interval_ms,
    fetchedAt: row.fetched_at ?? undefined,
    complete: row.complete,
    failures: row.failures,
    error: row.error ?? undefined,
    revision: Number(row.revision),
    now: row.now,
  };
}
