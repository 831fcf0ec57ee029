import { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Paths of files below `dir`, sorted by code unit.
 *
 * @param ignores - Folders and files that are passed over.
 * @param what - Begins the message about anything else, such as `Module file`.
 * @throws Error for a link: its target could change after a digest was approved.
 */
export async function listFiles(
  dir: string,
  { ignores, what }: { ignores(entry: Dirent): boolean; what: string },
  prefix = '',
): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const path = prefix + entry.name;
    if (ignores(entry)) continue;
    if (entry.isDirectory()) {
      const below = join(dir, entry.name);
      files.push(...(await listFiles(below, { ignores, what }, `${path}/`)));
    } else if (entry.isFile()) {
      files.push(path);
    } else {
      throw new Error(`${what} ${path} is neither a file nor a folder`);
    }
  }
  return files.sort((a, b) => (a < b ? -1 : 1));
}
