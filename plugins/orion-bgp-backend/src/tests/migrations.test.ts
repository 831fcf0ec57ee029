import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { Knex } from 'knex';

const directory = resolvePackagePath(
  '@orion/backstage-plugin-orion-bgp-backend',
  'migrations',
);
const NETBOX = ['netbox_records'];
const HISTORY = ['own_routes', 'route_transitions', 'route_watches'];
const DECIDED = ['decided_order', 'decided_states'];
const GATES = ['migration_gates', 'migration_rehearsals'];
const COLLECTOR = ['collector_answers'];
const TRIALS = ['limit_trials'];
const SILENCES = ['router_silences'];
const LATER = [
  ...NETBOX,
  ...HISTORY,
  ...DECIDED,
  ...GATES,
  ...COLLECTOR,
  ...TRIALS,
  ...SILENCES,
];

describe('migrations', () => {
  let database: TestDatabase;
  let knex: Knex;
  const tables = async () =>
    (
      await knex('pg_tables')
        .whereRaw('schemaname = current_schema()')
        .whereRaw(`tablename NOT LIKE 'knex%'`)
        .orderBy('tablename')
    ).map(({ tablename }) => tablename as string);

  beforeAll(async () => {
    database = await startTestDatabase();
    knex = await database.connect('orion-bgp');
  });

  afterAll(() => database?.stop());

  it('go up one by one, and down again without touching what was there', async () => {
    await knex.migrate.up({ directory });
    const first = await tables();
    expect(first).not.toEqual(expect.arrayContaining(NETBOX));
    const sample = {
      router: 'gw1',
      session: 'he_v6',
      family: 'ipv6-unicast',
      step_seconds: 60,
      at: new Date(),
      counters: {},
    };
    await knex('counter_samples').insert(sample);

    await knex.migrate.latest({ directory });
    expect(await tables()).toEqual([...first, ...LATER].sort());
    await knex('counter_samples').insert({ ...sample, session: '' });

    // All that came in one go leaves in one.
    await knex.migrate.rollback({ directory });
    expect(await tables()).toEqual(first);
    expect(await knex('counter_samples').select('session')).toEqual([
      { session: 'he_v6' },
    ]);
    await knex.migrate.latest({ directory });
    expect(await tables()).toEqual([...first, ...LATER].sort());
  });
});
