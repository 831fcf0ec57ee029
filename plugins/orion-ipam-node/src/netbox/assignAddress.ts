import { ConflictError, NotFoundError } from '@backstage/errors';
import type { IpamAddress } from '../ipamTypes';
import type { NetboxClient } from '../NetboxClient';
import type { NetboxAddress } from '../netboxTypes';
import { findObject } from './findObject';
import { toAddress, VM_INTERFACE } from './mapObjects';
import { reach } from './settle';

/** Puts an address on an interface and makes it active. */
export async function assignAddress(
  client: NetboxClient,
  input: { addressId: number; interfaceId: number; dnsName?: string },
  signal: AbortSignal,
): Promise<IpamAddress> {
  const path = `ipam/ip-addresses/${input.addressId}/`;
  const dnsName = input.dnsName?.toLowerCase();
  return reach(
    {
      what: `the assignment of address ${input.addressId}`,
      look: async () => {
        const raw = await findObject<NetboxAddress>(client, path, signal);
        if (!raw) {
          throw new NotFoundError(`NetBox has no address ${input.addressId}`);
        }
        const isElsewhere =
          raw.assigned_object_id !== null &&
          (raw.assigned_object_id !== input.interfaceId ||
            raw.assigned_object_type !== VM_INTERFACE);
        if (isElsewhere) {
          throw new ConflictError(
            `address ${raw.address} is assigned to another interface`,
          );
        }
        const reached =
          raw.assigned_object_id === input.interfaceId &&
          raw.status.value === 'active' &&
          (dnsName === undefined || raw.dns_name === dnsName);
        return reached ? toAddress(raw) : undefined;
      },
      write: () =>
        client.patch(
          path,
          {
            assigned_object_type: VM_INTERFACE,
            assigned_object_id: input.interfaceId,
            status: 'active',
            ...(dnsName !== undefined && { dns_name: dnsName }),
          },
          signal,
        ),
    },
    signal,
  );
}
