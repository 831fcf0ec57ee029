import { GuestOwnership } from '@orion/backstage-plugin-orion-proxmox-common';
import { PveClient } from '../../clients/PveClient';
import { findBinding } from './findBinding';
import type { Inspection } from './inspectGuest';
import { findGuestTrace } from './proveAbsence';

/**
 * Whether what is left of a guest that somebody removed in Proxmox may be given
 * back: it was called so, nobody else has its VMID, and nothing names it.
 */
export async function inspectGone(
  pve: PveClient,
  { vmid, name, node }: { vmid: number; name: string; node: string },
  ownership: GuestOwnership,
): Promise<Inspection> {
  const called = ownership.stack?.variables.name ?? ownership.name;
  if (called !== name) {
    return { problem: `the guest was called ${called}, not ${name}` };
  }
  // A container, or a guest hidden from ORION: its VMID is taken all the same.
  if (!(await pve.isVmidFree(vmid))) {
    return {
      problem: `${name} is gone, but Proxmox says VMID ${vmid} is in use by a guest ORION did not make. ORION leaves it alone and keeps the address and quota of ${name} while it has this VMID. Move it to another VMID in Proxmox, then ask again`,
    };
  }
  const bound = await findBinding(pve, vmid, name);
  if (bound) {
    return { problem: bound };
  }
  const trace = await findGuestTrace(pve, { vmid, node, everyNode: true });
  return trace
    ? {
        problem: `${name} is gone, but not all of it: ${trace} Look at it in Proxmox, then ask again`,
      }
    : { belongings: { disks: [], snapshots: [] }, gone: true };
}
