import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { Story } from '../checks/stories';
import { PortalSession } from '../e2e/PortalSession';
import { Stack } from '../stack/Stack';

const KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8m0f0b7l0Vn1y8nYVn3M1Z2q0e0c0d0f0a0b0c0d0e ops';
/** The plugins with migrations of their own. */
const OURS = ['orion-changes', 'orion-proxmox'];
const TIMEOUT_MS = 120_000;

/** The schemas that hold tables, and the databases Backstage made for plugins. */
async function layout(url: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const schemas = await client.query(
      'SELECT DISTINCT schemaname AS name FROM pg_tables',
    );
    const databases = await client.query(
      "SELECT datname AS name FROM pg_database WHERE datname LIKE 'backstage%'",
    );
    return {
      schemas: schemas.rows.map(({ name }) => String(name)),
      databases: databases.rows.map(({ name }) => String(name)),
    };
  } finally {
    await client.end();
  }
}
