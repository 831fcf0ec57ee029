// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    CREATE TABLE decided_order (
      change_id bigint PRIMARY KEY,
      seq bigint GENERATED ALWAYS AS IDENTITY,
      ordered_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    COMMENT ON TABLE decided_order IS 'Which change decided after which: the pipeline lets the next one on a network begin only after the one before was reported, so the first report counts.';
    COMMENT ON COLUMN decided_order.change_id IS 'Number of the change in plugin orion-changes.';
    COMMENT ON COLUMN decided_order.seq IS 'A report that comes again keeps its place.';
    INSERT INTO decided_order (change_id, ordered_at)
      SELECT change_id, min(recorded_at) FROM decided_states GROUP BY change_id ORDER BY min(recorded_at);
    ALTER TABLE decided_states ADD COLUMN seq bigint;
    UPDATE decided_states s SET seq = o.seq FROM decided_order o WHERE o.change_id = s.change_id;
    ALTER TABLE decided_states ALTER COLUMN seq SET NOT NULL;
    COMMENT ON COLUMN decided_states.seq IS 'Of decided_order: an older one never replaces a newer one.';
    COMMENT ON COLUMN decided_states.decided_at IS 'Of the action, by the clock of its executor; nothing is ordered by it.';
  `);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw(`
    ALTER TABLE decided_states DROP COLUMN seq;
    DROP TABLE decided_order;
  `);
};
