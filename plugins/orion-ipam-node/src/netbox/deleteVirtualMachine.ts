import { ConflictError } from '@backstage/errors';
import type { NetboxClient } from '../NetboxClient';
import type { NetboxVirtualMachine } from '../netboxTypes';
import { findObject } from './findObject';
import { changeIdOf } from './mapObjects';
import { removeObject } from './removeObject';

/** Deletes a machine; NetBox takes its interfaces and their addresses along. */
export async function deleteVirtualMachine(
  client: NetboxClient,
  input: { virtualMachineId: number; changeId?: string },
  signal: AbortSignal,
): Promise<void> {
  const path = `virtualization/virtual-machines/${input.virtualMachineId}/`;
  await removeObject(
    {
      client,
      path,
      message: input.changeId && `ORION change ${input.changeId}`,
      find: async () => {
        const vm = await findObject<NetboxVirtualMachine>(client, path, signal);
        if (vm && input.changeId && changeIdOf(vm) !== input.changeId) {
          throw new ConflictError(
            `virtual machine ${vm.name} was made by change ${
              changeIdOf(vm) ?? '(none)'
            }, not by ${input.changeId}`,
          );
        }
        return vm;
      },
    },
    signal,
  );
}
