import { Knex } from 'knex';

/** Where the record stands, and in which database. */
export interface RecordPosition {
  count: number;
  head: string;
  at: string;
  system: string;
  timeline: number;
  lastChange: number;
}

/** One picture of head and server, as a checkpoint states it. */
export async function readPosition(knex: Knex): Promise<RecordPosition> {
  const { rows } = await knex.raw(`
    SELECT record_head.n, record_head.head_hash, clock_timestamp() AS at,
           (SELECT system_identifier::text FROM pg_control_system()) AS system,
           (SELECT timeline_id FROM pg_control_checkpoint()) AS timeline,
           (SELECT coalesce(max(id), 0) FROM changes) AS last_change
    FROM record_head`);
  const [row] = rows;
  return {
    count: Number(row.n),
    head: row.head_hash,
    at: row.at.toISOString(),
    system: row.system,
    timeline: row.timeline,
    lastChange: Number(row.last_change),
  };
}

/** The head the log had after so many entries; undefined when it never had as many. */
export async function headAfter(
  knex: Knex,
  count: number,
): Promise<string | undefined> {
  if (count === 0) {
    return '';
  }
  const row = await knex('record_log').where({ n: count }).first('head_hash');
  return row?.head_hash;
}
