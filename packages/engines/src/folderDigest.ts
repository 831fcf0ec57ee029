import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * SHA-256, hex, over relative paths below `dir` and their contents, in the order
 * given.
 */
export async function folderDigest(
  dir: string,
  paths: readonly string[],
): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    const content = await readFile(join(dir, path));
    // Lengths, so that no path and content can pass for another pair.
    hash.update(`${Buffer.byteLength(path)}:${path}:${content.length}:`);
    hash.update(content);
  }
  return hash.digest('hex');
}
