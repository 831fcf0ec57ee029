// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    CREATE TABLE decided_states (
      router text NOT NULL,
      target text NOT NULL CHECK (target IN ('session', 'prefix')),
      name text NOT NULL,
      state text NOT NULL,
      change_id bigint NOT NULL,
      reason text NOT NULL,
      requester text NOT NULL,
      decided_at timestamptz NOT NULL,
      recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      forgotten_at timestamptz,
      PRIMARY KEY (router, target, name)
    );
    COMMENT ON TABLE decided_states IS 'What the last change decided about a session or prefix; daemons forget it with a restart.';
    COMMENT ON COLUMN decided_states.name IS 'Of the session; or the prefix in canonical form.';
    COMMENT ON COLUMN decided_states.state IS 'up or down, announced or withdrawn.';
    COMMENT ON COLUMN decided_states.change_id IS 'Number of the change in plugin orion-changes.';
    COMMENT ON COLUMN decided_states.decided_at IS 'Of the action, by the clock of its executor: an older one never replaces a newer one.';
    COMMENT ON COLUMN decided_states.recorded_at IS 'Readings from before it say nothing about the decision.';
    COMMENT ON COLUMN decided_states.forgotten_at IS 'Somebody accepted what is; kept, so that a repeated report does not bring it back.';
  `);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('DROP TABLE decided_states');
};
