import { GuestOwnership } from '@orion/backstage-plugin-orion-proxmox-common';
import { machineIdOf } from '../../clients/machineIdOf';
import { GuestSight } from './lookAtGuest';

/**
 * Why the guest under this VMID must not be touched, or undefined when it is
 * the one ORION made: same machine id, same mark, same name, free to act on.
 */
export function checkIdentity(
  sight: GuestSight,
  ownership: GuestOwnership,
  name: string,
): string | undefined {
  if (!sight.exists) {
    return sight.incomplete ?? sight.busy ?? `${name} does not exist any more`;
  }
  const { config } = sight;
  const uuid = config && machineIdOf(config);
  if (ownership.smbiosUuid && uuid !== ownership.smbiosUuid.toLowerCase()) {
    return `the guest is another one than ORION made: it is called ${
      config?.name
    }, its machine id is ${uuid}. ${wayOut(name)}`;
  }
  if (ownership.mark && !config?.description?.includes(ownership.mark)) {
    return `the guest lacks the mark of change #${ownership.changeId}. ${wayOut(
      name,
    )}`;
  }
  if (config?.name !== name) {
    return `the guest is called ${config?.name}, not ${name}`;
  }
  if (config?.protection) {
    return `${name} is protected in Proxmox; take the protection off first`;
  }
  return sight.busy;
}

/** A stranger on the VMID is left alone, and so is what ORION holds under it. */
function wayOut(name: string): string {
  return `ORION leaves it alone and keeps the address and quota of ${name} while it has this VMID. Move it to another VMID in Proxmox, then ask again`;
}
