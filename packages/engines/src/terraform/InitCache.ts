import {
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LOCK_FILE } from './moduleFiles';

const FOLDER = '.terraform';
/** The record of a backend and of modules is small; a provider that was downloaded is not. */
const MAX_FILE_BYTES = 64 * 1024;

interface KeptFile {
  path: string;
  content: Buffer;
}

interface KeptLink {
  path: string;
  target: string;
  /** Names, sizes and times of what the link led to. */
  seen: string;
}

interface Kept {
  files: KeptFile[];
  links: KeptLink[];
}

/**
 * What `init` left in one work folder, for the next one of the same module: the
 * links to the providers of a mirror, the backend's type and the lock file.
 *
 * @remarks
 * In memory only, so a new process begins with a real `init`. Nothing of one
 * stack instance is in it: schema and connection come by environment
 * ({@link engineEnvironment}). Each later command compares the provider with the
 * lock file's hashes as ever. A provider that was downloaded instead of linked is
 * not kept.
 *
 * @public
 */
export class InitCache {
  readonly #kept = new Map<string, Kept>();

  /**
   * Prepares a work folder as `init` would. False when nothing is kept under the
   * key, or the mirror is no longer as it was: then `init` has to run.
   */
  async restore(key: string, workDir: string): Promise<boolean> {
    const kept = this.#kept.get(key);
    if (!kept) return false;
    for (const { target, seen } of kept.links) {
      if ((await describeFolder(target)) !== seen) {
        this.#kept.delete(key);
        return false;
      }
    }
    await rm(join(workDir, FOLDER), { recursive: true, force: true });
    for (const { path, content } of kept.files) {
      await mkdir(dirname(join(workDir, path)), { recursive: true });
      await writeFile(join(workDir, path), content, { mode: 0o600 });
    }
    for (const { path, target } of kept.links) {
      await mkdir(dirname(join(workDir, path)), { recursive: true });
      await symlink(target, join(workDir, path));
    }
    return true;
  }

  /** Keeps what `init` has just left in a work folder, if it is small enough. */
  async keep(key: string, workDir: string): Promise<void> {
    const kept: Kept = { files: [], links: [] };
    const paths = await listPaths(workDir, FOLDER);
    for (const path of [...paths, LOCK_FILE]) {
      const full = join(workDir, path);
      const found = await lstat(full).catch(() => undefined);
      if (found?.isSymbolicLink()) {
        const target = await readlink(full);
        const seen = await describeFolder(target);
        if (seen === undefined) return;
        kept.links.push({ path, target, seen });
      } else if (found) {
        if (found.size > MAX_FILE_BYTES) return;
        kept.files.push({ path, content: await readFile(full) });
      }
    }
    this.#kept.set(key, kept);
  }
}

async function listPaths(root: string, folder: string): Promise<string[]> {
  const paths: string[] = [];
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  for (const entry of entries) {
    const path = join(folder, entry.name);
    paths.push(...(entry.isDirectory() ? await listPaths(root, path) : [path]));
  }
  return paths;
}

/** Undefined when there is no such folder. */
async function describeFolder(folder: string): Promise<string | undefined> {
  try {
    const lines = await Promise.all(
      (
        await readdir(folder)
      ).map(async name => {
        const { size, mtimeMs, ino } = await stat(join(folder, name));
        return `${name} ${size} ${mtimeMs} ${ino}`;
      }),
    );
    return lines.sort().join('\n');
  } catch {
    return undefined;
  }
}
