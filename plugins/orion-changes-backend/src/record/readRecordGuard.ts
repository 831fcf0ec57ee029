import { Knex } from 'knex';

/**
 * `role`: the portal's role may only insert into and read the record. `trigger`:
 * triggers refuse everything else, but the role could remove them. `none`: they
 * are off.
 */
export type RecordGuard = 'role' | 'trigger' | 'none';

/** What keeps the role of this connection from altering the record. */
export async function readRecordGuard(knex: Knex): Promise<RecordGuard> {
  const { rows } = await knex.raw(`
    SELECT
      bool_or(role.rolsuper
        OR pg_has_role(current_user, class.relowner, 'MEMBER')
        OR has_table_privilege(class.oid, 'UPDATE')
        OR has_table_privilege(class.oid, 'DELETE')
        OR has_table_privilege(class.oid, 'TRUNCATE')
        OR pg_has_role(current_user, schema.nspowner, 'MEMBER')
        OR pg_has_role(current_user, code.proowner, 'MEMBER')) AS may_alter,
      count(*) FILTER (WHERE guarded.tgenabled IN ('O', 'A')) AS guarded
    FROM pg_class class
    JOIN pg_roles role ON role.rolname = current_user
    JOIN pg_namespace schema ON schema.oid = class.relnamespace
    LEFT JOIN pg_trigger guarded ON guarded.tgrelid = class.oid
      AND guarded.tgname IN ('record_append_only', 'record_log_append_only')
    LEFT JOIN pg_proc code ON code.oid = guarded.tgfoid
    WHERE class.oid IN ('record'::regclass, 'record_log'::regclass)`);
  const [{ may_alter: mayAlter, guarded }] = rows;
  if (!mayAlter) {
    return 'role';
  }
  return Number(guarded) === 2 ? 'trigger' : 'none';
}
