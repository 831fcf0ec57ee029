import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { adoptRun, findRunIdentity, startRun } from '@orion/engines/supervisor';
import type { AttemptStanding } from './ActionFolders';
import { actorCommand, ActorRole } from './actor/actorCommand';
import { readReverted } from './actor/Verdict';

/** As long as whoever undoes it tries, and a while, in milliseconds. */
export const UNDO_LASTS_MS = 20 * 60_000;
/** One that dies at once is not started in a row: what ends it may pass. */
const AGAIN_AFTER_MS = 10_000;
/** One that was begun and has no process yet. */
const COMES_UP_MS = 30_000;
/** One that dies whenever it is started is a person's matter. */
const MOST_STARTS = 6;

/** One start of the process that undoes. */
interface UndoRun {
  number: number;
  startedAt: number;
}

/**
 * Whether somebody undoes an attempt that was decided to be reverted. Where the
 * process that was to do it is dead, as after a restart of the machine, another
 * one is started: what it needs lies in the folder, and what is undone already
 * it leaves alone. False where nobody got it done in time, or nobody can.
 *
 * @remarks
 * Never two at once: a run folder belongs to one start, and whoever looks at the
 * same moment would take the next one, too, and is refused.
 */
export async function isBeingUndone(
  { dir, dueAt }: Pick<AttemptStanding, 'dir' | 'dueAt'>,
  role: Extract<ActorRole, 'revert' | 'cross-back'>,
  execArgv: string[],
): Promise<boolean> {
  const newest = await findNewest(dir);
  const startedAt = newest?.startedAt ?? 0;
  const since = Math.max(
    // One of the future was before the clock was set back; when it is due may be ahead.
    startedAt > Date.now() + UNDO_LASTS_MS ? 0 : startedAt,
    dueAt === undefined ? 0 : Date.parse(dueAt),
  );
  const isInTime = Date.now() < since + UNDO_LASTS_MS;
  if (newest && (await isAlive(dir, newest))) {
    return isInTime;
  }
  if (await readReverted(dir)) {
    // It ended while it was looked for.
    return true;
  }
  if (newest && newest.number >= MOST_STARTS) {
    return false;
  }
  if (newest && isWithin(newest.startedAt, AGAIN_AFTER_MS)) {
    return true;
  }
  const runDir = runFolder(dir, (newest?.number ?? 0) + 1);
  try {
    await startRun(actorCommand(role, dir, execArgv, runDir));
    return true;
  } catch (error) {
    // Somebody else was first; or it did not come up, and may the next time.
    return (error as NodeJS.ErrnoException).code === 'EEXIST' || isInTime;
  }
}

/** The first one is whoever watched. */
function runFolder(dir: string, number: number): string {
  return join(dir, number === 1 ? 'revert' : `revert-${number}`);
}

async function findNewest(dir: string): Promise<UndoRun | undefined> {
  let newest: UndoRun | undefined;
  for (let number = 1; ; number += 1) {
    const startedAt = await findStart(runFolder(dir, number));
    if (startedAt === undefined) {
      return newest;
    }
    newest = { number, startedAt };
  }
}

/** When a run folder was taken; undefined while nobody has. */
async function findStart(runDir: string): Promise<number | undefined> {
  try {
    return (await stat(join(runDir, 'run.json'))).mtimeMs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

async function isAlive(
  dir: string,
  { number, startedAt }: UndoRun,
): Promise<boolean> {
  const runDir = runFolder(dir, number);
  const identity = await findRunIdentity(runDir);
  if (!identity) {
    return isWithin(startedAt, COMES_UP_MS);
  }
  const { state } = await (await adoptRun(runDir, identity)).status();
  return state === 'running';
}

/** What is to be in the future was before the clock was set back, and that is long ago. */
function isWithin(since: number, ms: number): boolean {
  const age = Date.now() - since;
  return age > -ms && age < ms;
}
