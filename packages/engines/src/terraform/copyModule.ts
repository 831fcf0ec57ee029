import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { moduleDigest } from './moduleDigest';
import { LOCK_FILE, listModuleFiles } from './moduleFiles';

/**
 * Copies a module with its lock file, without tests and leftovers of runs. The
 * digest is that of the copy: what will run.
 *
 * @public
 */
export async function copyModule(
  sourceDir: string,
  workDir: string,
): Promise<{ digest: string }> {
  await mkdir(workDir, { recursive: true, mode: 0o700 });
  for (const path of await listModuleFiles(sourceDir)) {
    const target = join(workDir, path);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await copyFile(join(sourceDir, path), target);
  }
  try {
    await copyFile(join(sourceDir, LOCK_FILE), join(workDir, LOCK_FILE));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return { digest: await moduleDigest(workDir) };
}
