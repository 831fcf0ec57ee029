import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findRunIdentity } from './adoptRun';
import { isProcessAlive } from './processIdentity';

/** What a sweep did, by name of the folder below the root. @public */
export interface SweepResult {
  /** Deleted with all that was in them. */
  removed: string[];
  /**
   * Left alone: not over yet, the only copy of a state, or a process that still
   * runs.
   */
  kept: { name: string; reason: 'not-terminal' | 'errored-state' | 'alive' }[];
}

const ERRORED_STATE = 'errored.tfstate';

/** `errored.tfstate` is the only copy of what an apply did: look everywhere. */
async function holdsErroredState(dir: string): Promise<boolean> {
  const entries = await readdir(dir, { withFileTypes: true });
  if (entries.some(entry => entry.name.startsWith(ERRORED_STATE))) return true;
  for (const entry of entries) {
    if (entry.isDirectory() && (await holdsErroredState(join(dir, entry.name))))
      return true;
  }
  return false;
}

async function holdsLiveRun(dir: string): Promise<boolean> {
  const identity = await findRunIdentity(dir);
  if (identity && (await isProcessAlive(identity))) return true;
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    if (entry.isDirectory() && (await holdsLiveRun(join(dir, entry.name))))
      return true;
  }
  return false;
}

/**
 * Removes the folders below `root` whose run is terminal. One that holds an
 * `errored.tfstate` or a live process stays, whatever `isTerminal` says.
 *
 * @public
 */
export async function sweepRunDirectories(
  root: string,
  isTerminal: (name: string) => boolean | Promise<boolean>,
): Promise<SweepResult> {
  const result: SweepResult = { removed: [], kept: [] };
  for (const entry of await readdir(root, { withFileTypes: true })) {
    // A symbolic link is not a run and could point anywhere.
    if (!entry.isDirectory()) continue;
    const { name } = entry;
    const dir = join(root, name);
    if (!(await isTerminal(name))) {
      result.kept.push({ name, reason: 'not-terminal' });
    } else if (await holdsErroredState(dir)) {
      result.kept.push({ name, reason: 'errored-state' });
    } else if (await holdsLiveRun(dir)) {
      result.kept.push({ name, reason: 'alive' });
    } else {
      await rm(dir, { recursive: true, force: true });
      result.removed.push(name);
    }
  }
  return result;
}
