import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { paths } from '../util/paths';

const run = promisify(execFile);

/** What the app is made of: its own package, and the plugins' browser code. */
const SOURCES = ['packages/app', 'plugins'];
const IGNORED = new Set([
  'node_modules',
  'dist',
  'dist-types',
  'coverage',
  'migrations',
]);

/** Builds the app when one of its sources changed since the last build. */
export async function buildApp(): Promise<'built' | 'unchanged'> {
  const stamp = join(paths.root, 'packages/app/dist/.orion-sources');
  const digest = sourcesDigest();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) {
    return 'unchanged';
  }
  await run('yarn', ['workspace', 'app', 'build'], {
    cwd: paths.root,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, NODE_OPTIONS: '' },
  }).catch(error => {
    throw new Error(
      `the app did not build:\n${String(
        error.stderr || error.stdout || error,
      ).slice(-2000)}`,
    );
  });
  writeFileSync(stamp, digest);
  return 'built';
}

/** Names, sizes and times are enough: a build that did not need to be is the worst that can happen. */
function sourcesDigest(): string {
  const hash = createHash('sha256').update(
    readFileSync(join(paths.root, 'yarn.lock')),
  );
  const visit = (dir: string) => {
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      if (
        IGNORED.has(entry.name) ||
        /(-backend|-node|\.test\.tsx?)$/.test(entry.name)
      ) {
        continue;
      }
      const path = join(dir, entry.name);
      if (entry.isDirectory()) {
        visit(path);
      } else {
        const { size, mtimeMs } = statSync(path);
        hash.update(`${path}:${size}:${mtimeMs};`);
      }
    }
  };
  SOURCES.forEach(source => visit(join(paths.root, source)));
  return hash.digest('hex');
}
