import { readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { findProcessIdentity, isProcessAlive } from '@orion/engines/supervisor';

/** Parts of a lease owner; a host name may hold none of it. */
const SEPARATOR = '|';

/** Names this process so that a later one can tell whether it still lives. */
export async function describeWorker(): Promise<string> {
  const own = await findProcessIdentity(process.pid);
  return [
    hostname(),
    await readPidNamespace(),
    own?.bootId ?? '',
    process.pid,
    own?.startTime ?? '',
  ].join(SEPARATOR);
}

/**
 * True only when it is certain that the owner of a lease is gone: a process of
 * this very host, of this boot or an earlier one, that does not run any more.
 * Of other hosts, and of containers that only share the host's name, nothing is
 * known, so their leases run out by time.
 */
export async function isWorkerDead(owner: string): Promise<boolean> {
  const [host, namespace, bootId, pid, startTime] = owner.split(SEPARATOR);
  if (host !== hostname() || !bootId || !startTime) {
    return false;
  }
  if (namespace !== (await readPidNamespace())) {
    return false;
  }
  return !(await isProcessAlive({ pid: Number(pid), startTime, bootId }));
}

/** Process numbers mean something only within one; empty where there is no /proc. */
async function readPidNamespace(): Promise<string> {
  return readlink('/proc/self/ns/pid').catch(() => '');
}
