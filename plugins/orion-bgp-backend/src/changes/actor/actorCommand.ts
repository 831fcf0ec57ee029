import { extname, join } from 'node:path';
import { StartRunOptions } from '@orion/engines/supervisor';

/** What the one entry can be started as. */
export type ActorRole = 'act' | 'revert' | 'cross' | 'cross-back';

/**
 * The command of the actor, or of the revert, which has its run folder inside
 * the action's so that nobody sweeps that one while it watches.
 */
export function actorCommand(
  role: ActorRole,
  dir: string,
  execArgv: string[],
  runDir = join(dir, 'revert'),
): StartRunOptions {
  return {
    dir: runDir,
    command: process.execPath,
    args: [...execArgv, entryPath(), role, dir],
    // A module that a flag names (`-r`) is looked for from the portal's folder.
    cwd: process.cwd(),
    // Nothing of the portal's: its environment holds secrets.
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', NODE_ENV: 'production' },
    limits: { maxOutputBytes: 1024 * 1024 },
  };
}

/** The entry lies beside this module, in the source and in the built package. */
function entryPath(): string {
  /* eslint-disable no-restricted-syntax -- a build keeps each module at its own place */
  const built = extname(__filename) === '.ts' ? '.ts' : '.cjs.js';
  return join(__dirname, `actorEntry${built}`);
  /* eslint-enable no-restricted-syntax */
}
