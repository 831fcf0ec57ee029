import { Client } from 'pg';
import { describeWithPeers } from '../../testing/describeWithPeers';
import { TestDatabase, testDatabaseUrl } from '../../testing/testDatabaseUrl';
import { PgStateStore } from './PgStateStore';

describeWithPeers(['postgres'], 'PgStateStore', () => {
  let database: TestDatabase;
  let store: PgStateStore;
  let client: Client;

  beforeAll(async () => {
    database = await testDatabaseUrl();
    store = PgStateStore.create({ connectionString: database.url });
    client = new Client({ connectionString: database.url });
    await client.connect();
  });

  afterAll(async () => {
    await client?.end();
    await database?.stop();
  });

  const idOf = async (schema: string) =>
    (await client.query(`SELECT id FROM ${schema}.states`)).rows[0].id;

  it('provisions once, keeping what is there', async () => {
    const first = await store.provision({ schema: 'once' });
    expect(first).toEqual({
      lineage: expect.stringMatching(/^[0-9a-f-]{36}$/),
      serial: 0,
    });
    await client.query(
      `UPDATE once.states SET data = replace(data, '"serial":0', '"serial":7')`,
    );
    expect(await store.provision({ schema: 'once' })).toEqual({
      lineage: first.lineage,
      serial: 7,
    });
    expect(await store.read({ schema: 'once' })).toEqual({
      ...first,
      serial: 7,
      terraformVersion: '1.0.0',
      addresses: [],
      tainted: [],
      deposed: [],
    });
  });

  it('provisions the same and other schemas at the same time', async () => {
    const schemas = Array.from(
      { length: 12 },
      (_, index) => `race_${index % 4}`,
    );
    const all = await Promise.all(
      schemas.map(schema => store.provision({ schema })),
    );
    expect(new Set(all.map(({ lineage }) => lineage)).size).toBe(4);
    const ids = new Set<string>();
    for (const schema of schemas) ids.add(await idOf(schema));
    expect(ids.size).toBe(4);
  });

  it('repairs a schema that has a table but no row', async () => {
    await store.provision({ schema: 'half' });
    await client.query('DELETE FROM half.states');
    await client.query('DROP INDEX half.states_by_name');
    expect(await store.read({ schema: 'half' })).toBeUndefined();
    expect((await store.provision({ schema: 'half' })).serial).toBe(0);
  });

  it('has no state where nothing was provisioned', async () => {
    expect(await store.read({ schema: 'nowhere' })).toBeUndefined();
    expect(await store.isLocked({ schema: 'nowhere' })).toBe(false);
  });

  it('sees a lock of its row, and of no other key', async () => {
    await store.provision({ schema: 'locks' });
    await store.provision({ schema: 'other' });
    const id = await idOf('locks');
    await client.query('SELECT pg_advisory_lock($1)', [id]);
    expect(await store.isLocked({ schema: 'locks' })).toBe(true);
    expect(await store.isLocked({ schema: 'other' })).toBe(false);
    await client.query('SELECT pg_advisory_unlock($1)', [id]);
    expect(await store.isLocked({ schema: 'locks' })).toBe(false);
    // The creation lock and a two-key lock with the same number.
    await client.query('SELECT pg_advisory_lock(-1)');
    await client.query('SELECT pg_advisory_lock(0, $1::int)', [id]);
    expect(await store.isLocked({ schema: 'locks' })).toBe(false);
    await client.query('SELECT pg_advisory_unlock_all()');
    // Ids beyond 32 bits show in both halves.
    await client.query('UPDATE locks.states SET id = 81604378625');
    await client.query('SELECT pg_advisory_lock(81604378625)');
    expect(await store.isLocked({ schema: 'locks' })).toBe(true);
    await client.query('SELECT pg_advisory_unlock_all()');
  });

  it('drops an empty state, and one with resources only when forced', async () => {
    await store.provision({ schema: 'gone' });
    await client.query('UPDATE gone.states SET data = $1', [
      JSON.stringify({
        version: 4,
        serial: 1,
        lineage: 'x',
        resources: [
          { mode: 'managed', type: 'vm', name: 'a', instances: [{}] },
        ],
      }),
    ]);
    await expect(store.drop({ schema: 'gone' })).rejects.toThrow('vm.a');
    await store.drop({ schema: 'gone', force: true });
    expect(await store.read({ schema: 'gone' })).toBeUndefined();
    await store.drop({ schema: 'gone' });
  });

  it.each(['a;drop schema public', 'A', '1'])('refuses %j', async schema => {
    await expect(store.provision({ schema })).rejects.toThrow('must match');
    await expect(store.read({ schema })).rejects.toThrow('must match');
    await expect(store.isLocked({ schema })).rejects.toThrow('must match');
    await expect(store.drop({ schema, force: true })).rejects.toThrow(
      'must match',
    );
  });

  describe('pushErrored', () => {
    const schema = 'errored';
    const errored = (lineage: string, serial: number) =>
      JSON.stringify({ version: 4, serial, lineage, resources: [] });
    const fresh = async () => {
      await store.drop({ schema, force: true });
      return store.provision({ schema });
    };

    it('stores the state over exactly its base', async () => {
      const base = await fresh();
      const erroredState = errored(base.lineage, 4);
      expect(await store.pushErrored({ schema, erroredState, base })).toEqual({
        pushed: true,
        serial: 4,
      });
      expect((await store.read({ schema }))?.serial).toBe(4);
      // The base is now another one: a second time changes nothing.
      expect(await store.pushErrored({ schema, erroredState, base })).toEqual({
        pushed: false,
        reason: 'base-differs',
      });
    });

    it('refuses everything else', async () => {
      const base = await fresh();
      const { lineage } = base;
      const push = (erroredState: string, from = base) =>
        store.pushErrored({ schema, erroredState, base: from });
      const refusal = (reason: string) => ({ pushed: false, reason });
      expect(await push('{"version":4')).toEqual(refusal('unreadable'));
      expect(await push(errored('other', 4))).toEqual(refusal('other-lineage'));
      expect(await push(errored(lineage, 0))).toEqual(refusal('not-newer'));
      expect(await push(errored(lineage, 4), { lineage, serial: 1 })).toEqual(
        refusal('base-differs'),
      );
      await client.query('SELECT pg_advisory_lock($1)', [await idOf(schema)]);
      expect(await push(errored(lineage, 4))).toEqual(refusal('locked'));
      await client.query('SELECT pg_advisory_unlock_all()');
      expect((await store.read({ schema }))?.serial).toBe(0);
      await client.query(`DELETE FROM ${schema}.states`);
      expect(await push(errored(lineage, 4))).toEqual(refusal('no-state'));
    });
  });
});
