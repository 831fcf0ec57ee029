// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    CREATE TABLE router_silences (
      id bigserial PRIMARY KEY,
      router text NOT NULL,
      began_at timestamptz NOT NULL,
      ended_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    CREATE INDEX router_silences_newest ON router_silences (router, ended_at DESC);
    COMMENT ON TABLE router_silences IS 'Stretches in which a router was not read: it was silent, or ORION did not run. What its sessions did meanwhile nobody knows.';
    COMMENT ON COLUMN router_silences.began_at IS 'The last good answer before.';
    ALTER TABLE session_transitions ADD COLUMN gone boolean NOT NULL DEFAULT false;
    COMMENT ON COLUMN session_transitions.gone IS 'The router no longer has the session; its states are how it was.';
  `);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw(`
    ALTER TABLE session_transitions DROP COLUMN gone;
    DROP TABLE router_silences;
  `);
};
