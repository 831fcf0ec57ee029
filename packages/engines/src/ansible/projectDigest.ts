import { folderDigest } from '../folderDigest';
import { listFiles } from '../listFiles';

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
  const files = await listFiles(dir, {
    ignores: ({ name }) => ignored.has(name),
    what: 'Project file',
  });
  return folderDigest(dir, files);
}
