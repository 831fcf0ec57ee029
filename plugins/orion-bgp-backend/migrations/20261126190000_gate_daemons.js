// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    ALTER TABLE migration_gates ADD COLUMN daemons text;
    COMMENT ON COLUMN migration_gates.daemons IS 'What tells the daemons of both routers from others and from themselves before a restart, at the last look; with other ones since begins anew.';
  `);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('ALTER TABLE migration_gates DROP COLUMN daemons');
};
