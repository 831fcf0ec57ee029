// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    CREATE TABLE netbox_records (
      kind text NOT NULL,
      id bigint NOT NULL,
      prefix cidr,
      record jsonb NOT NULL,
      PRIMARY KEY (kind, id)
    );
    CREATE INDEX netbox_records_prefix ON netbox_records USING gist (prefix inet_ops) WHERE prefix IS NOT NULL;
    COMMENT ON TABLE netbox_records IS 'What NetBox said last; it stays while NetBox is silent.';
    COMMENT ON COLUMN netbox_records.kind IS 'session, plugin, aggregate, prefix, or note.';
    COMMENT ON COLUMN netbox_records.id IS 'Of the object in NetBox; of a note its place.';
    COMMENT ON COLUMN netbox_records.prefix IS 'Of an aggregate or a prefix.';
    COMMENT ON COLUMN netbox_records.record IS 'IntentRecord, NetboxAggregate or NetboxPrefix of orion-bgp-common, whether NetBox keeps sessions, or a sentence about what is missing.';
  `);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('DROP TABLE netbox_records');
};
