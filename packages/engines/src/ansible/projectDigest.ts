import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { folderDigest } from '../folderDigest';

/** What linters and Python leave behind, and what no run reads. */
const ignored = new Set(['.ansible', '__pycache__', '.git', 'tests']);

/**
 * SHA-256 over all files of a folder of playbooks, roles and inventories, but
 * those named `tests`.
 *
 * @throws Error for a link: its target could change after the digest was approved.
 * @public
 */
export async function projectDigest(dir: string): Promise<string> {
  return folderDigest(dir, await listFiles(dir));
}

async function listFiles(dir: string, prefix = ''): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const path = prefix + entry.name;
    if (ignored.has(entry.name)) {
      continue;
    }
    if (entry.isDirectory()) {
      files.push(...(await listFiles(join(dir, entry.name), `${path}/`)));
    } else if (entry.isFile()) {
      files.push(path);
    } else {
      throw new Error(`${path} is neither a file nor a folder`);
    }
  }
  return files.sort((a, b) => (a < b ? -1 : 1));
}
