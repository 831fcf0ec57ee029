import { Knex } from 'knex';

async function tablesOf(knex: Knex): Promise<string[]> {
  return knex('pg_tables')
    .whereRaw('schemaname = current_schema()')
    .whereRaw("tablename NOT LIKE 'knex%'")
    .pluck('tablename');
}

/** Copies every table and the counter of changes, as a nightly dump would. */
export async function takeBackup(knex: Knex): Promise<() => Promise<void>> {
  const tables = await tablesOf(knex);
  await knex.raw('DROP SCHEMA IF EXISTS backup CASCADE; CREATE SCHEMA backup');
  for (const table of tables) {
    await knex.raw('CREATE TABLE backup.?? AS TABLE ??', [table, table]);
  }
  const { rows } = await knex.raw(
    "SELECT last_value FROM pg_sequences WHERE sequencename = 'changes_id_seq' AND schemaname = current_schema()",
  );
  return () => restore(knex, tables, rows[0].last_value ?? 1000);
}

async function restore(
  knex: Knex,
  tables: string[],
  lastChange: string,
): Promise<void> {
  await knex.transaction(async tx => {
    // As pg_restore does: no triggers, no foreign keys meanwhile.
    await tx.raw('SET LOCAL session_replication_role = replica');
    await tx.raw(`TRUNCATE ${tables.map(name => `"${name}"`).join(', ')}`);
    for (const table of tables) {
      await tx.raw('INSERT INTO ?? OVERRIDING SYSTEM VALUE TABLE backup.??', [
        table,
        table,
      ]);
    }
    await tx.raw("SELECT setval('changes_id_seq', ?)", [lastChange]);
  });
}
