// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    COMMENT ON COLUMN netbox_records.kind IS 'session, plugin, machines, aggregate, prefix, or note.';
    COMMENT ON COLUMN netbox_records.record IS 'IntentRecord, NetboxAggregate or NetboxPrefix of orion-bgp-common, whether NetBox keeps sessions, the machines that are routers with their management addresses, or a sentence about what is missing.';
  `);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw(`
    DELETE FROM netbox_records WHERE kind = 'machines';
    COMMENT ON COLUMN netbox_records.kind IS 'session, plugin, aggregate, prefix, or note.';
    COMMENT ON COLUMN netbox_records.record IS 'IntentRecord, NetboxAggregate or NetboxPrefix of orion-bgp-common, whether NetBox keeps sessions, or a sentence about what is missing.';
  `);
};
