// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    ALTER TABLE sessions ADD COLUMN seen_local text, ADD COLUMN seen_local_at timestamptz;
    COMMENT ON COLUMN sessions.seen_local IS 'The address of its own that it spoke from while it was seen up: a daemon may not tell it while it is down.';
    COMMENT ON COLUMN sessions.seen_local_at IS 'When that was noted last.';
  `);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw(`
    ALTER TABLE sessions DROP COLUMN seen_local, DROP COLUMN seen_local_at;
  `);
};
