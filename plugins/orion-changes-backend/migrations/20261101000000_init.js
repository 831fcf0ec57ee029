// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    CREATE TABLE changes (
      id bigint GENERATED ALWAYS AS IDENTITY (START WITH 1001) PRIMARY KEY,
      nonce text NOT NULL,
      kind text NOT NULL,
      kind_version integer NOT NULL,
      title text NOT NULL,
      description text,
      destructive boolean NOT NULL,
      owner text NOT NULL,
      requester text NOT NULL,
      on_behalf_of text,
      author text,
      idempotency_key text NOT NULL,
      body_hash text NOT NULL,
      input jsonb NOT NULL,
      target jsonb NOT NULL,
      target_ref text,
      state text NOT NULL,
      version integer NOT NULL DEFAULT 1,
      cancel_requested_at timestamptz,
      cancel_requested_by text,
      cleanup text,
      facts jsonb NOT NULL DEFAULT '{}',
      plan jsonb,
      plan_fingerprint jsonb,
      plan_digest text,
      policy_hash text,
      approval jsonb,
      approval_consumed_at timestamptz,
      plan_consumed_at timestamptz,
      deadline_at timestamptz,
      attempt integer NOT NULL DEFAULT 0,
      reason text,
      evidence jsonb,
      fence bigint NOT NULL DEFAULT 0,
      lease_owner text,
      lease_until timestamptz,
      wake_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      ended_at timestamptz
    );
    COMMENT ON COLUMN changes.fence IS 'Grows with every lease; every later write names it.';
    COMMENT ON COLUMN changes.facts IS 'What the kind knows: reserved ids, state lineage. Never secrets.';
    COMMENT ON COLUMN changes.wake_at IS 'The sweeper looks at the change again from here on.';
    CREATE UNIQUE INDEX changes_idempotency ON changes (requester, idempotency_key);
    CREATE INDEX changes_state ON changes (state, id DESC);
    CREATE INDEX changes_owner ON changes (owner, id DESC);
    CREATE INDEX changes_requester ON changes (requester, id DESC);
    CREATE INDEX changes_target ON changes (target_ref, id DESC);
    CREATE INDEX changes_open ON changes (wake_at) WHERE ended_at IS NULL;

    CREATE TABLE change_runs (
      id uuid PRIMARY KEY,
      change_id bigint NOT NULL REFERENCES changes (id),
      attempt integer NOT NULL,
      phase text NOT NULL,
      fence bigint NOT NULL,
      run_dir text NOT NULL,
      pid integer,
      process_start text,
      boot_id text,
      started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      ended_at timestamptz,
      exit_code integer,
      interrupted_at timestamptz,
      log_bytes integer NOT NULL DEFAULT 0,
      source_offset integer NOT NULL DEFAULT 0
    );
    COMMENT ON COLUMN change_runs.source_offset IS 'How far the engine output was read; log_bytes is what it became for people.';
    CREATE TABLE run_log (
      run_id uuid NOT NULL REFERENCES change_runs (id),
      at_byte integer NOT NULL,
      text text NOT NULL,
      PRIMARY KEY (run_id, at_byte)
    );
    CREATE INDEX change_runs_change ON change_runs (change_id, started_at);

    CREATE TABLE change_locks (
      key text NOT NULL,
      change_id bigint NOT NULL REFERENCES changes (id),
      mode text NOT NULL,
      fence bigint NOT NULL,
      taken_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (key, change_id)
    );

    CREATE TABLE quota_owners (owner text PRIMARY KEY);
    CREATE TABLE quota_holds (
      change_id bigint PRIMARY KEY REFERENCES changes (id),
      owner text NOT NULL REFERENCES quota_owners (owner),
      target_ref text,
      vms integer NOT NULL,
      cores integer NOT NULL,
      memory_mib bigint NOT NULL,
      disk_gib bigint NOT NULL,
      state text NOT NULL,
      updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    CREATE INDEX quota_holds_owner ON quota_holds (owner) WHERE state <> 'released';
    CREATE INDEX quota_holds_target ON quota_holds (target_ref) WHERE state = 'live';

    CREATE TABLE claims (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      scope text NOT NULL,
      key text NOT NULL,
      change_id bigint NOT NULL REFERENCES changes (id),
      taken_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      released_at timestamptz
    );
    CREATE UNIQUE INDEX claims_live ON claims (scope, key) WHERE released_at IS NULL;
    CREATE INDEX claims_change ON claims (change_id);
    CREATE INDEX claims_scope ON claims (scope);

    CREATE TABLE intents (
      change_id bigint NOT NULL REFERENCES changes (id),
      system text NOT NULL,
      key text NOT NULL,
      payload jsonb NOT NULL,
      external_id text,
      state text NOT NULL,
      updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (change_id, system, key)
    );
    CREATE INDEX intents_open ON intents (updated_at) WHERE state = 'open';

    CREATE TABLE artifacts (
      change_id bigint NOT NULL REFERENCES changes (id),
      name text NOT NULL,
      key_id text NOT NULL,
      wrapped_key bytea,
      nonce bytea NOT NULL,
      ciphertext bytea NOT NULL,
      created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (change_id, name)
    );
    COMMENT ON COLUMN artifacts.wrapped_key IS 'Data key, wrapped by a key outside the database; cleared when the artifact is destroyed.';

    CREATE TABLE finish_steps (
      change_id bigint NOT NULL REFERENCES changes (id),
      position integer NOT NULL,
      step text NOT NULL,
      state text NOT NULL,
      attempts integer NOT NULL DEFAULT 0,
      last_error text,
      result jsonb,
      updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (change_id, step)
    );

    CREATE TABLE record (
      change_id bigint NOT NULL REFERENCES changes (id),
      seq integer NOT NULL,
      at timestamptz NOT NULL,
      event text NOT NULL,
      body jsonb NOT NULL,
      prev_hash text NOT NULL,
      hash text NOT NULL,
      PRIMARY KEY (change_id, seq)
    );
    COMMENT ON COLUMN record.hash IS 'SHA-256 of the canonical JSON of change, seq, time, event, body and prev_hash.';
    CREATE TABLE record_log (
      n bigint PRIMARY KEY,
      change_id bigint NOT NULL,
      seq integer NOT NULL,
      leaf_hash text NOT NULL,
      head_hash text NOT NULL,
      at timestamptz NOT NULL
    );
    CREATE TABLE record_head (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      n bigint NOT NULL,
      head_hash text NOT NULL
    );
    INSERT INTO record_head (n, head_hash) VALUES (0, '');
  `);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [
    'record_head',
    'record_log',
    'record',
    'finish_steps',
    'artifacts',
    'intents',
    'claims',
    'quota_holds',
    'quota_owners',
    'change_locks',
    'run_log',
    'change_runs',
    'changes',
  ]) {
    await knex.schema.dropTable(table);
  }
};
