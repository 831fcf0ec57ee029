// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    ALTER TABLE routers ADD COLUMN parts jsonb;
    COMMENT ON COLUMN routers.parts IS 'RouterParts of orion-bgp-common; empty before it was read.';

    CREATE TABLE migration_gates (
      from_router text NOT NULL,
      to_router text NOT NULL,
      gate text NOT NULL,
      state text NOT NULL,
      since timestamptz NOT NULL,
      checked_at timestamptz NOT NULL,
      PRIMARY KEY (from_router, to_router, gate)
    );
    COMMENT ON TABLE migration_gates IS 'How each gate of a migration stood at the last look, and since when without a break.';
    COMMENT ON COLUMN migration_gates.state IS 'By the facts of that look alone: passed, failed or unknown.';
    COMMENT ON COLUMN migration_gates.since IS 'First of the looks that all said so; a longer pause between two of them begins anew.';

    CREATE TABLE migration_rehearsals (
      change_id bigint PRIMARY KEY,
      from_router text NOT NULL,
      to_router text NOT NULL,
      sessions jsonb NOT NULL,
      at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    CREATE INDEX migration_rehearsals_newest ON migration_rehearsals (from_router, to_router, at DESC);
    COMMENT ON TABLE migration_rehearsals IS 'Changes that went over to the other router and back, with each step verified.';
    COMMENT ON COLUMN migration_rehearsals.sessions IS 'Names of the sessions on from_router.';
  `);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw(`
    DROP TABLE migration_rehearsals;
    DROP TABLE migration_gates;
    ALTER TABLE routers DROP COLUMN parts;
  `);
};
