// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    CREATE TABLE route_watches (
      router text NOT NULL,
      aggregate cidr NOT NULL,
      since timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (router, aggregate)
    );
    COMMENT ON TABLE route_watches IS 'Since when routes inside an aggregate of ours are watched on a router.';

    CREATE TABLE own_routes (
      router text NOT NULL,
      prefix cidr NOT NULL,
      aggregate cidr NOT NULL,
      state jsonb NOT NULL,
      PRIMARY KEY (router, prefix)
    );
    COMMENT ON TABLE own_routes IS 'What a router had inside our aggregates at the last look.';
    COMMENT ON COLUMN own_routes.state IS 'RouteObservation of services/history: origins, sessions it goes out to, RPKI.';

    CREATE TABLE route_transitions (
      id bigserial PRIMARY KEY,
      router text NOT NULL,
      prefix cidr NOT NULL,
      observed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      event text NOT NULL,
      session text,
      from_value text,
      to_value text
    );
    CREATE INDEX route_transitions_newest ON route_transitions (prefix, id DESC);
    CREATE INDEX route_transitions_old ON route_transitions (observed_at);
    COMMENT ON TABLE route_transitions IS 'Changes of routes inside our aggregates as ORION saw them.';
    COMMENT ON COLUMN route_transitions.event IS 'RouteEvent of orion-bgp-common.';

    COMMENT ON COLUMN counter_samples.session IS 'Empty for the table of the router as a whole: paths and prefixes.';
  `);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw(`
    DELETE FROM counter_samples WHERE session = '';
    COMMENT ON COLUMN counter_samples.session IS NULL;
    DROP TABLE route_transitions;
    DROP TABLE own_routes;
    DROP TABLE route_watches;
  `);
};
