import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { VARIABLES_FILE } from './writeVariables';

/** Carries provider hashes and has its own digest. */
export const LOCK_FILE = '.terraform.lock.hcl';

// What a run adds to its copy, and what does not change what a module does.
const ignoredFolders = new Set(['.terraform', '.orion', 'tests']);
const ignoredFiles = new Set([
  VARIABLES_FILE,
  // Left by a process that died while it wrote them.
  `${VARIABLES_FILE}.new`,
  LOCK_FILE,
  'errored.tfstate',
]);
const isIgnoredFile = (name: string) =>
  ignoredFiles.has(name) ||
  /\.tftest\.(hcl|json)$|\.tfstate(\.backup)?$|^\.DS_Store$/.test(name);

/** Paths of a module's own files below `dir`, sorted by code unit. */
export async function listModuleFiles(
  dir: string,
  prefix = '',
): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const path = prefix + entry.name;
    if (entry.isDirectory()) {
      if (ignoredFolders.has(entry.name)) continue;
      files.push(...(await listModuleFiles(join(dir, entry.name), `${path}/`)));
    } else if (entry.isFile()) {
      if (!isIgnoredFile(entry.name)) files.push(path);
    } else {
      // A link's target could change after the digest was approved.
      throw new Error(`Module file ${path} is neither a file nor a folder`);
    }
  }
  return files.sort((a, b) => (a < b ? -1 : 1));
}
