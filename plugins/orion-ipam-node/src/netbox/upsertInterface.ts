import type { IpamInterface, UpsertInterfaceInput } from '../ipamTypes';
import type { NetboxClient } from '../NetboxClient';
import type { NetboxInterface, NetboxMac } from '../netboxTypes';
import { toInterface, VM_INTERFACE } from './mapObjects';
import { reach } from './settle';

const PATH = 'virtualization/interfaces/';
const MACS = 'dcim/mac-addresses/';

/** Creates the interface and, when given, its MAC as the primary one. */
export async function upsertInterface(
  client: NetboxClient,
  input: UpsertInterfaceInput,
  signal: AbortSignal,
): Promise<IpamInterface> {
  const find = async (): Promise<NetboxInterface | undefined> => {
    const found = await client.list<NetboxInterface>(
      PATH,
      { virtual_machine_id: input.virtualMachineId, name: input.name },
      signal,
    );
    return found.find(candidate => candidate.name === input.name);
  };
  const created = await reach(
    {
      what: `interface ${input.name}`,
      look: find,
      write: () =>
        client.post(
          PATH,
          {
            virtual_machine: input.virtualMachineId,
            name: input.name,
            description: input.description,
          },
          signal,
        ),
    },
    signal,
  );
  const description = input.description ?? created.description;
  const mac = input.mac?.toUpperCase();
  const macId = mac && (await upsertMac(client, created.id, mac, signal));
  const raw = await reach(
    {
      what: `interface ${input.name}`,
      look: async () => {
        const current = await find();
        const reached =
          current?.description === description &&
          (mac === undefined || current.mac_address === mac);
        return reached ? current : undefined;
      },
      write: () =>
        client.patch(
          `${PATH}${created.id}/`,
          { description, ...(macId && { primary_mac_address: macId }) },
          signal,
        ),
    },
    signal,
  );
  return toInterface(raw);
}

async function upsertMac(
  client: NetboxClient,
  interfaceId: number,
  mac: string,
  signal: AbortSignal,
): Promise<number> {
  const found = await reach(
    {
      what: `MAC address ${mac}`,
      look: async () => {
        // NetBox allows twins, so only one on this interface counts.
        const [first] = await client.list<NetboxMac>(
          MACS,
          { mac_address: mac, vminterface_id: interfaceId },
          signal,
        );
        return first;
      },
      write: () =>
        client.post(
          MACS,
          {
            mac_address: mac,
            assigned_object_type: VM_INTERFACE,
            assigned_object_id: interfaceId,
          },
          signal,
        ),
    },
    signal,
  );
  return found.id;
}
