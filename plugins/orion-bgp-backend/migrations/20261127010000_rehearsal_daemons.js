// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    ALTER TABLE migration_rehearsals ADD COLUMN daemons text[];
    COMMENT ON COLUMN migration_rehearsals.daemons IS 'What tells the daemons of from_router and to_router from others and from themselves before a restart; empty before this was kept, which counts for no daemon.';
  `);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('ALTER TABLE migration_rehearsals DROP COLUMN daemons');
};
