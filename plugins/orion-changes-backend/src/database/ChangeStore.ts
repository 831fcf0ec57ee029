import { Knex } from 'knex';
import { JsonObject } from '@backstage/types';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  ChangeState,
  isTerminal,
  nextStates,
} from '@orion/backstage-plugin-orion-changes-common';
import { LeaseLostError } from '@orion/backstage-plugin-orion-changes-node';
import { appendRecord, RecordActor } from '../record/appendRecord';
import { storableJsonText, storableText } from './storable';
import { ChangeRow } from './tables';

export interface NewChange {
  nonce: string;
  kind: string;
  kindVersion: number;
  title: string;
  description?: string;
  destructive: boolean;
  owner: string;
  requester: string;
  onBehalfOf?: string;
  author?: string;
  idempotencyKey: string;
  bodyHash: string;
  input: JsonObject;
  target: ChangeRow['target'];
}

export interface Transition {
  from: ChangeState;
  to: ChangeState;
  version: number;
  /** Given by a worker: the write fails when the lease moved on. */
  fence?: string;
  event?: string;
  actor: RecordActor;
  message: string;
  comment?: string;
  body?: JsonObject;
  set?: Partial<Record<keyof ChangeRow, unknown>>;
  /** Milliseconds until the new state runs out by itself. */
  deadlineMs?: number;
  /** Refuses when the present state has run out, however late the sweeper is. */
  beforeDeadline?: boolean;
  /** Further writes of the same transaction, under the row's lock and before its update. */
  within?: (tx: Knex.Transaction) => Promise<void>;
}

const JSON_COLUMNS = new Set([
  'input',
  'target',
  'facts',
  'plan',
  'plan_fingerprint',
  'approval',
  'evidence',
  'settlement',
]);

function toColumns(set: Transition['set'] = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(set).map(([key, value]) => [key, toColumn(key, value)]),
  );
}

function toColumn(key: string, value: unknown): unknown {
  if (JSON_COLUMNS.has(key) && value !== null && value !== undefined) {
    return storableJsonText(value);
  }
  return typeof value === 'string' ? storableText(value) : value;
}

/**
 * Keeps a worker that lost its lease from writing anything else of the change,
 * until the caller's transaction ends.
 *
 * @throws LeaseLostError when another worker has the lease.
 */
export async function assertFence(
  tx: Knex.Transaction,
  id: string,
  fence: string,
): Promise<void> {
  const owned = await tx('changes').where({ id, fence }).forShare().first('id');
  if (!owned) {
    throw new LeaseLostError(`Change #${id} has another worker`);
  }
}

/**
 * The table of changes. Every transition is one `UPDATE ... WHERE id AND state
 * AND version` with its record entry in the same transaction; when nothing
 * matched, somebody else was faster and the caller gets a `ConflictError`
 * with the present state.
 */
export class ChangeStore {
  readonly #knex: Knex;

  static create(deps: { knex: Knex }) {
    return new ChangeStore(deps.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  get knex(): Knex {
    return this.#knex;
  }

  async find(id: string | number): Promise<ChangeRow | undefined> {
    return this.#knex<ChangeRow>('changes')
      .where({ id: String(id) })
      .first();
  }

  async get(id: string | number): Promise<ChangeRow> {
    const row = await this.find(id);
    if (!row) {
      throw new NotFoundError(`No change #${id}`);
    }
    return row;
  }

  async findByIdempotencyKey(
    requester: string,
    key: string,
  ): Promise<ChangeRow | undefined> {
    return this.#knex<ChangeRow>('changes')
      .where({ requester, idempotency_key: key })
      .first();
  }

  /**
   * Stores a new change in `requested`. Two submits with the same key race for
   * one row: the loser gets the winner's row with `created: false`.
   *
   * @param admit - throws when one more is too many; the requester's submits
   *   wait for each other, so a burst cannot pass a limit together.
   */
  async insert(
    change: NewChange,
    admit?: (tx: Knex.Transaction) => Promise<void>,
  ): Promise<{ row: ChangeRow; created: boolean }> {
    return this.#knex.transaction(async tx => {
      await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 13))', [
        change.requester,
      ]);
      const key = {
        requester: change.requester,
        idempotency_key: change.idempotencyKey,
      };
      const known = await tx<ChangeRow>('changes').where(key).first();
      if (known) {
        return { row: known, created: false };
      }
      await admit?.(tx);
      const [row] = await tx<ChangeRow>('changes')
        .insert({
          nonce: change.nonce,
          kind: change.kind,
          kind_version: change.kindVersion,
          title: change.title,
          description: change.description ?? null,
          destructive: change.destructive,
          owner: change.owner,
          requester: change.requester,
          on_behalf_of: change.onBehalfOf ?? null,
          author: change.author ?? null,
          idempotency_key: change.idempotencyKey,
          body_hash: change.bodyHash,
          input: storableJsonText(change.input) as never,
          target: storableJsonText(change.target) as never,
          target_ref: change.target.ref ?? null,
          state: 'requested',
          wake_at: tx.raw('clock_timestamp()') as never,
        })
        .returning('*');
      await appendRecord(tx, {
        changeId: row.id,
        event: 'requested',
        actor: {
          type: change.onBehalfOf ? 'agent' : 'person',
          ref: change.requester,
        },
        message: `Requested: ${change.title}`,
        body: {
          kind: change.kind,
          kindVersion: change.kindVersion,
          owner: change.owner,
          bodyHash: change.bodyHash,
          ...(change.onBehalfOf ? { onBehalfOf: change.onBehalfOf } : {}),
        },
      });
      return { row, created: true };
    });
  }

  /**
   * Moves a change to its next state.
   *
   * @throws ConflictError when state, version or deadline are no longer the expected ones.
   * @throws LeaseLostError when a fence was given and another worker has the lease.
   */
  async transition(id: string, move: Transition): Promise<ChangeRow> {
    if (!nextStates[move.from].includes(move.to)) {
      throw new InputError(
        `A change cannot go from ${move.from} to ${move.to}`,
      );
    }
    return this.#knex.transaction(async tx => {
      const query = tx<ChangeRow>('changes').where({
        id,
        state: move.from,
        version: move.version,
      });
      if (move.fence !== undefined) {
        query.andWhere({ fence: move.fence });
      }
      if (move.beforeDeadline) {
        query.andWhereRaw(
          '(deadline_at IS NULL OR deadline_at > clock_timestamp())',
        );
      }
      // The row first, or locks freed here could be taken again by a worker that was slower.
      if (!(await query.forUpdate().first('id'))) {
        throw await this.#whyNothingMatched(tx, id, move);
      }
      await move.within?.(tx);
      const [row] = await tx<ChangeRow>('changes')
        .where({ id })
        .update({
          ...toColumns(move.set),
          state: move.to,
          version: tx.raw('version + 1') as never,
          updated_at: tx.raw('clock_timestamp()') as never,
          wake_at: tx.raw('clock_timestamp()') as never,
          deadline_at: (move.deadlineMs === undefined
            ? null
            : tx.raw("clock_timestamp() + ? * interval '1 millisecond'", [
                move.deadlineMs,
              ])) as never,
          ...(isTerminal(move.to)
            ? { ended_at: tx.raw('clock_timestamp()') as never }
            : {}),
        })
        .returning('*');
      await appendRecord(tx, {
        changeId: id,
        event: move.event ?? move.to,
        actor: move.actor,
        message: move.message,
        body: {
          from: move.from,
          to: move.to,
          ...(move.comment ? { comment: move.comment } : {}),
          ...(move.body ?? {}),
        },
      });
      return row;
    });
  }

  /**
   * A fenced write that is not a transition.
   *
   * @param version - given where a person may have spoken meanwhile; then
   *   `ConflictError` when somebody did.
   */
  async patch(
    id: string,
    fence: string,
    set: NonNullable<Transition['set']>,
    version?: number,
  ): Promise<ChangeRow> {
    const [row] = await this.#knex<ChangeRow>('changes')
      .where({ id, fence, ...(version === undefined ? {} : { version }) })
      .update({
        ...toColumns(set),
        updated_at: this.#knex.raw('clock_timestamp()') as never,
      })
      .returning('*');
    if (!row) {
      throw (await this.find(id))?.fence === fence
        ? new ConflictError(`Change #${id} moved on`)
        : new LeaseLostError(`Change #${id} has another worker`);
    }
    return row;
  }

  async mergeFacts(
    id: string,
    fence: string,
    patch: JsonObject,
  ): Promise<JsonObject> {
    const [row] = await this.#knex<ChangeRow>('changes')
      .where({ id, fence })
      .update({
        facts: this.#knex.raw('facts || ?::jsonb', [
          storableJsonText(patch),
        ]) as never,
      })
      .returning('facts');
    if (!row) {
      throw new LeaseLostError(`Change #${id} has another worker`);
    }
    return row.facts;
  }

  /** A line of the timeline that is not a transition. */
  async note(
    id: string,
    entry: {
      event: string;
      actor: RecordActor;
      message: string;
      body?: JsonObject;
    },
    fence?: string,
  ): Promise<void> {
    await this.#knex.transaction(async tx => {
      if (fence !== undefined) {
        await assertFence(tx, id, fence);
      }
      await appendRecord(tx, { changeId: id, ...entry });
    });
  }

  /** True when the present state has run out, by the database's clock. */
  async isPastDeadline(id: string): Promise<boolean> {
    const row = await this.#knex('changes')
      .where({ id })
      .whereRaw('deadline_at <= clock_timestamp()')
      .first('id');
    return row !== undefined;
  }

  async requestCancel(
    id: string,
    actor: RecordActor,
    comment?: string,
  ): Promise<void> {
    await this.#knex.transaction(async tx => {
      const count = await tx('changes')
        .where({ id })
        .whereNull('cancel_requested_at')
        .whereIn('state', ['planning', 'applying', 'recovering'])
        .update({
          cancel_requested_at: tx.raw('clock_timestamp()'),
          cancel_requested_by: actor.ref,
          wake_at: tx.raw('clock_timestamp()'),
        });
      if (count === 0) {
        const row = await tx<ChangeRow>('changes').where({ id }).first();
        if (row?.cancel_requested_at) {
          return;
        }
        throw new ConflictError(
          `Change #${id} is ${row?.state} by now: nothing was done`,
        );
      }
      await appendRecord(tx, {
        changeId: id,
        event: 'cancel-requested',
        actor,
        message:
          'Cancelling: the current resource ends first, nothing new starts',
        body: comment ? { comment } : {},
      });
    });
  }

  async #whyNothingMatched(
    tx: Knex.Transaction,
    id: string,
    move: Transition,
  ): Promise<Error> {
    const row = await tx<ChangeRow>('changes').where({ id }).first();
    if (!row) {
      return new NotFoundError(`No change #${id}`);
    }
    if (move.fence !== undefined && row.fence !== move.fence) {
      return new LeaseLostError(`Change #${id} has another worker`);
    }
    if (
      move.beforeDeadline &&
      row.state === move.from &&
      row.version === move.version
    ) {
      return new ConflictError(`Change #${id} ran out of time in ${row.state}`);
    }
    return new ConflictError(
      `Change #${id} is ${row.state} by now: nothing was done`,
    );
  }
}
