import { resolve } from 'node:path';
import {
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { Knex } from 'knex';
import { ClusterSnapshot } from '../services/toSnapshot';
import { GuestQueries, ListGuestsFilter } from './GuestQueries';
import { InventoryStore } from './InventoryStore';

const NODES = 500;
const GUESTS = 15_000;
const everything: ListGuestsFilter = {
  clusters: ['big'],
  sort: 'name',
  order: 'asc',
  templates: false,
  limit: 50,
};

function snapshotOf(load: number): ClusterSnapshot {
  return {
    complete: true,
    bridges: new Map(),
    machineIds: new Map(),
    nodes: Array.from({ length: NODES }, (_, index) => ({
      known: true,
      name: `node-${index}`,
      online: true,
      cores: 64,
      load,
      memory_bytes: 2 ** 39,
      memory_used_bytes: 2 ** 38,
    })),
    storages: [],
    guests: Array.from({ length: GUESTS }, (_, index) => ({
      known: true,
      vmid: 100 + index,
      type: 'qemu',
      name: `guest-${(index * 7919) % GUESTS}`,
      node: `node-${index % NODES}`,
      status: index % 10 === 0 ? 'stopped' : 'running',
      template: false,
      lock: null,
      tags: ['lab', `team-${index % 20}`],
      cores: 2,
      load,
      memory_bytes: 2 ** 31,
      memory_used_bytes: 2 ** 30,
      disk_bytes: 2 ** 34,
      uptime_seconds: 60,
    })),
  };
}

describe('a fleet of 500 nodes and 15,000 guests', () => {
  let database: TestDatabase;
  let knex: Knex;
  let queries: GuestQueries;
  let inventory: InventoryStore;
  const write = (snapshot: ClusterSnapshot) =>
    knex.transaction(trx => inventory.write(trx, 'big', snapshot));

  beforeAll(async () => {
    database = await startTestDatabase();
    knex = await database.connect('orion-proxmox');
    await knex.migrate.latest({
      directory: resolve(__dirname, '../../migrations'),
    });
    queries = GuestQueries.create({
      knex,
      defaultOwner: 'group:default/admins',
    });
    inventory = InventoryStore.create({ knex });
    await write(snapshotOf(0.5));
    await knex.raw(
      `INSERT INTO guest_ownership (cluster, vmid, owner, change_id)
       SELECT cluster, vmid, 'group:default/team-' || vmid % 20, 1001 FROM guests WHERE vmid % 2 = 0`,
    );
    await knex.raw('ANALYZE');
  });

  afterAll(() => database?.stop());

  it('is written in a few seconds, and moving loads are no change people see', async () => {
    const startedAt = performance.now();
    expect(await write(snapshotOf(0.6))).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(8_000);
    expect(
      (await queries.find({ cluster: 'big', vmid: 100 }, { all: true }))?.load,
    ).toBe(0.6);
  });

  it('is removed from only by a complete answer', async () => {
    const full = snapshotOf(0.6);
    const half = { ...full, guests: full.guests.slice(0, GUESTS / 2) };
    expect(await write({ ...half, complete: false })).toBe(true);
    const { total, counts } = await queries.list(everything, { all: true });
    expect({ total, other: counts.other }).toEqual({
      total: GUESTS,
      other: GUESTS / 2,
    });
    expect(await write(half)).toBe(true);
    expect((await queries.list(everything, { all: true })).total).toBe(
      GUESTS / 2,
    );
    expect(await write(full)).toBe(true);
    expect(await write(full)).toBe(false);
  });

  it.each([
    ['everything', everything, { all: true as const }],
    [
      'by load',
      { ...everything, sort: 'cpu' as const, order: 'desc' as const },
      { all: true as const },
    ],
    [
      'a filter',
      { ...everything, filter: 'status:running tag:team-3 guest-1' },
      { all: true as const },
    ],
    [
      'one owner',
      { ...everything, sort: 'vmid' as const },
      { all: false as const, owners: ['group:default/team-4'] },
    ],
  ])('answers %s within the budget', async (_, filter, visibility) => {
    const times: number[] = [];
    let cursor: string | undefined;
    for (let round = 0; round < 20; round++) {
      const startedAt = performance.now();
      const page = await queries.list({ ...filter, cursor }, visibility);
      times.push(performance.now() - startedAt);
      expect(page.rows.length).toBeGreaterThan(0);
      cursor = page.nextCursor;
    }
    times.sort((a, b) => a - b);
    // The median: what else runs on this machine is not the query's fault.
    expect(times[10]).toBeLessThan(200);
  });

  it('reaches every guest once, page by page', async () => {
    const seen = new Set<number>();
    let cursor: string | undefined;
    do {
      const page = await queries.list(
        { ...everything, limit: 200, cursor },
        { all: true },
      );
      page.rows.forEach(({ vmid }) => seen.add(vmid));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen.size).toBe(GUESTS);
  });
});
