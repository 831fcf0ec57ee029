import { hostname } from 'node:os';
import { findProcessIdentity, isProcessAlive } from '@orion/engines/supervisor';

/** Parts of a lease owner; a host name may hold none of it. */
const SEPARATOR = '|';

/** Names this process so that a later one can tell whether it still lives. */
export async function describeWorker(): Promise<string> {
  const own = await findProcessIdentity(process.pid);
  return [hostname(), own?.bootId ?? '', process.pid, own?.startTime ?? ''].join(SEPARATOR);
}

/**
 * True only when it is certain that the owner of a lease is gone: a process of
 * this very host, of this boot or an earlier one, that does not run any more.
 * Of other hosts nothing is known, so their leases run out by time.
 */
export async function isWorkerDead(owner: string): Promise<boolean> {
  const [host, bootId, pid, startTime] = owner.split(SEPARATOR);
  if (host !== hostname() || !bootId || !startTime) {
    return false;
  }
  return !(await isProcessAlive({ pid: Number(pid), startTime, bootId }));
}
