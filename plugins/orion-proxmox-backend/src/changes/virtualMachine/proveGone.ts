import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import { ChangeContext } from '@orion/backstage-plugin-orion-changes-node';
import { GuestOwnership } from '@orion/backstage-plugin-orion-proxmox-common';
import { nodeOf } from './destroyTarget';
import { DestroyInput } from './input';
import { findCluster, MachineDeps } from './MachineTools';
import { proveMachineAbsence } from './proveAbsence';

/**
 * Proof that a removed guest is really gone. One look may be a moment's: what
 * is given back needs two, and planning waits for the second.
 */
export async function proveGone(
  deps: MachineDeps,
  ctx: ChangeContext<DestroyInput>,
  ownership: GuestOwnership,
  gone: boolean,
): Promise<void> {
  if (!gone) {
    // An earlier look that found nothing proves nothing any more.
    await ctx.saveFacts({ absentSince: null });
    return;
  }
  const { cluster, vmid } = ctx.change.input;
  const proof = await proveMachineAbsence(ctx as never, deps.stack, {
    cluster: findCluster(deps, cluster),
    vmid,
    node: nodeOf(ownership),
    everyNode: true,
  });
  if (proof.again) {
    throw new ServiceUnavailableError(proof.message);
  }
  if (!proof.absent) {
    throw new ConflictError(proof.message);
  }
}
