import {
  ChangeContext,
  FinishStep,
} from '@orion/backstage-plugin-orion-changes-node';
import { destroyFacts } from './destroyTarget';
import { DestroyInput } from './input';
import { MachineDeps, requireIpam } from './MachineTools';
import { patience } from './patience';

/**
 * Gives back what a destroyed guest had, in this order: primary address,
 * address, NetBox machine, state, ownership. The quota and the claims on name
 * and VMID end with the change itself, in one transaction.
 */
export function finishDestroy(
  deps: MachineDeps,
  ctx: ChangeContext<DestroyInput>,
): FinishStep[] {
  const { cluster, vmid } = ctx.change.input;
  const ipam = () => requireIpam(deps);
  // Everything NetBox holds of the guest carries the id of the change that made it.
  const recorded = async () => {
    const ownership = await deps.ownership.find(cluster, vmid);
    return ownership
      ? {
          changeId: String(ownership.changeId),
          ...(await ipam().findByChange(
            String(ownership.changeId),
            patience(ctx),
          )),
        }
      : { changeId: '', addresses: [], virtualMachines: [] };
  };
  return [
    {
      id: 'netbox-primary',
      title: 'NetBox primary address',
      run: async () => {
        for (const machine of (await recorded()).virtualMachines) {
          await ipam().clearPrimaryIp(
            { virtualMachineId: machine.id },
            patience(ctx),
          );
        }
      },
    },
    {
      id: 'netbox-address',
      title: 'NetBox address',
      run: async () => {
        const { addresses, changeId } = await recorded();
        for (const address of addresses) {
          await ipam().releaseAddress(
            { addressId: address.id, changeId, rest: true },
            patience(ctx),
          );
        }
        return { released: addresses.map(({ address }) => address) };
      },
    },
    {
      id: 'netbox-machine',
      title: 'NetBox machine',
      run: async () => {
        const { virtualMachines, changeId } = await recorded();
        for (const machine of virtualMachines) {
          await ipam().deleteVirtualMachine(
            { virtualMachineId: machine.id, changeId },
            patience(ctx),
          );
        }
      },
    },
    {
      id: 'state',
      title: 'Terraform state',
      run: async () => deps.stack.dropState(destroyFacts(ctx).schema),
    },
    {
      id: 'ownership',
      title: 'Owner in the portal',
      run: async () => deps.ownership.remove(cluster, vmid),
    },
  ];
}
