import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProcessIdentity } from './processIdentity';
import { EndedRunStatus, ProcessIdentity, RunLimits } from './types';

/** What `run.json` says: never the environment. */
export interface RunRecord {
  command: string;
  args: readonly string[];
  cwd: string;
  startedAt: string;
  limits: RunLimits;
}

/** The files of a run directory. */
export const runFiles = (dir: string) => ({
  record: join(dir, 'run.json'),
  pid: join(dir, 'pid'),
  wrapper: join(dir, 'wrapper'),
  stdout: join(dir, 'stdout'),
  stderr: join(dir, 'stderr'),
  exit: join(dir, 'exit'),
  spawnError: join(dir, 'spawn-error'),
  interrupted: join(dir, 'interrupted'),
});

export async function readOptional(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Reads `pid` or `wrapper`; `undefined` until the whole line is there. */
export async function readIdentityFile(
  file: string,
): Promise<ProcessIdentity | undefined> {
  const text = await readOptional(file);
  if (!text?.endsWith('\n')) return undefined;
  const [pid, startTime, bootId] = text.trim().split(' ');
  if (startTime !== '-') return { pid: Number(pid), startTime, bootId };
  // No /proc: ask the system. A process that has ended by now gives a start
  // time no other one can have.
  const found = await findProcessIdentity(Number(pid));
  return found ?? { pid: Number(pid), startTime: 'ended', bootId: '-' };
}

/** The exit code the wrapper wrote, if it has. */
export async function readExitFile(
  dir: string,
): Promise<EndedRunStatus | undefined> {
  const text = await readOptional(runFiles(dir).exit);
  if (text === undefined) return undefined;
  const [code, seconds] = text.trim().split(' ').map(Number);
  return {
    state: 'exited',
    exitCode: code,
    endedAt: new Date(seconds * 1000),
  };
}

/** The record of a run directory; `undefined` when it holds no run. */
export async function readRunRecord(
  dir: string,
): Promise<RunRecord | undefined> {
  const text = await readOptional(runFiles(dir).record);
  return text === undefined ? undefined : (JSON.parse(text) as RunRecord);
}
