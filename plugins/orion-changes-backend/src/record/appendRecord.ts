import { createHash } from 'node:crypto';
import { Knex } from 'knex';
import { JsonObject } from '@backstage/types';
import { storableJson } from '../database/storable';
import { canonicalDigest } from './canonicalJson';

/** Who did what an entry tells. */
export interface RecordActor {
  type: 'person' | 'agent' | 'service' | 'rule' | 'system';
  ref: string;
}

export interface RecordEntry {
  changeId: string | number;
  event: string;
  actor: RecordActor;
  message: string;
  body?: JsonObject;
}

/** The hash an entry must carry; shared by the writer and by the verifier. */
export function recordHash(entry: {
  changeId: string;
  seq: number;
  at: string;
  event: string;
  body: JsonObject;
  prevHash: string;
}): string {
  return canonicalDigest(entry);
}

/** Links the global log: one leaf after the other, no gap possible. */
export function nextHeadHash(previousHead: string, leafHash: string): string {
  return createHash('sha256')
    .update(`${previousHead}${leafHash}`)
    .digest('hex');
}

/**
 * Appends one entry to the change's chain and to the global log, inside the
 * caller's transaction.
 *
 * The head row is locked first, so entries get their number in commit order and
 * a rolled back transaction leaves no hole.
 */
export async function appendRecord(
  tx: Knex.Transaction,
  entry: RecordEntry,
): Promise<void> {
  const head = await tx('record_head').forUpdate().first();
  const [{ now }] = (
    await tx.raw<{ rows: { now: Date }[] }>('SELECT clock_timestamp() AS now')
  ).rows;
  const changeId = String(entry.changeId);
  const last = await tx('record')
    .where({ change_id: changeId })
    .orderBy('seq', 'desc')
    .first('seq', 'hash');
  const seq = (last?.seq ?? 0) + 1;
  const prevHash = last?.hash ?? '';
  // Actor and message last: a body cannot tell of somebody else.
  const body = storableJson({
    ...(entry.body ?? {}),
    actor: { ...entry.actor },
    message: entry.message,
  }) as JsonObject;
  const at = now.toISOString();
  const { event } = entry;
  const hash = recordHash({ changeId, seq, at, event, body, prevHash });
  await tx('record').insert({
    change_id: changeId,
    seq,
    at,
    event,
    body: JSON.stringify(body),
    prev_hash: prevHash,
    hash,
  });
  const n = Number(head.n) + 1;
  const headHash = nextHeadHash(head.head_hash, hash);
  await tx('record_log').insert({
    n,
    change_id: changeId,
    seq,
    leaf_hash: hash,
    head_hash: headHash,
    at,
  });
  await tx('record_head').update({ n, head_hash: headHash });
}
