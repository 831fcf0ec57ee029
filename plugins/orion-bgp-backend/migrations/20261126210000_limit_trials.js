// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    CREATE TABLE limit_trials (
      id bigserial PRIMARY KEY,
      router text NOT NULL,
      session text NOT NULL,
      daemon text NOT NULL,
      families jsonb NOT NULL,
      reaction text NOT NULL,
      at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    CREATE INDEX limit_trials_newest ON limit_trials (router, at DESC);
    COMMENT ON TABLE limit_trials IS 'Sessions a daemon ended because the neighbor sent more than the limit, as the reading of its sessions saw it.';
    COMMENT ON COLUMN limit_trials.daemon IS 'What tells the daemon from others and from itself before a restart or with another configuration.';
    COMMENT ON COLUMN limit_trials.families IS 'Of the session while it was up: family, limit, action, and how many routes counted at the last look before.';
    COMMENT ON COLUMN limit_trials.reaction IS 'How the daemon says why the session ended.';
  `);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('DROP TABLE limit_trials');
};
