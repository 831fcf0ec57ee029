import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { MigrationGate } from '@orion/backstage-plugin-orion-bgp-common';
import {
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { Knex } from 'knex';
import { MigrationStore } from './MigrationStore';

const pair = { from: 'gw1', to: 'gw2' };

describe('MigrationStore', () => {
  let database: TestDatabase;
  let knex: Knex;
  let store: MigrationStore;
  const look = (state: MigrationGate['state'], daemons = 'those') =>
    store.keepGates(pair, [{ id: 'best-equal', state }], daemons);
  const kept = async (daemons = 'those') =>
    (await store.listGates(pair, daemons)).get('best-equal');
  /** As if every look had been this much earlier. */
  const pass = (seconds: number) =>
    knex('migration_gates').update({
      since: knex.raw(`since - ? * interval '1 second'`, [seconds]),
      checked_at: knex.raw(`checked_at - ? * interval '1 second'`, [seconds]),
    });

  beforeAll(async () => {
    database = await startTestDatabase();
    knex = await database.connect('orion-bgp');
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@orion/backstage-plugin-orion-bgp-backend',
        'migrations',
      ),
    });
    store = MigrationStore.create({ knex });
  });
  beforeEach(() => knex('migration_gates').del());
  afterAll(() => database?.stop());

  it('knows since when every look said the same', async () => {
    await look('passed');
    await pass(30);
    const first = await kept();
    await look('passed');
    expect(await kept()).toMatchObject({
      state: 'passed',
      since: first!.since,
    });
    await look('failed');
    expect((await kept())!.since.getTime()).toBeGreaterThan(
      first!.since.getTime(),
    );
  });

  it('begins anew after a pause', async () => {
    await look('passed');
    await pass(301);
    expect(await kept()).toBeUndefined();
    await look('passed');
    const { since, checkedAt } = (await kept())!;
    expect(since).toEqual(checkedAt);
  });

  it('begins anew with other daemons, however soon they came', async () => {
    await look('passed');
    await pass(60);
    // What was seen of the ones before says nothing, from the first moment on.
    expect(await kept('others')).toBeUndefined();
    await look('passed', 'others');
    expect(await kept()).toBeUndefined();
    const { since, checkedAt } = (await kept('others'))!;
    expect(since).toEqual(checkedAt);
    await pass(60);
    await look('passed', 'others');
    expect((await kept('others'))!.since.getTime()).toBeLessThan(
      checkedAt.getTime(),
    );
  });

  it('begins anew where it was not known whose looks they were', async () => {
    await look('passed');
    await pass(60);
    await knex('migration_gates').update({ daemons: null });
    expect(await kept()).toBeUndefined();
    await look('passed');
    const { since, checkedAt } = (await kept())!;
    expect(since).toEqual(checkedAt);
  });
});
