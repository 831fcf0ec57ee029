import { Client } from 'pg';
import { parseState } from './parseState';
import { PushErroredResult, StateBase, StateSnapshot } from './StateStore';

function tryParse(text: string): StateSnapshot | undefined {
  try {
    return parseState(text);
  } catch {
    // Callers get `unreadable`: half a state must not replace a whole one.
    return undefined;
  }
}

/** Runs in the caller's transaction. */
export async function pushErroredState(
  client: Client,
  schema: string,
  { erroredState, base }: { erroredState: string; base: StateBase },
): Promise<PushErroredResult> {
  const errored = tryParse(erroredState);
  if (!errored) return { pushed: false, reason: 'unreadable' };
  const { rows } = await client.query(
    `SELECT id, data FROM ${schema}.states WHERE name = 'default' FOR UPDATE`,
  );
  if (rows.length === 0) return { pushed: false, reason: 'no-state' };
  const [{ id, data }] = rows;
  // Terraform's own lock, given back with the transaction.
  const lock = await client.query(
    'SELECT pg_try_advisory_xact_lock($1::bigint) AS locked',
    [id],
  );
  if (!lock.rows[0].locked) return { pushed: false, reason: 'locked' };
  const stored = parseState(data);
  if (stored.lineage !== base.lineage || stored.serial !== base.serial) {
    return { pushed: false, reason: 'base-differs' };
  }
  if (errored.lineage !== base.lineage) {
    return { pushed: false, reason: 'other-lineage' };
  }
  if (errored.serial <= base.serial) {
    return { pushed: false, reason: 'not-newer' };
  }
  await client.query(`UPDATE ${schema}.states SET data = $1 WHERE id = $2`, [
    erroredState,
    id,
  ]);
  return { pushed: true, serial: errored.serial };
}
