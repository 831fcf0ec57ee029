import { Knex } from 'knex';
import { ConflictError, InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { QuotaUsage } from '@orion/backstage-plugin-orion-changes-common';
import {
  ReserveRequest,
  Reserved,
} from '@orion/backstage-plugin-orion-changes-node';
import { assertFence } from './ChangeStore';
import { storableJsonText } from './storable';
import { ChangeRow, IntentRow, QuotaHoldRow } from './tables';

/**
 * Quota holds, claims on names and numbers, and intents towards systems that
 * share no transaction with ORION.
 */
export class ReservationStore {
  readonly #knex: Knex;

  constructor(deps: { knex: Knex }) {
    this.#knex = deps.knex;
  }

  /** Live plus held usage of an owner, without one change. */
  async usage(
    owner: string,
    exceptChange?: string,
    tx: Knex = this.#knex,
  ): Promise<QuotaUsage> {
    const { rows } = await tx.raw<{
      rows: Record<'vms' | 'cores' | 'memory_mib' | 'disk_gib', string>[];
    }>(
      `SELECT coalesce(sum(vms), 0) AS vms, coalesce(sum(cores), 0) AS cores,
              coalesce(sum(memory_mib), 0) AS memory_mib, coalesce(sum(disk_gib), 0) AS disk_gib
       FROM quota_holds
       WHERE owner = ? AND state <> 'released' AND change_id <> ?`,
      [owner, exceptChange ?? 0],
    );
    const [sum] = rows;
    return {
      vms: Number(sum.vms),
      cores: Number(sum.cores),
      memoryMib: Number(sum.memory_mib),
      diskGib: Number(sum.disk_gib),
    };
  }

  /**
   * T1 of the reservation saga. One transaction under the quota owner's row lock;
   * running it again for the same change returns what it already holds.
   *
   * @param withinQuota - decides with the usage seen under the lock; a text refuses.
   * @throws ConflictError naming the scope and key that is taken, or the quota text;
   *   LeaseLostError when another worker has the change: what it ended must not be held again.
   */
  async reserve(
    change: { id: string; owner: string; fence: string },
    request: ReserveRequest,
    withinQuota: (used: QuotaUsage, demand: QuotaUsage) => string | undefined,
  ): Promise<Reserved> {
    return this.#knex.transaction(async tx => {
      await assertFence(tx, change.id, change.fence);
      await this.#holdQuota(tx, change, request.quota, withinQuota);
      const claims: Record<string, string> = {};
      // One order for all kinds, or two changes could wait for each other's scope.
      const ordered = [...request.claims].sort((a, b) =>
        a.scope < b.scope ? -1 : 1,
      );
      for (const claim of ordered) {
        claims[claim.scope] = await takeClaim(tx, change.id, claim);
      }
      for (const intent of request.intents) {
        await tx('intents')
          .insert({
            change_id: change.id,
            system: intent.system,
            key: intent.key,
            payload: storableJsonText(intent.payload),
            state: 'open',
          })
          .onConflict(['change_id', 'system', 'key'])
          .ignore();
      }
      return { claims };
    });
  }

  async #holdQuota(
    tx: Knex.Transaction,
    change: { id: string; owner: string },
    quota: QuotaUsage | undefined,
    withinQuota: (used: QuotaUsage, demand: QuotaUsage) => string | undefined,
  ): Promise<void> {
    if (!quota) {
      return;
    }
    await tx('quota_owners')
      .insert({ owner: change.owner })
      .onConflict()
      .ignore();
    await tx('quota_owners').where({ owner: change.owner }).forUpdate().first();
    const used = await this.usage(change.owner, change.id, tx);
    const refusal = withinQuota(used, quota);
    if (refusal) {
      throw new ConflictError(refusal);
    }
    await tx('quota_holds')
      .insert({
        change_id: change.id,
        owner: change.owner,
        vms: quota.vms,
        cores: quota.cores,
        memory_mib: quota.memoryMib,
        disk_gib: quota.diskGib,
        state: 'held',
      })
      .onConflict('change_id')
      .merge(['vms', 'cores', 'memory_mib', 'disk_gib', 'state']);
  }

  async resolveIntent(
    change: { id: string; fence: string },
    system: string,
    key: string,
    result: { externalId?: string; payload?: JsonObject },
  ): Promise<void> {
    await this.#knex.transaction(async tx => {
      await assertFence(tx, change.id, change.fence);
      await tx('intents')
        .where({ change_id: change.id, system, key })
        .update({
          state: 'resolved',
          external_id: result.externalId ?? null,
          updated_at: tx.raw('clock_timestamp()'),
          ...(result.payload
            ? { payload: storableJsonText(result.payload) }
            : {}),
        });
    });
  }

  async listIntents(changeId: string): Promise<IntentRow[]> {
    return this.#knex<IntentRow>('intents').where({ change_id: changeId });
  }

  async findHold(changeId: string): Promise<QuotaHoldRow | undefined> {
    return this.#knex<QuotaHoldRow>('quota_holds')
      .where({ change_id: changeId })
      .first();
  }

  /** Ends everything a change holds. Safe to repeat. */
  async releaseAll(tx: Knex, changeId: string): Promise<void> {
    await tx('claims')
      .where({ change_id: changeId })
      .whereNull('released_at')
      .update({ released_at: tx.raw('clock_timestamp()') });
    await tx('quota_holds')
      .where({ change_id: changeId })
      .update({ state: 'released', updated_at: tx.raw('clock_timestamp()') });
    await tx('intents')
      .where({ change_id: changeId })
      .update({ state: 'released', updated_at: tx.raw('clock_timestamp()') });
  }

  /** A created thing lives on: its hold becomes usage under the thing's reference. */
  async makeLive(tx: Knex, changeId: string, targetRef: string): Promise<void> {
    await tx('quota_holds')
      .where({ change_id: changeId, state: 'held' })
      .update({
        state: 'live',
        target_ref: targetRef,
        updated_at: tx.raw('clock_timestamp()'),
      });
  }

  /** A destroyed thing is gone: whatever earlier changes hold for it ends, with or without a quota. */
  async releaseTarget(tx: Knex, targetRef: string): Promise<string[]> {
    const changes = await tx<ChangeRow>('changes')
      .where({ target_ref: targetRef, state: 'succeeded' })
      .orWhereIn(
        'id',
        tx('quota_holds')
          .where({ target_ref: targetRef, state: 'live' })
          .select('change_id'),
      )
      .orderBy('id')
      .select('id');
    for (const { id } of changes) {
      await this.releaseAll(tx, id);
    }
    return changes.map(({ id }) => id);
  }
}

async function takeClaim(
  tx: Knex.Transaction,
  changeId: string,
  claim: ReserveRequest['claims'][number],
): Promise<string> {
  await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 11))', [
    claim.scope,
  ]);
  const own = await tx('claims')
    .where({ scope: claim.scope, change_id: changeId })
    .whereNull('released_at')
    .first('key');
  const keeps =
    own &&
    (typeof claim.key === 'string'
      ? own.key === claim.key
      : !claim.key.taken.includes(own.key));
  if (keeps) {
    return own.key;
  }
  if (own) {
    await tx('claims')
      .where({ scope: claim.scope, change_id: changeId })
      .whereNull('released_at')
      .update({ released_at: tx.raw('clock_timestamp()') });
  }
  const key =
    typeof claim.key === 'string'
      ? claim.key
      : String(await nextNumber(tx, claim.scope, claim.key));
  const taken = await tx('claims')
    .where({ scope: claim.scope, key })
    .whereNull('released_at')
    .first('change_id');
  if (taken) {
    throw new ConflictError(
      `${key} in ${claim.scope} is held by change #${taken.change_id}`,
    );
  }
  await tx('claims').insert({ scope: claim.scope, key, change_id: changeId });
  return key;
}

/** Monotonic: above everything ever claimed, so a number is not reused while a backup refers to it. */
async function nextNumber(
  tx: Knex.Transaction,
  scope: string,
  range: { above: number; from: number; to: number },
): Promise<number> {
  const [{ max }] = await tx('claims')
    .where({ scope })
    .select(tx.raw('max(key::bigint) AS max'));
  const next = Math.max(Number(max ?? 0), range.above, range.from - 1) + 1;
  if (next > range.to) {
    throw new InputError(
      `${scope} is exhausted: the next number would be ${next}, the range ends at ${range.to}`,
    );
  }
  return next;
}
