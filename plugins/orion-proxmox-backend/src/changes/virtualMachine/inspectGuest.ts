import { GuestOwnership } from '@orion/backstage-plugin-orion-proxmox-common';
import { PveClient, PveGuestConfig } from '../../clients/PveClient';
import { checkIdentity } from './checkIdentity';
import { STACK_DRIVES } from './facts';
import { findBinding } from './findBinding';
import { inspectGone } from './inspectGone';
import { listDisks } from './listDisks';
import { lookAtGuest } from './lookAtGuest';

/** What goes down with a guest. */
export interface GuestBelongings {
  disks: string[];
  snapshots: string[];
}

/** Either what a destroy takes along, or why it must not happen. */
export type Inspection =
  | { problem: string; belongings?: undefined; gone?: undefined }
  | {
      problem?: undefined;
      belongings: GuestBelongings;
      /** Somebody removed the guest: only what hung on it is left. */
      gone: boolean;
    };

/**
 * Looks at everything a destroy would touch: identity, protection, locks, HA,
 * replication, snapshots, and the disks on every storage.
 *
 * @remarks
 * The engine destroys with `purge`, which takes HA entries and replication jobs
 * along without a word in its plan. What lies outside its state is therefore
 * refused here, and never carried away by the way.
 */
export async function inspectGuest(
  pve: PveClient,
  guest: { vmid: number; name: string; node: string },
  ownership: GuestOwnership,
): Promise<Inspection> {
  const { vmid, name } = guest;
  const sight = await lookAtGuest(pve, vmid, guest.node);
  if (!sight.exists && !sight.busy && !sight.incomplete) {
    return inspectGone(pve, guest, ownership);
  }
  const identity = checkIdentity(sight, ownership, name);
  if (identity) {
    return { problem: identity };
  }
  const bound = await findBinding(pve, vmid, name);
  if (bound) {
    return { problem: bound };
  }
  const snapshots = await pve.listSnapshots(sight.node!, vmid);
  const { volumes, incomplete } = await listDisks(pve, vmid, [sight.node!]);
  if (incomplete) {
    return { problem: `${incomplete}: the disks of ${name} cannot be told` };
  }
  const disks = volumes.map(({ volid }) => volid);
  const outside = describeOutside(vmid, sight.config!, disks, snapshots);
  return outside
    ? { problem: `${outside} Terraform's state of ${name} does not hold that.` }
    : { belongings: { disks, snapshots }, gone: false };
}

/** A sentence on what a guest has beyond what was approved to be lost. */
export function describeMore(
  approved: GuestBelongings,
  now: GuestBelongings,
): string | undefined {
  const more = [
    ...now.disks.filter(disk => !approved.disks.includes(disk)),
    ...now.snapshots
      .filter(name => !approved.snapshots.includes(name))
      .map(name => `snapshot ${name}`),
  ];
  return more.length > 0
    ? `${more.join(', ')} came after the approval and would be lost too.`
    : undefined;
}

/** A sentence on disks the stack did not make; undefined when there are none. */
function describeOutside(
  vmid: number,
  config: PveGuestConfig,
  disks: string[],
  snapshots: string[],
): string | undefined {
  const own = new RegExp(`[:/](vm|base|subvol)-${vmid}-`);
  const drives = Object.entries(config).filter(
    ([key, value]) =>
      /^((ide|sata|scsi|virtio|unused|efidisk|tpmstate)\d+|vmstate)$/.test(
        key,
      ) && own.test(String(value).split(',')[0]),
  );
  const added = drives.filter(([key]) => !STACK_DRIVES.includes(key));
  if (added.length > 0) {
    const list = added.map(
      ([key, value]) => `${String(value).split(',')[0]} (${key})`,
    );
    return `${list.join(
      ', ',
    )} was added outside ORION. Move or delete it first.`;
  }
  const named = drives.map(([, value]) => String(value).split(',')[0]);
  const loose = disks.filter(
    volid =>
      !named.some(drive => drive === volid) &&
      // The memory a snapshot kept lies beside the disks.
      !snapshots.some(snapshot =>
        new RegExp(`vm-${vmid}-state-${snapshot}(\\.raw)?$`).test(volid),
      ),
  );
  return loose.length > 0
    ? `${loose.join(
        ', ',
      )} carries this VMID but is not in the guest's configuration. Attach it elsewhere or delete it first.`
    : undefined;
}
