import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { ProcessIdentity } from './types';

const run = promisify(execFile);
const BOOT_ID = '/proc/sys/kernel/random/boot_id';

/** Fields 3 and 22 of `/proc/<pid>/stat`: state and start time. */
export function parseProcStat(stat: string) {
  // The command name may hold spaces and parentheses, so count after the last.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0], startTime: fields[19] };
}

async function readLinuxProcess(pid: number) {
  try {
    return parseProcStat(await readFile(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // ESRCH: the process went away between open and read.
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}

async function readOtherProcess(pid: number) {
  try {
    const { stdout } = await run('ps', [
      '-o',
      'state=,lstart=',
      '-p',
      String(pid),
    ]);
    const [, state, startTime] = /^\s*(\S+)\s+(.*\S)\s*$/.exec(stdout) ?? [];
    return startTime ? { state, startTime } : undefined;
  } catch {
    // ps answers 1 when there is no such process.
    return undefined;
  }
}

async function readBootId(): Promise<string> {
  if (process.platform === 'linux') {
    return (await readFile(BOOT_ID, 'utf8')).trim();
  }
  try {
    return (await run('sysctl', ['-n', 'kern.boottime'])).stdout.trim();
  } catch {
    return '-';
  }
}

/**
 * The identity of a running process; `undefined` when there is none with that
 * pid or only its zombie is left.
 *
 * @public
 */
export async function findProcessIdentity(
  pid: number,
): Promise<ProcessIdentity | undefined> {
  const found =
    process.platform === 'linux'
      ? await readLinuxProcess(pid)
      : await readOtherProcess(pid);
  if (!found || found.state.startsWith('Z') || found.state.startsWith('X')) {
    return undefined;
  }
  return { pid, startTime: found.startTime, bootId: await readBootId() };
}

/** True while exactly this process runs. @public */
export async function isProcessAlive(identity: ProcessIdentity) {
  const found = await findProcessIdentity(identity.pid);
  return (
    found !== undefined &&
    found.startTime === identity.startTime &&
    found.bootId === identity.bootId
  );
}
