import { Knex } from 'knex';
import {
  changeStates,
  isTerminal,
} from '@orion/backstage-plugin-orion-changes-common';
import { ChangeRow } from './tables';

/** States in which a worker has something to do or to watch. */
const WORKABLE = changeStates.filter(
  state => !isTerminal(state) && state !== 'needs-attention',
);

/** Somebody said how a change that needs attention is to end. */
const TO_SETTLE = `(state = 'needs-attention' AND settlement IS NOT NULL)`;

/** While the database may be older than the world, nobody works on anything. */
const NOT_IN_SAFE_MODE =
  'NOT EXISTS (SELECT FROM safe_mode WHERE left_at IS NULL)';

/** A clock that is set right by less leaves a lease with its holder. */
const SET_RIGHT_MS = 60_000;

/** Cleanups that are not done. A stuck one is shown as an orphan and tried on. */
const CLEANUPS = ['pending', 'stuck'];

/**
 * Leases on changes. Truth is the row: owner, `lease_until`, and a fence number
 * that grows with every claim, so that a worker that slept through its lease
 * cannot write any more.
 */
export class LeaseStore {
  readonly #knex: Knex;
  readonly #leaseMs: number;

  constructor(deps: { knex: Knex; leaseMs: number }) {
    this.#knex = deps.knex;
    this.#leaseMs = deps.leaseMs;
  }

  /** Owners of leases that have not run out. */
  async listOwners(): Promise<string[]> {
    const rows = await this.#knex<ChangeRow>('changes')
      .whereRaw('lease_until > clock_timestamp()')
      .distinct('lease_owner');
    return rows.flatMap(row => row.lease_owner ?? []);
  }

  /** Ends the leases of an owner that is known to be dead, so that nobody waits for their time. */
  async expire(owner: string): Promise<number> {
    return this.#knex('changes')
      .where({ lease_owner: owner })
      .update({ lease_until: this.#knex.raw('clock_timestamp()') });
  }

  /** The row with a new fence, or undefined when another worker holds it or nothing is to be done. */
  async claim(id: string, owner: string): Promise<ChangeRow | undefined> {
    const [row] = await this.#knex<ChangeRow>('changes')
      .where({ id })
      .andWhere(hasWork)
      .andWhereRaw(NOT_IN_SAFE_MODE)
      .andWhere(q => q.whereNull('lease_until').orWhere(this.#isOver))
      .update({
        fence: this.#knex.raw('fence + 1') as never,
        lease_owner: owner,
        lease_until: this.#until() as never,
      })
      .returning('*');
    return row;
  }

  /** False when the lease is lost. */
  async renew(id: string, fence: string): Promise<boolean> {
    const count = await this.#knex('changes')
      .where({ id, fence })
      .update({ lease_until: this.#until() });
    return count === 1;
  }

  /**
   * Gives the lease back. `wakeInMs` undefined: look again when something
   * happens, or when the state runs out.
   *
   * A decision or a cancel may have come in since the worker last read the row;
   * then the change is due at once, or its wake-up would be lost here. A deadline
   * that has passed brings nothing forward: the worker saw it, and what fails
   * would otherwise fail again without a pause.
   */
  async release(
    seen: ChangeRow,
    fence: string,
    wakeInMs?: number,
  ): Promise<void> {
    await this.#knex('changes')
      .where({ id: seen.id, fence })
      .update({
        lease_owner: null,
        lease_until: null,
        wake_at: this.#knex.raw(
          `CASE
             WHEN version <> :version THEN clock_timestamp()
             WHEN cancel_requested_at IS NOT NULL AND NOT :sawCancel THEN clock_timestamp()
             ELSE LEAST(
               clock_timestamp() + :wakeInMs::bigint * interval '1 millisecond',
               CASE WHEN deadline_at > clock_timestamp() THEN deadline_at END
             )
           END`,
          {
            version: seen.version,
            sawCancel: seen.cancel_requested_at !== null,
            wakeInMs: wakeInMs === undefined ? null : Math.round(wakeInMs),
          } as never,
        ),
      });
  }

  /** Changes somebody should look at, longest due first: awake, and without a live lease. */
  async listDue(limit: number): Promise<string[]> {
    const rows = await this.#knex<ChangeRow>('changes')
      .where(hasWork)
      .andWhereRaw(NOT_IN_SAFE_MODE)
      .andWhere(q =>
        q
          .whereRaw('lease_until IS NULL AND wake_at <= clock_timestamp()')
          // A worker died without giving its lease back.
          .orWhere(this.#isOver),
      )
      .orderByRaw('coalesce(lease_until, wake_at), id')
      .limit(limit)
      .select('id');
    return rows.map(row => row.id);
  }

  /** Also one from before the clock of the database was set back: it lasts too long. */
  readonly #isOver = (query: Knex.QueryBuilder): void => {
    query
      .whereRaw('lease_until < clock_timestamp()')
      .orWhereRaw(
        `lease_until > clock_timestamp() + ? * interval '1 millisecond'`,
        [this.#leaseMs + SET_RIGHT_MS],
      );
  };

  #until() {
    return this.#knex.raw("clock_timestamp() + ? * interval '1 millisecond'", [
      this.#leaseMs,
    ]);
  }
}

function hasWork(query: Knex.QueryBuilder): void {
  query
    .whereIn('state', WORKABLE)
    .orWhereIn('cleanup', CLEANUPS)
    .orWhereRaw(TO_SETTLE);
}
