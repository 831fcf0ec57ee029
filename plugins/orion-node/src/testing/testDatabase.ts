import { randomBytes } from 'node:crypto';
import {
  coreServices,
  createServiceFactory,
  DatabaseService,
  ServiceFactory,
} from '@backstage/backend-plugin-api';
import knexFactory, { Knex } from 'knex';
import { startEmbeddedPostgres } from './startEmbeddedPostgres';

/** A PostgreSQL database of one test file's own. @public */
export interface TestDatabase {
  /** Connection URL with its password; gone after {@link TestDatabase.stop}. */
  url: string;
  /** The database as one plugin sees it: in a schema of its own, on connections of its own. */
  connect(pluginId: string): Promise<Knex>;
  /**
   * The database service for `startTestBackend`, which would otherwise fall back
   * to SQLite. Two backends that share it are two replicas.
   */
  feature(): ServiceFactory<DatabaseService, 'plugin'>;
  /** Closes every connection and drops the database. */
  stop(): Promise<void>;
}

/**
 * Makes a database on the server of `ORION_TEST_DATABASE_URL`, or on an embedded
 * one that is started for it. Call `stop` in `afterAll`.
 *
 * @public
 */
export async function startTestDatabase(): Promise<TestDatabase> {
  const given = process.env.ORION_TEST_DATABASE_URL;
  const server = given
    ? { url: given, stop: async () => {} }
    : await startEmbeddedPostgres();
  const name = `orion_test_${randomBytes(6).toString('hex')}`;
  await execute(server.url, `CREATE DATABASE ${name}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  const connections: Knex[] = [];

  const connect = async (pluginId: string) => {
    await execute(url.href, `CREATE SCHEMA IF NOT EXISTS "${pluginId}"`);
    const knex = knexFactory({
      client: 'pg',
      connection: url.href,
      searchPath: [pluginId],
      pool: { min: 0, max: 5 },
    });
    connections.push(knex);
    return knex;
  };
  return {
    url: url.href,
    connect,
    feature: () => createDatabaseFactory(connect),
    async stop() {
      await Promise.all(connections.map(knex => knex.destroy()));
      await execute(server.url, `DROP DATABASE ${name} WITH (FORCE)`);
      await server.stop();
    },
  };
}

function createDatabaseFactory(connect: (pluginId: string) => Promise<Knex>) {
  return createServiceFactory({
    service: coreServices.database,
    deps: { plugin: coreServices.pluginMetadata },
    async factory({ plugin }): Promise<DatabaseService> {
      let client: Promise<Knex> | undefined;
      return {
        getClient() {
          client ??= connect(plugin.getId());
          return client;
        },
      };
    },
  });
}

async function execute(url: string, sql: string): Promise<void> {
  const knex = knexFactory({
    client: 'pg',
    connection: url,
    pool: { min: 0, max: 1 },
  });
  try {
    await knex.raw(sql);
  } finally {
    await knex.destroy();
  }
}
