import { FileSupervisedRun } from './FileSupervisedRun';
import { readIdentityFile, runFiles } from './runFiles';
import { ProcessIdentity, SupervisedRun } from './types';

/**
 * The identity a run directory recorded, for the case that the parent died
 * between start and storing it.
 *
 * @public
 */
export async function findRunIdentity(
  dir: string,
): Promise<ProcessIdentity | undefined> {
  return readIdentityFile(runFiles(dir).pid);
}

/**
 * Takes a run up again after a restart, live or ended.
 *
 * @remarks
 * A reused pid is never taken for the run: its start time differs, and the
 * status says `exited` or `lost`. Throws when the directory holds another run
 * than the one asked for.
 *
 * @public
 */
export async function adoptRun(
  dir: string,
  identity: ProcessIdentity,
): Promise<SupervisedRun> {
  const recorded = await findRunIdentity(dir);
  if (!recorded) throw new Error(`No run in ${dir}`);
  const same =
    recorded.pid === identity.pid &&
    // Without /proc an ended process no longer tells its start time.
    (recorded.startTime === 'ended' ||
      (recorded.startTime === identity.startTime &&
        recorded.bootId === identity.bootId));
  if (!same) {
    throw new Error(
      `The run in ${dir} is process ${recorded.pid} started at ` +
        `${recorded.startTime}, not ${identity.pid} at ${identity.startTime}`,
    );
  }
  return new FileSupervisedRun(dir, identity);
}
