import { Guest } from '@orion/backstage-plugin-orion-proxmox-common';

/** What people call a guest; nameless ones by their VMID. */
export function guestName({
  name,
  vmid,
}: Pick<Guest, 'name' | 'vmid'>): string {
  return name ?? String(vmid);
}
