// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    ALTER TABLE routers ADD COLUMN notes jsonb NOT NULL DEFAULT '[]';
    COMMENT ON COLUMN routers.notes IS 'What the last look found amiss with the router or its settings though it was whole, as sentences.';
  `);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('ALTER TABLE routers DROP COLUMN notes');
};
