import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { Knex } from 'knex';
import { NetboxReading } from '../clients/netbox/NetboxReading';
import { toIntentRecord } from '../clients/netbox/toNetboxRecord';
import { DatabaseNetboxStore } from './NetboxStore';

const session = (id: number) =>
  toIntentRecord(
    {
      id,
      local_address: { address: '192.0.2.2/30' },
      remote_address: { address: '192.0.2.1/30' },
      local_as: { asn: 394955 },
      remote_as: { asn: 6939 },
    },
    'https://netbox.example',
  )!;

const prefix = (id: number, text: string) => ({
  id,
  prefix: text,
  status: 'active',
  url: `https://netbox.example/ipam/prefixes/${id}/`,
});

const reading = (over: Partial<NetboxReading> = {}): NetboxReading => ({
  sessions: [],
  aggregates: [],
  prefixes: [],
  notes: [],
  problems: [],
  ...over,
});

describe('DatabaseNetboxStore', () => {
  let database: TestDatabase;
  let knex: Knex;
  let store: DatabaseNetboxStore;
  const write = (over?: Partial<NetboxReading>) =>
    knex.transaction(trx => store.write(trx, reading(over)));

  beforeAll(async () => {
    database = await startTestDatabase();
    knex = await database.connect('orion-bgp');
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@orion/backstage-plugin-orion-bgp-backend',
        'migrations',
      ),
    });
    store = DatabaseNetboxStore.create({ knex });
  });

  beforeEach(() => knex.raw('TRUNCATE netbox_records'));

  afterAll(() => database?.stop());

  it('knows no sessions before it was told, and none from no records', async () => {
    expect(await store.findSessions()).toBeUndefined();
    await write();
    expect(await store.findSessions()).toEqual([]);
    await write({ sessions: 'absent' });
    expect(await store.findSessions()).toBeUndefined();
  });

  it('says whether anything is otherwise', async () => {
    const sessions = [session(1), session(2)];
    expect(await write({ sessions })).toBe(true);
    expect(await write({ sessions })).toBe(false);
    expect(await write({ sessions: [session(1)] })).toBe(true);
    const renamed = { ...session(1), name: 'he_v4' };
    expect(await write({ sessions: [renamed] })).toBe(true);
    expect(await store.findSessions()).toEqual([
      JSON.parse(JSON.stringify(renamed)),
    ]);
    expect(await write({ sessions: [renamed], notes: ['x'] })).toBe(true);
    expect(await store.listNotes()).toEqual(['x']);
  });

  it('keeps sessions that could not be read while the rest moves on', async () => {
    await write({ sessions: [session(1)] });
    await write({
      sessions: undefined,
      aggregates: [prefix(1, '192.0.2.0/24')],
    });
    expect(await store.findSessions()).toHaveLength(1);
    expect(await store.listAggregates()).toHaveLength(1);
  });

  it('knows which machines were asked for, and keeps them while they cannot be read', async () => {
    expect(await store.findMachines()).toBeUndefined();
    const machines = { asked: ['gw1'], found: [] };
    expect(await write({ machines })).toBe(true);
    expect(await write({ machines })).toBe(false);
    expect(await write()).toBe(false);
    expect(await store.findMachines()).toEqual(machines);
    const address = { address: '192.0.2.7', use: 'primary' as const };
    const found = [{ name: 'gw1', addresses: [address] }];
    expect(await write({ machines: { ...machines, found } })).toBe(true);
    expect((await store.findMachines())?.found).toEqual(found);
  });

  it('finds the aggregate, the records of a prefix and the smallest around it', async () => {
    await write({
      aggregates: [prefix(1, '2001:db8:3949::/48'), prefix(2, '192.0.2.0/24')],
      prefixes: [
        prefix(3, '2001:db8:3949::/48'),
        prefix(4, '2001:db8:3949:4000::/50'),
        { ...prefix(5, '2001:db8:3949:4000::/50'), vrf: 'blue' },
      ],
    });
    const inside = '2001:db8:3949:4000::/64';
    expect((await store.findAggregate(inside))?.id).toBe(1);
    expect((await store.findCovering(inside))?.id).toBe(4);
    expect(await store.listExact(inside)).toEqual([]);
    const exact = await store.listExact('2001:db8:3949:4000::/50');
    expect(exact.map(({ id }) => id)).toEqual([4, 5]);
    expect((await store.findCovering('2001:db8:3949:4000::/50'))?.id).toBe(3);
    expect((await store.findAggregate('192.0.2.0/24'))?.id).toBe(2);
    expect(await store.findAggregate('192.0.0.0/16')).toBeUndefined();
  });

  it('takes as many as NetBox may have', async () => {
    const sessions = Array.from({ length: 2500 }, (_, id) => session(id));
    expect(await write({ sessions })).toBe(true);
    expect(await store.findSessions()).toHaveLength(2500);
    expect(await write({ sessions })).toBe(false);
  });
});
