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
    COMMENT ON TABLE sources IS 'One row per configured cluster: who reads it, and how that goes.';
    COMMENT ON COLUMN sources.source IS 'proxmox:<cluster>';
    COMMENT ON COLUMN sources.owner IS 'The replica whose loop reads the cluster now.';
    COMMENT ON COLUMN sources.lease_until IS 'By the clock of the database; afterwards another replica may take over.';
    COMMENT ON COLUMN sources.fence IS 'Grows with every new owner; the owner names it with every write.';
    COMMENT ON COLUMN sources.interval_ms IS 'The pause the last attempt was made with.';
    COMMENT ON COLUMN sources.watched_until IS 'Until then the loop goes fast: somebody asked the API lately.';
    COMMENT ON COLUMN sources.refresh_asked_at IS 'When an immediate look was asked for.';
    COMMENT ON COLUMN sources.attempted_at IS 'Begin of the last attempt, successful or not.';
    COMMENT ON COLUMN sources.fetched_at IS 'When the rows were last written from an answer.';
    COMMENT ON COLUMN sources.complete IS 'Whether every node had its part in the last answer.';
    COMMENT ON COLUMN sources.failures IS 'Failed attempts in a row.';
    COMMENT ON COLUMN sources.error IS 'What the last attempt lacked, as people read it.';
    COMMENT ON COLUMN sources.revision IS 'Grows whenever something people see changed.';

    CREATE TABLE nodes (
      cluster text NOT NULL,
      name text NOT NULL,
      online boolean NOT NULL,
      cores double precision,
      load double precision,
      memory_bytes bigint,
      memory_used_bytes bigint,
      bridges text[] NOT NULL DEFAULT '{}',
      bridges_at timestamptz,
      PRIMARY KEY (cluster, name)
    );
    COMMENT ON TABLE nodes IS 'Proxmox hosts as the last answer had them; of a silent node its last known sizes.';
    COMMENT ON COLUMN nodes.load IS '0 to 1; empty while the node is silent.';
    COMMENT ON COLUMN nodes.bridges_at IS 'Bridges are asked for rarely: they change with the host.';

    CREATE TABLE guests (
      cluster text NOT NULL,
      vmid integer NOT NULL,
      type text NOT NULL,
      name text,
      node text NOT NULL,
      status text NOT NULL,
      template boolean NOT NULL DEFAULT false,
      lock text,
      tags text[] NOT NULL DEFAULT '{}',
      cores double precision,
      load double precision,
      memory_bytes bigint,
      memory_used_bytes bigint,
      disk_bytes bigint,
      uptime_seconds bigint,
      PRIMARY KEY (cluster, vmid)
    );
    COMMENT ON TABLE guests IS 'Guests as the last answer had them. Addresses and owners are not here: see guest_ownership.';
    COMMENT ON COLUMN guests.status IS 'running, stopped, paused, suspended or unknown; unknown keeps name and sizes of before.';
    COMMENT ON COLUMN guests.tags IS 'As set in Proxmox: a hint, never authority.';
    CREATE INDEX guests_node ON guests (cluster, node);

    CREATE TABLE storages (
      cluster text NOT NULL,
      node text NOT NULL,
      name text NOT NULL,
      shared boolean NOT NULL DEFAULT false,
      content text[] NOT NULL DEFAULT '{}',
      total_bytes bigint,
      used_bytes bigint,
      PRIMARY KEY (cluster, node, name)
    );
    COMMENT ON TABLE storages IS 'Storage as each node sees it; a shared one has a row per node.';

    CREATE TABLE guest_ownership (
      cluster text NOT NULL,
      vmid integer NOT NULL,
      owner text NOT NULL,
      system text,
      description text,
      change_id bigint NOT NULL,
      addresses text[] NOT NULL DEFAULT '{}',
      smbios_uuid text,
      mark text,
      stack jsonb,
      written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (cluster, vmid)
    );
    COMMENT ON TABLE guest_ownership IS 'Written by the change pipeline only. Authorisation reads this, and it stays while a guest is out of sight.';
    COMMENT ON COLUMN guest_ownership.owner IS 'Entity reference of a group or user.';
    COMMENT ON COLUMN guest_ownership.change_id IS 'The change that made the guest or last took it over.';
    COMMENT ON COLUMN guest_ownership.smbios_uuid IS 'Identity at creation: proof that the VMID still means the same guest.';
    COMMENT ON COLUMN guest_ownership.mark IS 'The mark the change left in the notes of the guest.';
    COMMENT ON COLUMN guest_ownership.stack IS 'Terraform stack, state schema and variables that hold the guest.';
    CREATE INDEX guest_ownership_owner ON guest_ownership (owner);
  `);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [
    'guest_ownership',
    'storages',
    'guests',
    'nodes',
    'sources',
  ]) {
    await knex.schema.dropTable(table);
  }
};
