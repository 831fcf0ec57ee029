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

const idempotencyKey = 'schema-mode-1';
const input = {
  cluster: 'r730',
  name: 'schema-1',
  owner: 'group:default/team-net',
  domain: 'infrastructure',
  image: 'debian-13',
  size: 'S',
  network: 'servers',
  sshKeys: [KEY],
};

/** That nothing of ORION needs a database for itself. */
export function schemaStories(stack: Stack): Story[] {
  return [
    {
      name: 'every plugin has its tables in a schema of its own',
      async run() {
        const { schemas, databases } = await layout(stack.databaseUrl);
        for (const plugin of OURS) {
          assert.ok(
            schemas.includes(plugin),
            `no tables in schema ${plugin}, only in ${schemas.join(', ')}`,
          );
        }
        assert.deepEqual(databases, []);
      },
    },
    {
      name: 'the guests of the lab are read and served',
      async run() {
        const operator = await PortalSession.signIn(stack.baseUrl, 'operator');
        const until = Date.now() + TIMEOUT_MS;
        for (;;) {
          const { status, body } = await operator.call<{
            items: { vmid: number }[];
          }>('orion-proxmox/guests');
          assert.equal(status, 200);
          if (body.items.some(({ vmid }) => vmid === 200)) {
            return;
          }
          assert.ok(Date.now() < until, 'guest 200 was not read');
          await sleep(250);
        }
      },
    },
    {
      name: 'an order is kept, planned and listed',
      async run() {
        const operator = await PortalSession.signIn(stack.baseUrl, 'operator');
        const { status, body } = await operator.call<{ id: number }>(
          'orion-changes/changes',
          { body: { kind: 'virtual-machine.create', input, idempotencyKey } },
        );
        assert.equal(status, 201, JSON.stringify(body));
        await operator.waitFor(body.id, ['awaiting-approval'], TIMEOUT_MS);
        const listed = await operator.call<{ items: { id: number }[] }>(
          'orion-changes/changes',
        );
        assert.deepEqual(
          listed.body.items.map(({ id }) => id),
          [body.id],
        );
      },
    },
  ];
}

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
