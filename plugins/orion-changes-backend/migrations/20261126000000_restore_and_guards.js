// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    ALTER TABLE changes ADD COLUMN settlement jsonb;
    COMMENT ON COLUMN changes.settlement IS 'How a person wants a change that needs attention to end.';

    ALTER TABLE artifacts ADD COLUMN consumable boolean NOT NULL DEFAULT false;
    COMMENT ON COLUMN artifacts.consumable IS 'Destroyed as soon as the engine that needs it has started.';

    CREATE TABLE safe_mode (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      entered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      reasons jsonb NOT NULL,
      report jsonb,
      left_at timestamptz,
      left_by text,
      comment text
    );
    CREATE UNIQUE INDEX safe_mode_active ON safe_mode ((true)) WHERE left_at IS NULL;
    COMMENT ON TABLE safe_mode IS 'One row each time the database was found older than the checkpoints; while one is open nothing is claimed.';

    CREATE FUNCTION orion_record_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'The record is append only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
    END $$;
    CREATE TRIGGER record_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON record
      FOR EACH STATEMENT EXECUTE FUNCTION orion_record_is_append_only();
    CREATE TRIGGER record_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON record_log
      FOR EACH STATEMENT EXECUTE FUNCTION orion_record_is_append_only();
    CREATE TRIGGER record_head_stays BEFORE DELETE OR TRUNCATE ON record_head
      FOR EACH STATEMENT EXECUTE FUNCTION orion_record_is_append_only();

    CREATE FUNCTION orion_record_head_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.n <> OLD.n + 1 OR NEW.head_hash = OLD.head_hash THEN
        RAISE EXCEPTION 'The head of the record goes from entry % to %, never to %', OLD.n, OLD.n + 1, NEW.n
          USING ERRCODE = 'insufficient_privilege';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER record_head_moves_on BEFORE UPDATE ON record_head
      FOR EACH ROW EXECUTE FUNCTION orion_record_head_moves_on();
  `);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw(`
    DROP TRIGGER record_head_moves_on ON record_head;
    DROP TRIGGER record_head_stays ON record_head;
    DROP TRIGGER record_log_append_only ON record_log;
    DROP TRIGGER record_append_only ON record;
    DROP FUNCTION orion_record_head_moves_on();
    DROP FUNCTION orion_record_is_append_only();
    DROP TABLE safe_mode;
    ALTER TABLE artifacts DROP COLUMN consumable;
    ALTER TABLE changes DROP COLUMN settlement;
  `);
};
