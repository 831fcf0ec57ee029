import { Knex } from 'knex';
import { LockRequest } from '@orion/backstage-plugin-orion-changes-node';

/** A lock that is taken, and by whom. */
export interface LockConflict {
  key: string;
  heldBy: string[];
  /** How many changes that were approved earlier wait for it too. */
  ahead: number;
}

/** A change that has a row for a key, and the state it is in. */
interface Holder {
  change_id: string;
  mode: string;
  state: string;
}

/** A waiter that has not looked for so long has nobody who drives it: it must not hold up the others. */
const WAITER_LOOKS_WITHIN = "interval '15 seconds'";

/**
 * Takes all locks or none, in sorted order, inside the caller's transaction.
 * A transaction-scoped advisory lock per key serialises the look and the insert;
 * the rows are the truth and outlive any connection.
 *
 * What is free goes to whoever was approved first: a change gives way to earlier
 * ones that wait for the same key. A waiter holds nothing, so nobody waits in a
 * circle.
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
    const rows: Holder[] = await tx('change_locks AS l')
      .join('changes AS c', 'c.id', 'l.change_id')
      .where('l.key', request.key)
      .andWhereNot('l.change_id', changeId)
      .select('l.change_id', 'l.mode', 'c.state');
    const holders = rows.filter(row => counts(request, row));
    const ahead = await countAhead(tx, changeId, request);
    if (isTaken(request, holders, ahead)) {
      const heldBy = holders.map(row => row.change_id);
      return { key: request.key, heldBy, ahead };
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

function isTaken(
  request: LockRequest,
  holders: { mode: string }[],
  ahead: number,
): boolean {
  switch (request.mode) {
    case 'exclusive':
      return holders.length + ahead > 0;
    case 'shared':
      return holders.some(holder => holder.mode === 'exclusive');
    default:
      return holders.length + ahead >= (request.slots ?? 1);
  }
}

/**
 * A semaphore bounds what runs at once. Who waits for a person runs nothing: two
 * of these would otherwise hold up every order until somebody looks. Their rows
 * stay, so going on needs no slot anew, and may for once exceed the bound.
 */
function counts({ mode }: LockRequest, holder: Holder): boolean {
  return mode !== 'semaphore' || holder.state !== 'needs-attention';
}

async function countAhead(
  tx: Knex.Transaction,
  changeId: string,
  { key, mode }: LockRequest,
): Promise<number> {
  if (mode === 'shared') {
    // Others who share do not take anything from it.
    return 0;
  }
  const { rows } = await tx.raw(
    `SELECT count(*)::int AS ahead FROM changes w, changes me
     WHERE me.id = ? AND w.waiting_for = ? AND w.state = 'approved'
       AND (w.deadline_at, w.id) < (me.deadline_at, me.id)
       AND (w.lease_until > clock_timestamp()
         OR w.wake_at > clock_timestamp() - ${WAITER_LOOKS_WITHIN})`,
    [changeId, key],
  );
  return rows[0].ahead;
}

/**
 * Frees every lock of a change, inside the caller's transaction, and has the
 * first waiter of each look at once.
 */
export async function freeLocks(tx: Knex, changeId: string): Promise<void> {
  const freed: { key: string }[] = await tx('change_locks')
    .where({ change_id: changeId })
    .delete('key');
  if (freed.length === 0) {
    return;
  }
  await tx.raw(
    `UPDATE changes SET wake_at = clock_timestamp() WHERE id IN (
       SELECT first.id FROM unnest(?::text[]) AS freed(key), LATERAL (
         SELECT id FROM changes
         WHERE waiting_for = freed.key AND state = 'approved' AND lease_until IS NULL
         ORDER BY deadline_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
       ) AS first)`,
    [freed.map(({ key }) => key)],
  );
}
