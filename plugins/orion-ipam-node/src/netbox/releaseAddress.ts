import { ConflictError } from '@backstage/errors';
import type { NetboxClient } from '../NetboxClient';
import type { NetboxAddress } from '../netboxTypes';
import { findObject } from './findObject';
import { changeIdOf } from './mapObjects';
import { removeObject } from './removeObject';

/** Deletes an address; NetBox clears it as primary address on the way. */
export async function releaseAddress(
  client: NetboxClient,
  { addressId, changeId }: { addressId: number; changeId?: string },
  signal: AbortSignal,
): Promise<void> {
  const path = `ipam/ip-addresses/${addressId}/`;
  await removeObject(
    {
      client,
      path,
      message: changeId && `ORION change ${changeId}`,
      find: async () => {
        const found = await findObject<NetboxAddress>(client, path, signal);
        if (found && changeId && changeIdOf(found) !== changeId) {
          throw new ConflictError(
            `address ${found.address} belongs to change ${
              changeIdOf(found) ?? '(none)'
            }, not to ${changeId}`,
          );
        }
        return found;
      },
    },
    signal,
  );
}
