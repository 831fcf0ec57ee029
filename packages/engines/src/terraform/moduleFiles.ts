import { listFiles } from '../listFiles';
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
export async function listModuleFiles(dir: string): Promise<string[]> {
  return listFiles(dir, {
    ignores: entry =>
      entry.isDirectory()
        ? ignoredFolders.has(entry.name)
        : entry.isFile() && isIgnoredFile(entry.name),
    what: 'Module file',
  });
}
