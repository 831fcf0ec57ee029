import { Knex } from 'knex';
import { LeaseLostError } from './LeaseLostError';

/** A clock that is set right by less leaves a lease with its holder. */
const SET_RIGHT_MS = 60_000;

/** Which row a {@link DatabaseLease} is, and for whom. @public */
export interface DatabaseLeaseOptions {
  /** Claims and renewals run outside of the caller's transactions. */
  knex: Knex;
  /** Table with the columns `source`, `owner`, `lease_until` and `fence`. Default `sources`. */
  table?: string;
  /** Key of the row; it must exist before the first claim. */
  source: string;
  /** Unique per replica and start, for example a random id. */
  owner: string;
  /** How long a claim or renewal lasts, by the database's clock. */
  leaseMs: number;
}

/**
 * The right of one replica to work on one source.
 *
 * Truth is the row: its owner, `lease_until` by the database's clock, and a
 * fence that grows with every new holder. A replica that slept through its
 * lease finds another fence and cannot write any more.
 *
 * @public
 */
export class DatabaseLease {
  readonly #options: DatabaseLeaseOptions;
  #fence: string | undefined;

  /** Takes nothing yet: see {@link DatabaseLease.claim}. */
  static create(options: DatabaseLeaseOptions): DatabaseLease {
    return new DatabaseLease(options);
  }

  private constructor(options: DatabaseLeaseOptions) {
    this.#options = options;
  }

  /**
   * What the last answer of the database said; another replica may have it by
   * now. Before a write use {@link DatabaseLease.assertHeld}.
   */
  get held(): boolean {
    return this.#fence !== undefined;
  }

  /**
   * False when another replica holds it. One that would last far beyond its length
   * is from before the clock of the database was set back, and over.
   */
  async claim(): Promise<boolean> {
    const { knex, source, owner, leaseMs } = this.#options;
    const [row] = await this.#table(knex)
      .where({ source })
      .andWhere(q =>
        q
          .whereNull('lease_until')
          .orWhereRaw('lease_until < clock_timestamp()')
          .orWhereRaw(
            `lease_until > clock_timestamp() + ? * interval '1 millisecond'`,
            [leaseMs + SET_RIGHT_MS],
          ),
      )
      .update({
        owner,
        lease_until: this.#until(),
        fence: knex.raw('fence + 1'),
      })
      .returning('fence');
    this.#fence = row?.fence;
    return this.held;
  }

  /** False, and no longer held, when another replica took it. */
  async renew(): Promise<boolean> {
    const { knex, source, owner } = this.#options;
    // The owner too: a renewal still in flight must not revive a released lease.
    const count = await this.#table(knex)
      .where({ source, owner, fence: this.#fence ?? null })
      .update({ lease_until: this.#until() });
    if (count !== 1) {
      this.#fence = undefined;
    }
    return this.held;
  }

  /**
   * Locks the row to the end of the transaction, so that nobody else can take
   * the lease before what is written here is visible.
   *
   * @throws LeaseLostError when it is lost.
   */
  async assertHeld(trx: Knex.Transaction): Promise<void> {
    const { source } = this.#options;
    const row = await this.#table(trx)
      .where({ source, fence: this.#fence ?? null })
      .forUpdate()
      .first('source');
    if (!row) {
      this.#fence = undefined;
      throw new LeaseLostError(`The lease on ${source} is lost`);
    }
  }

  /** Lets another replica take over at once. Fine when nothing is held. */
  async release(): Promise<void> {
    if (this.#fence === undefined) {
      return;
    }
    const { knex, source } = this.#options;
    await this.#table(knex)
      .where({ source, fence: this.#fence })
      .update({ owner: null, lease_until: null });
    this.#fence = undefined;
  }

  #table(knex: Knex) {
    return knex(this.#options.table ?? 'sources');
  }

  #until(): Knex.Raw {
    const { knex, leaseMs } = this.#options;
    return knex.raw(`clock_timestamp() + ? * interval '1 millisecond'`, [
      leaseMs,
    ]);
  }
}
