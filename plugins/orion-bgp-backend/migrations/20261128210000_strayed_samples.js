// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    COMMENT ON COLUMN counter_samples.step_seconds IS '60 as it was read, 900 rolled up: the last of each quarter of an hour, and the lowest and highest where a counter strayed.';
    COMMENT ON COLUMN counter_samples.at IS 'Begin of the minute in which it was read.';
  `);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw(`
    COMMENT ON COLUMN counter_samples.step_seconds IS '60 as it was read, 900 rolled up: the last of each quarter of an hour.';
    COMMENT ON COLUMN counter_samples.at IS 'Begin of the step.';
  `);
};
