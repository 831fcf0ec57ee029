-- Gives the record of changes to a role of its own, so that the portal's role may
-- only add to it and read it. Run as a superuser in the database of the plugin
-- orion-changes, again after every upgrade of ORION:
--
--   PGOPTIONS='-c orion.portal_role=orion_portal' \
--     psql -d 'backstage_plugin_orion-changes' -f infra/postgres/record-owner.sql
--
-- `./orion up` does the same with its embedded server. `./orion audit verify`
-- says which guard the record has.
DO $$
DECLARE
  portal text := current_setting('orion.portal_role');
  schema text := current_schema();
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'orion_record') THEN
    CREATE ROLE orion_record NOLOGIN;
  END IF;

  -- In the order in which the portal writes: taking them as they come deadlocks.
  LOCK TABLE record_head, record, record_log IN ACCESS EXCLUSIVE MODE;
  ALTER TABLE record OWNER TO orion_record;
  ALTER TABLE record_log OWNER TO orion_record;
  ALTER TABLE record_head OWNER TO orion_record;
  -- Who owns the functions could replace what the triggers do.
  ALTER FUNCTION orion_record_is_append_only() OWNER TO orion_record;
  ALTER FUNCTION orion_record_head_moves_on() OWNER TO orion_record;
  -- Who owns the schema could drop the tables.
  EXECUTE format('ALTER SCHEMA %I OWNER TO orion_record', schema);
  EXECUTE format('GRANT USAGE, CREATE ON SCHEMA %I TO %I', schema, portal);

  EXECUTE format('REVOKE ALL ON record, record_log, record_head FROM %I', portal);
  EXECUTE format('GRANT SELECT, INSERT ON record, record_log TO %I', portal);
  EXECUTE format('GRANT SELECT, UPDATE ON record_head TO %I', portal);
END $$;
