import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findRunIdentity, isProcessAlive } from '@orion/engines/supervisor';
import { paths } from '../util/paths';

/** Numbers of changes whose engine runs on this machine now. */
export async function liveEngines(): Promise<string[]> {
  const changes = await readdir(paths.runs).catch(() => []);
  const live: string[] = [];
  for (const change of changes) {
    const folder = join(paths.runs, change);
    const runs = await readdir(folder).catch(() => []);
    for (const run of runs.filter(name => name.startsWith('run-'))) {
      const identity = await findRunIdentity(join(folder, run));
      if (identity && (await isProcessAlive(identity))) {
        live.push(change);
        break;
      }
    }
  }
  return live;
}
