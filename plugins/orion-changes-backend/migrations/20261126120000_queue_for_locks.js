// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    ALTER TABLE changes ADD COLUMN waiting_for text;
    COMMENT ON COLUMN changes.waiting_for IS 'Key of the lock an approved change found taken at its last look.';
    CREATE INDEX changes_waiting_for ON changes (waiting_for, deadline_at, id)
      WHERE waiting_for IS NOT NULL;
  `);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw(`
    DROP INDEX changes_waiting_for;
    ALTER TABLE changes DROP COLUMN waiting_for;
  `);
};
