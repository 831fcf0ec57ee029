import { NetboxClient } from '@orion/backstage-plugin-orion-ipam-node';
import { GuestInventory } from './GuestInventory';

interface AssignedAddress {
  assigned_object: {
    virtual_machine?: { name?: string; display: string } | null;
    device?: { name?: string; display: string } | null;
  } | null;
}

/** Machines that NetBox has an address of. */
export class NetboxInventory implements GuestInventory {
  readonly name = 'NetBox';
  readonly #netbox: Pick<NetboxClient, 'list'>;

  constructor(netbox: Pick<NetboxClient, 'list'>) {
    this.#netbox = netbox;
  }

  async listGuests(prefixes: string[], signal: AbortSignal): Promise<string[]> {
    const names: string[] = [];
    for (const prefix of prefixes) {
      const addresses = await this.#netbox.list<AssignedAddress>(
        'ipam/ip-addresses/',
        { parent: prefix },
        signal,
      );
      for (const { assigned_object: on } of addresses) {
        const machine = on?.virtual_machine ?? on?.device;
        if (machine) {
          names.push(machine.name ?? machine.display);
        }
      }
    }
    return names;
  }
}
