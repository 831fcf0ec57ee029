import { InputError, NotFoundError } from '@backstage/errors';
import { NetboxError } from '../NetboxError';
import type { NetboxClient } from '../NetboxClient';
import type {
  NetboxAddress,
  NetboxCluster,
  NetboxVirtualMachine,
} from '../netboxTypes';
import { CHANGE_FIELD } from './changeField';
import { changeIdOf } from './mapObjects';

/** An object by its path, undefined when NetBox answers 404. */
export async function findObject<T>(
  client: NetboxClient,
  path: string,
  signal?: AbortSignal,
): Promise<T | undefined> {
  try {
    return await client.get<T>(path, undefined, signal);
  } catch (error) {
    if (NetboxError.hasStatus(error, 404)) {
      return undefined;
    }
    throw error;
  }
}

/** Change ids go into a filter and a text field; both want something plain. */
export function checkChangeId(changeId: string): void {
  if (!/^[\w.:-]{1,64}$/.test(changeId)) {
    throw new InputError('a change id is 1 to 64 letters, digits or . : _ -');
  }
}

async function findTagged<T extends { custom_fields: Record<string, unknown> }>(
  client: NetboxClient,
  path: string,
  changeId: string,
  signal?: AbortSignal,
): Promise<T[]> {
  checkChangeId(changeId);
  const found = await client.list<T>(
    path,
    { [`cf_${CHANGE_FIELD}`]: changeId },
    signal,
  );
  // NetBox ignores a filter on a field it does not know and may match parts of
  // it: what is compared here might be deleted later, so equality is checked.
  return found.filter(object => changeIdOf(object) === changeId);
}

/** Addresses of a change, oldest first. */
export const findAddressesByChange = (
  client: NetboxClient,
  changeId: string,
  signal?: AbortSignal,
) => findTagged<NetboxAddress>(client, 'ipam/ip-addresses/', changeId, signal);

export const findMachinesByChange = (
  client: NetboxClient,
  changeId: string,
  signal?: AbortSignal,
) =>
  findTagged<NetboxVirtualMachine>(
    client,
    'virtualization/virtual-machines/',
    changeId,
    signal,
  );

/** Throws NotFoundError when NetBox has no or more than one cluster of the name. */
export async function getCluster(
  client: NetboxClient,
  name: string,
  signal?: AbortSignal,
): Promise<NetboxCluster> {
  const found = await client.list<NetboxCluster>(
    'virtualization/clusters/',
    { name },
    signal,
  );
  const exact = found.filter(cluster => cluster.name === name);
  if (exact.length !== 1) {
    throw new NotFoundError(
      exact.length === 0
        ? `NetBox has no cluster ${name}`
        : `NetBox has ${exact.length} clusters named ${name}`,
    );
  }
  return exact[0];
}
