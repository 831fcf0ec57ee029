import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { LabSecrets } from '../util/secrets';
import { paths } from '../util/paths';
import { assertReachable } from './assertReachable';
import { loadEmbedded } from './loadEmbedded';
import { provisionPortalRole } from './portalRole';
import { upsertRole } from './upsertRole';

export interface DatabaseUrls {
  /** For Backstage: one database per plugin is made below this server. */
  portal: string;
  /** For Terraform's state: its own database and role. */
  state: string;
}

export interface RunningDatabase extends DatabaseUrls {
  /** The superuser of the embedded server; absent for a server that is not ours. */
  admin?: string;
  description: string;
  stop(): Promise<void>;
}

const MAX_CONNECTIONS = 300;

/** The server of `ORION_DATABASE_URL`, else an embedded one in `.orion/postgres`. */
export async function startPostgres(
  port: number,
  secrets: LabSecrets,
): Promise<RunningDatabase> {
  const external = process.env.ORION_DATABASE_URL;
  const { url, stop, description } = external
    ? {
        url: external,
        stop: async () => {},
        description: `${new URL(external).host}, from ORION_DATABASE_URL`,
      }
    : await startEmbedded(port, secrets);
  try {
    const state = await provisionState(url, secrets.stateDatabasePassword);
    if (external) {
      return { portal: url, state, description, stop };
    }
    const portal = await provisionPortalRole(url, secrets.portalPassword);
    return { portal, admin: url, state, description, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startEmbedded(port: number, secrets: LabSecrets) {
  const EmbeddedPostgres = await loadEmbedded();
  assertReachable(paths.home);
  const server = new EmbeddedPostgres({
    databaseDir: paths.postgres,
    user: 'orion',
    password: secrets.postgresPassword,
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: [
      '-c',
      `max_connections=${MAX_CONNECTIONS}`,
      '-c',
      'listen_addresses=127.0.0.1',
    ],
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    onLog: () => {},
    onError: () => {},
  });
  if (!existsSync(join(paths.postgres, 'PG_VERSION'))) {
    await server.initialise();
  }
  assertNotRunning();
  await server.start();
  return {
    url: `postgresql://orion:${secrets.postgresPassword}@127.0.0.1:${port}/postgres`,
    description: `embedded on port ${port}`,
    stop: () => server.stop(),
  };
}

/** A server that outlived a killed `up` still holds the folder; starting a second one would damage it. */
function assertNotRunning(): void {
  const file = join(paths.postgres, 'postmaster.pid');
  if (!existsSync(file)) {
    return;
  }
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  try {
    process.kill(pid, 0);
  } catch {
    return;
  }
  throw new Error(
    `PostgreSQL (process ${pid}) of an earlier start still runs; stop it with: kill ${pid}`,
  );
}

async function provisionState(url: string, password: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await upsertRole(client, 'orion_tfstate', { password });
    const found = await client.query(
      "SELECT 1 FROM pg_database WHERE datname = 'orion_tfstate'",
    );
    if (!found.rowCount) {
      await client.query('CREATE DATABASE orion_tfstate OWNER orion_tfstate');
    }
  } finally {
    await client.end();
  }
  const state = new URL(url);
  state.username = 'orion_tfstate';
  state.password = password;
  state.pathname = '/orion_tfstate';
  if (!state.searchParams.has('sslmode')) {
    state.searchParams.set('sslmode', 'disable');
  }
  return state.toString();
}
