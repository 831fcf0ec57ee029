// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    CREATE TABLE dump_rests (
      router text PRIMARY KEY,
      began_at timestamptz NOT NULL,
      ended_at timestamptz,
      cost_ms bigint NOT NULL DEFAULT 0,
      early boolean NOT NULL
    );
    COMMENT ON TABLE dump_rests IS 'The last dump of each daemon: a collector that starts lets it rest as the one before would have.';
    COMMENT ON COLUMN dump_rests.ended_at IS 'Whole or not; empty while it runs, and when the collector died in it.';
    COMMENT ON COLUMN dump_rests.cost_ms IS 'Milliseconds of the last dump that ended.';
    COMMENT ON COLUMN dump_rests.early IS 'It came with a start of the collector, before the daemon had rested long.';
  `);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('DROP TABLE dump_rests');
};
