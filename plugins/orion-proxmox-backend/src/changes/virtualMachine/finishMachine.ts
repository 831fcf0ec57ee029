import {
  ChangeContext,
  FinishStep,
} from '@orion/backstage-plugin-orion-changes-node';
import { machineIdOf } from '../../clients/machineIdOf';
import { machineFacts, markOf } from './facts';
import { CreateInput } from './input';
import {
  MachineDeps,
  machineInstance,
  readClient,
  requireIpam,
  resolveOrder,
} from './MachineTools';
import { patience } from './patience';

/** Name cloud-init gives the first interface of a Debian or Ubuntu guest. */
const INTERFACE = 'eth0';

/**
 * Write-back of a new guest, in this order: NetBox machine, interface, address
 * assigned and active, primary address, then the owner, which the catalog reads.
 */
export function finishMachine(
  deps: MachineDeps,
  ctx: ChangeContext<CreateInput>,
): FinishStep[] {
  const { input, id } = ctx.change;
  const facts = () => machineFacts(ctx as never);
  const ipam = () => requireIpam(deps);
  // Asked once per look at the outbox: the steps after it need the same answer.
  const machine = once(async () => {
    const { virtualMachines } = await ipam().findByChange(
      String(id),
      patience(ctx),
    );
    const [found] = virtualMachines;
    if (!found) {
      throw new Error(`NetBox has no machine ${input.name}`);
    }
    return found.id;
  });
  const readMac = async () => {
    const { cluster } = resolveOrder(deps, input);
    const pve = readClient(cluster, ctx.signal);
    try {
      const config = await pve.findGuestConfig(facts().node, facts().vmid);
      return /([0-9A-F]{2}:){5}[0-9A-F]{2}/i.exec(
        String(config?.net0 ?? ''),
      )?.[0];
    } finally {
      await pve.close();
    }
  };
  const upsertInterface = once(async () =>
    ipam().upsertInterface(
      {
        virtualMachineId: await machine(),
        name: INTERFACE,
        mac: await readMac(),
      },
      patience(ctx),
    ),
  );
  return [
    {
      id: 'netbox-machine',
      title: 'NetBox machine',
      run: async () => {
        const { size } = resolveOrder(deps, input);
        const { id: machineId } = await ipam().upsertVirtualMachine(
          {
            name: input.name,
            cluster: input.cluster,
            vcpus: size.cores,
            memoryMb: size.memoryMib,
            diskMb: size.diskGib * 1024,
            vmid: facts().vmid,
            status: 'active',
            changeId: String(id),
            description: input.purpose,
          },
          patience(ctx),
        );
        return { machineId };
      },
    },
    {
      id: 'netbox-interface',
      title: 'NetBox interface',
      run: async () => ({ interfaceId: (await upsertInterface()).id }),
    },
    {
      id: 'netbox-address',
      title: 'NetBox address',
      run: async () => {
        const { id: interfaceId } = await upsertInterface();
        await ipam().assignAddress(
          { addressId: facts().addressId, interfaceId },
          patience(ctx),
        );
      },
    },
    {
      id: 'netbox-primary',
      title: 'NetBox primary address',
      run: async () => {
        await ipam().setPrimaryIp(
          { virtualMachineId: await machine(), addressId: facts().addressId },
          patience(ctx),
        );
      },
    },
    {
      id: 'ownership',
      title: 'Owner in the portal',
      run: async () => {
        const { cluster } = resolveOrder(deps, input);
        const pve = readClient(cluster, ctx.signal);
        try {
          const config = await pve.findGuestConfig(facts().node, facts().vmid);
          const smbiosUuid = config && machineIdOf(config);
          if (!smbiosUuid) {
            // Without it a guest on the same VMID could pass for this one.
            throw new Error(`Proxmox tells no machine id of ${input.name}`);
          }
          await deps.ownership.put(input.cluster, facts().vmid, {
            owner: input.owner,
            name: input.name,
            system: input.system,
            description: input.purpose,
            changeId: id,
            addresses: [facts().address.split('/')[0]],
            smbiosUuid,
            mark: markOf(ctx.change),
            stack: stackOf(machineInstance(deps, ctx)),
          });
        } finally {
          await pve.close();
        }
      },
    },
  ];
}

/** The answer of the first call for all later ones; a call that failed is made again. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask().catch(error => {
      answer = undefined;
      throw error;
    });
    return answer;
  };
}

/** Without the provider's environment: that holds the token. */
function stackOf(instance: ReturnType<typeof machineInstance>) {
  const { stack, schema, variables } = instance;
  return {
    name: stack,
    schema,
    variables: variables as Record<string, unknown>,
  };
}
