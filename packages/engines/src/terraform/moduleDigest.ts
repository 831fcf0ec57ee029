import { join } from 'node:path';
import { folderDigest } from '../folderDigest';
import { fileDigest } from './fileDigest';
import { LOCK_FILE, listModuleFiles } from './moduleFiles';

/**
 * SHA-256 over the sorted relative paths and contents of a module. A copy has
 * the digest of its source, also after runs have added their files to it.
 *
 * @public
 */
export async function moduleDigest(dir: string): Promise<string> {
  return folderDigest(dir, await listModuleFiles(dir));
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
