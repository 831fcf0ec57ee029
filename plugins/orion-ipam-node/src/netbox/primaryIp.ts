import { NotFoundError } from '@backstage/errors';
import type { IpamVirtualMachine } from '../ipamTypes';
import type { NetboxClient } from '../NetboxClient';
import type { NetboxAddress, NetboxVirtualMachine } from '../netboxTypes';
import { findObject } from './findObject';
import { toVirtualMachine } from './mapObjects';
import { reach, untilAnswered } from './settle';

const pathOf = (id: number) => `virtualization/virtual-machines/${id}/`;

/** Makes an address of the machine its primary one. */
export async function setPrimaryIp(
  client: NetboxClient,
  input: { virtualMachineId: number; addressId: number },
  signal: AbortSignal,
): Promise<IpamVirtualMachine> {
  const address = await untilAnswered(
    () =>
      findObject<NetboxAddress>(
        client,
        `ipam/ip-addresses/${input.addressId}/`,
        signal,
      ),
    signal,
  );
  if (!address) {
    throw new NotFoundError(`NetBox has no address ${input.addressId}`);
  }
  const field = address.address.includes(':') ? 'primary_ip6' : 'primary_ip4';
  const path = pathOf(input.virtualMachineId);
  const raw = await reach(
    {
      what: `primary address ${address.address}`,
      look: async () => {
        const vm = await findObject<NetboxVirtualMachine>(client, path, signal);
        if (!vm) {
          throw new NotFoundError(
            `NetBox has no virtual machine ${input.virtualMachineId}`,
          );
        }
        return vm[field]?.id === input.addressId ? vm : undefined;
      },
      write: () => client.patch(path, { [field]: input.addressId }, signal),
    },
    signal,
  );
  return toVirtualMachine(raw);
}

/** Takes both primary addresses off a machine; they stay on their interfaces. */
export async function clearPrimaryIp(
  client: NetboxClient,
  { virtualMachineId }: { virtualMachineId: number },
  signal: AbortSignal,
): Promise<void> {
  const path = pathOf(virtualMachineId);
  await reach(
    {
      what: 'the removal of the primary address',
      look: async () => {
        const vm = await findObject<NetboxVirtualMachine>(client, path, signal);
        return !vm || (!vm.primary_ip4 && !vm.primary_ip6) ? true : undefined;
      },
      write: () =>
        client.patch(path, { primary_ip4: null, primary_ip6: null }, signal),
    },
    signal,
  );
}
