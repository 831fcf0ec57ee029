// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    ALTER TABLE session_transitions ADD COLUMN disabled_by text;
    COMMENT ON COLUMN session_transitions.disabled_by IS 'daemon: it switched the session off by itself after an error. Null: a person or a configuration did, or nobody, or it was not looked for yet.';
  `);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('ALTER TABLE session_transitions DROP COLUMN disabled_by');
};
