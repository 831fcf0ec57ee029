import { resolve } from 'node:path';
import {
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { Knex } from 'knex';

const directory = resolve(__dirname, '../../migrations');
const TABLES = ['guest_ownership', 'guests', 'nodes', 'sources', 'storages'];

describe('migrations', () => {
  let database: TestDatabase;
  let knex: Knex;

  beforeAll(async () => {
    database = await startTestDatabase();
    knex = await database.connect('orion-proxmox');
  });

  afterAll(() => database?.stop());

  const listTables = async (): Promise<string[]> =>
    knex('information_schema.tables')
      .where({ table_schema: 'orion-proxmox' })
      .whereNot('table_name', 'like', 'knex_%')
      .orderBy('table_name')
      .pluck('table_name');

  it('20261101000000_init goes up, takes data, goes down and up again', async () => {
    await knex.migrate.latest({ directory });
    expect(await listTables()).toEqual(TABLES);
    await knex('guests').insert({
      cluster: 'r730',
      vmid: 100,
      type: 'qemu',
      node: 'pve1',
      status: 'running',
    });
    expect(await knex('guests').first()).toMatchObject({
      tags: [],
      template: false,
    });
    await expect(
      knex('guests').insert({ cluster: 'r730', vmid: 100 }),
    ).rejects.toThrow();
    await knex.migrate.rollback({ directory }, true);
    expect(await listTables()).toEqual([]);
    await knex.migrate.latest({ directory });
    expect(await listTables()).toEqual(TABLES);
    expect(await knex('guests')).toEqual([]);
  });

  it('20261126000000_guest_identity keeps owners and goes down again', async () => {
    await knex.migrate.down({
      directory,
      name: '20261126000000_guest_identity.js',
    } as never);
    const key = { cluster: 'r730', vmid: 1000 };
    await knex('guests').insert({
      ...key,
      type: 'qemu',
      node: 'pve1',
      status: 'running',
    });
    await knex('guest_ownership').insert({
      ...key,
      owner: 'group:default/team-net',
      change_id: 1,
      smbios_uuid: '0B8B8F3E-6F5E-4A53-9F0C-5A3B1A1C2D3E',
    });
    await knex.migrate.latest({ directory });
    expect(await knex('guests').where(key).first()).toMatchObject({
      machine_id: '0b8b8f3e-6f5e-4a53-9f0c-5a3b1a1c2d3e',
      machine_id_at: null,
    });
    expect((await knex('guest_ownership').where(key).first()).name).toBeNull();
  });

  it('explains every table', async () => {
    const { rows } = await knex.raw(
      `SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
       WHERE nspname = 'orion-proxmox' AND relkind = 'r' AND relname NOT LIKE 'knex_%'
         AND obj_description(c.oid) IS NULL`,
    );
    expect(rows).toEqual([]);
  });
});
