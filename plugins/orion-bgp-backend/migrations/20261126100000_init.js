// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    CREATE TABLE sources (
      source text PRIMARY KEY,
      owner text,
      lease_until timestamptz,
      fence bigint NOT NULL DEFAULT 0,
      interval_ms integer NOT NULL,
      watched_until timestamptz,
      refresh_asked_at timestamptz,
      attempted_at timestamptz,
      fetched_at timestamptz,
      complete boolean NOT NULL DEFAULT false,
      failures integer NOT NULL DEFAULT 0,
      error text,
      revision bigint NOT NULL DEFAULT 0
    );
    COMMENT ON TABLE sources IS 'One row per configured router: who reads it, and how that goes.';
    COMMENT ON COLUMN sources.source IS 'bgp:<router>';
    COMMENT ON COLUMN sources.owner IS 'The replica whose loop reads the router now.';
    COMMENT ON COLUMN sources.lease_until IS 'By the clock of the database; afterwards another replica may take over.';
    COMMENT ON COLUMN sources.fence IS 'Grows with every new owner; the owner names it with every write.';
    COMMENT ON COLUMN sources.interval_ms IS 'The pause the last attempt was made with.';
    COMMENT ON COLUMN sources.watched_until IS 'Until then somebody looks.';
    COMMENT ON COLUMN sources.refresh_asked_at IS 'When an immediate look was asked for.';
    COMMENT ON COLUMN sources.attempted_at IS 'Begin of the last attempt, successful or not.';
    COMMENT ON COLUMN sources.fetched_at IS 'When the rows were last written from an answer.';
    COMMENT ON COLUMN sources.complete IS 'Whether the last answer had everything.';
    COMMENT ON COLUMN sources.failures IS 'Failed attempts in a row.';
    COMMENT ON COLUMN sources.error IS 'What the last attempt lacked, as people read it.';
    COMMENT ON COLUMN sources.revision IS 'Grows whenever something people see changed.';

    CREATE TABLE routers (
      id text PRIMARY KEY,
      identity jsonb NOT NULL,
      sampled_at timestamptz
    );
    COMMENT ON TABLE routers IS 'Who answered last on each configured router.';
    COMMENT ON COLUMN routers.identity IS 'RouterIdentity of orion-bgp-common.';
    COMMENT ON COLUMN routers.sampled_at IS 'When counters of its sessions were last kept.';

    CREATE TABLE sessions (
      router text NOT NULL,
      name text NOT NULL,
      reading jsonb NOT NULL,
      state text NOT NULL,
      admin_state text NOT NULL,
      since timestamptz,
      first_seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      gone_at timestamptz,
      PRIMARY KEY (router, name)
    );
    COMMENT ON TABLE sessions IS 'Every session a router has, as it was read last.';
    COMMENT ON COLUMN sessions.reading IS 'SessionReading of orion-bgp-common.';
    COMMENT ON COLUMN sessions.since IS 'Of the state, by the daemon; its clock may be wrong.';
    COMMENT ON COLUMN sessions.gone_at IS 'Since when a complete answer lacks it.';

    CREATE TABLE session_transitions (
      id bigserial PRIMARY KEY,
      router text NOT NULL,
      session text NOT NULL,
      observed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      since timestamptz,
      from_state text,
      to_state text NOT NULL,
      admin_state text NOT NULL,
      last_error text,
      shutdown_message text,
      flap boolean NOT NULL DEFAULT false,
      received jsonb
    );
    CREATE INDEX session_transitions_newest ON session_transitions (router, session, id DESC);
    CREATE INDEX session_transitions_flaps ON session_transitions (router, session, observed_at) WHERE flap;
    CREATE INDEX session_transitions_old ON session_transitions (observed_at);
    COMMENT ON TABLE session_transitions IS 'Changes of state as ORION saw them; daemons keep none.';
    COMMENT ON COLUMN session_transitions.from_state IS 'Empty for the first sight of a session.';
    COMMENT ON COLUMN session_transitions.flap IS 'Established was left without anybody switching it off.';
    COMMENT ON COLUMN session_transitions.received IS 'Routes received before it was left, by family.';

    CREATE TABLE counter_samples (
      router text NOT NULL,
      session text NOT NULL,
      family text NOT NULL,
      step_seconds integer NOT NULL,
      at timestamptz NOT NULL,
      counters jsonb NOT NULL,
      PRIMARY KEY (router, session, family, step_seconds, at)
    );
    CREATE INDEX counter_samples_old ON counter_samples (step_seconds, at);
    COMMENT ON TABLE counter_samples IS 'FamilyCounters of orion-bgp-common over time.';
    COMMENT ON COLUMN counter_samples.step_seconds IS '60 as it was read, 900 rolled up: the last of each quarter of an hour.';
    COMMENT ON COLUMN counter_samples.at IS 'Begin of the step.';
  `);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw(`
    DROP TABLE counter_samples;
    DROP TABLE session_transitions;
    DROP TABLE sessions;
    DROP TABLE routers;
    DROP TABLE sources;
  `);
};
