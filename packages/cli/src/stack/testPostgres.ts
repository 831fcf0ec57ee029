import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../util/freePort';
import { loadEmbedded } from './loadEmbedded';

/** A PostgreSQL for one test run: not durable, so that it is fast, and gone afterwards. */
export async function startTestPostgres(): Promise<{
  url: string;
  stop(): Promise<void>;
}> {
  const given = process.env.ORION_TEST_DATABASE_URL;
  if (given) {
    return { url: given, stop: async () => {} };
  }
  const EmbeddedPostgres = await loadEmbedded();
  const databaseDir = mkdtempSync(join(tmpdir(), 'orion-test-postgres-'));
  // As root the server runs as another user, who must be able to enter the folder.
  chmodSync(databaseDir, 0o755);
  const port = await freePort();
  // Random, so that a test can prove that a password is nowhere to be seen.
  const password = randomBytes(12).toString('hex');
  const server = new EmbeddedPostgres({
    databaseDir: join(databaseDir, 'data'),
    user: 'orion',
    password,
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: [
      'fsync=off',
      'synchronous_commit=off',
      'full_page_writes=off',
      'max_connections=300',
    ].flatMap(setting => ['-c', setting]),
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgresql://orion:${password}@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop();
      rmSync(databaseDir, { recursive: true, force: true });
    },
  };
}
