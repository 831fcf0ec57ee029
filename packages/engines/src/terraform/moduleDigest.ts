import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileDigest } from './fileDigest';
import { LOCK_FILE, listModuleFiles } from './moduleFiles';

/**
 * SHA-256 over the sorted relative paths and contents of a module. A copy has
 * the digest of its source, also after runs have added their files to it.
 *
 * @public
 */
export async function moduleDigest(dir: string): Promise<string> {
  const hash = createHash('sha256');
  for (const path of await listModuleFiles(dir)) {
    const content = await readFile(join(dir, path));
    // Lengths, so that no path and content can pass for another pair.
    hash.update(`${Buffer.byteLength(path)}:${path}:${content.length}:`);
    hash.update(content);
  }
  return hash.digest('hex');
}

/** SHA-256 of the lock file, `undefined` when there is none. @public */
export async function lockFileDigest(dir: string): Promise<string | undefined> {
  try {
    return await fileDigest(join(dir, LOCK_FILE));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
