import {
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { Knex } from 'knex';
import { verifyRecord } from '../record/verifyRecord';
import { insertChange } from './rows';
import { migrationsDirectory } from './testPipeline';

let database: TestDatabase;
let knex: Knex;
const migrations = { directory: migrationsDirectory };

beforeAll(async () => {
  database = await startTestDatabase();
  knex = await database.connect('orion-changes');
});
afterAll(() => database.stop());

const tables = async (): Promise<string[]> =>
  knex('pg_tables')
    .where({ schemaname: 'orion-changes' })
    .whereRaw("tablename NOT LIKE 'knex%'")
    .pluck('tablename');

describe('the migrations', () => {
  it('go up, hold data, go down without a trace, and up again', async () => {
    await knex.migrate.latest(migrations);
    expect(await tables()).toHaveLength(14);
    const { id } = await insertChange(knex);
    expect(Number(id)).toBeGreaterThan(1000);
    expect(await verifyRecord(knex, undefined)).toMatchObject({
      ok: true,
      entries: 1,
    });
    await knex.migrate.rollback(migrations, true);
    expect(await tables()).toEqual([]);
    await knex.migrate.latest(migrations);
    expect(await verifyRecord(knex, undefined)).toMatchObject({
      ok: true,
      entries: 0,
    });
  });

  it('have one head of the record, and one idempotency key per requester', async () => {
    await expect(
      knex('record_head').insert({ n: 5, head_hash: 'x', only_row: true }),
    ).rejects.toThrow(/duplicate key/);
    const { id } = await insertChange(knex, {}, { idempotencyKey: 'k' });
    const { idempotency_key: key, requester } = await knex('changes')
      .where({ id })
      .first();
    const copy = knex.raw(
      `INSERT INTO changes (nonce, kind, kind_version, title, destructive, owner, requester, idempotency_key, body_hash, input, target, state)
       VALUES ('n', 'k', 1, 't', false, 'o', ?, ?, 'b', '{}', '{}', 'requested')`,
      [requester, key],
    );
    await expect(copy).rejects.toThrow(/changes_idempotency/);
  });

  it('finds due changes by an index, and not by reading every change', async () => {
    await knex.raw(`
      INSERT INTO changes (nonce, kind, kind_version, title, destructive, owner, requester, idempotency_key, body_hash, input, target, state, ended_at, wake_at)
      SELECT 'n', 'k', 1, 't', false, 'o', 'r', 'bulk-' || n, 'b', '{}', '{}', 'succeeded', clock_timestamp(), clock_timestamp()
      FROM generate_series(1, 20000) AS n`);
    await knex.raw('ANALYZE changes');
    const { rows } = await knex.raw(
      'EXPLAIN SELECT id FROM changes WHERE wake_at <= clock_timestamp() AND ended_at IS NULL',
    );
    expect(JSON.stringify(rows)).toContain('changes_open');
  });
});
