import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes JSON that a reader sees whole or not at all, for its owner alone. */
export async function writeWhole(
  dir: string,
  name: string,
  content: object,
): Promise<void> {
  const file = join(dir, name);
  await writeFile(`${file}.new`, JSON.stringify(content), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Undefined where there is no such file. */
export async function readWhole<T>(
  dir: string,
  name: string,
): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(join(dir, name), 'utf8')) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
