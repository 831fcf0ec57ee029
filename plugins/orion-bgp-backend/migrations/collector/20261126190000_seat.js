// @ts-check

/**
 * In the database of the plugin orion-bgp-collector.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    CREATE TABLE collector_seat (
      source text PRIMARY KEY,
      owner text,
      lease_until timestamptz,
      fence bigint NOT NULL DEFAULT 0
    );
    COMMENT ON TABLE collector_seat IS 'One row: which of the collectors that run keeps the route tables.';
    COMMENT ON COLUMN collector_seat.owner IS 'Host, process and start of the collector that reads the routers now.';
    COMMENT ON COLUMN collector_seat.lease_until IS 'By the clock of the database; afterwards another collector may take over.';
    COMMENT ON COLUMN collector_seat.fence IS 'Grows with every new owner.';
    INSERT INTO collector_seat (source) VALUES ('routes');
  `);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('DROP TABLE collector_seat');
};
