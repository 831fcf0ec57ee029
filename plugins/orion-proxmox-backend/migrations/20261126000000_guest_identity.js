// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    ALTER TABLE guests
      ADD COLUMN machine_id text,
      ADD COLUMN machine_id_at timestamptz;
    COMMENT ON COLUMN guests.machine_id IS 'SMBIOS UUID as last read; only guests with an owner are asked for it. Empty before the first look.';
    COMMENT ON COLUMN guests.machine_id_at IS 'When it was read; afterwards it is looked at again, for a VMID may be used anew.';

    ALTER TABLE guest_ownership ADD COLUMN name text;
    COMMENT ON COLUMN guest_ownership.name IS 'Name at creation, shown until Proxmox itself tells one.';

    -- What is owned today stays owned until the first look at its identity.
    UPDATE guests g SET machine_id = lower(o.smbios_uuid)
      FROM guest_ownership o
      WHERE o.cluster = g.cluster AND o.vmid = g.vmid;
  `);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw(`
    ALTER TABLE guest_ownership DROP COLUMN name;
    ALTER TABLE guests DROP COLUMN machine_id, DROP COLUMN machine_id_at;
  `);
};
