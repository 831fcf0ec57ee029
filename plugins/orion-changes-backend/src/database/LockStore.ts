import { Knex } from 'knex';
import { LockRequest } from '@orion/backstage-plugin-orion-changes-node';

/** A lock that is taken, and by whom. */
export interface LockConflict {
  key: string;
  heldBy: string[];
}

/**
 * Takes all locks or none, in sorted order, inside the caller's transaction.
 * A transaction-scoped advisory lock per key serialises the look and the insert;
 * the rows are the truth and outlive any connection.
 */
export async function takeLocks(
  tx: Knex.Transaction,
  changeId: string,
  fence: string,
  requests: LockRequest[],
): Promise<LockConflict | undefined> {
  const sorted = distinct(requests);
  for (const request of sorted) {
    await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 7))', [
      request.key,
    ]);
    const holders: { change_id: string; mode: string }[] = await tx(
      'change_locks',
    )
      .where({ key: request.key })
      .andWhereNot({ change_id: changeId })
      .select('change_id', 'mode');
    const blocking = blockers(request, holders);
    if (blocking.length > 0) {
      return { key: request.key, heldBy: blocking.map(row => row.change_id) };
    }
  }
  for (const request of sorted) {
    await tx('change_locks')
      .insert({
        key: request.key,
        change_id: changeId,
        mode: request.mode,
        fence,
      })
      .onConflict(['key', 'change_id'])
      .merge(['fence', 'mode']);
  }
  return undefined;
}

/** One request per key, sorted; of two for the same key the exclusive one counts. */
export function distinct(requests: LockRequest[]): LockRequest[] {
  const byKey = new Map<string, LockRequest>();
  for (const request of requests) {
    if (byKey.get(request.key)?.mode !== 'exclusive') {
      byKey.set(request.key, request);
    }
  }
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function blockers<T extends { mode: string }>(
  request: LockRequest,
  holders: T[],
): T[] {
  switch (request.mode) {
    case 'exclusive':
      return holders;
    case 'shared':
      return holders.filter(holder => holder.mode === 'exclusive');
    default:
      return holders.length >= (request.slots ?? 1) ? holders : [];
  }
}

/** Frees every lock of a change, inside the caller's transaction. */
export async function freeLocks(tx: Knex, changeId: string): Promise<void> {
  await tx('change_locks').where({ change_id: changeId }).delete();
}
