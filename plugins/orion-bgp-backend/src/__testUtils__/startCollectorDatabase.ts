import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { Knex } from 'knex';

/** An empty database of the collector, whose migrations went up, down and up again. */
export async function startCollectorDatabase(): Promise<{
  database: TestDatabase;
  knex: Knex;
}> {
  const database = await startTestDatabase();
  const knex = await database.connect('orion-bgp-collector');
  const directory = resolvePackagePath(
    '@orion/backstage-plugin-orion-bgp-backend',
    'migrations/collector',
  );
  await knex.migrate.latest({ directory });
  await knex.migrate.rollback({ directory });
  await knex.migrate.latest({ directory });
  return { database, knex };
}
