import { ConflictError } from '@backstage/errors';
import type {
  IpamVirtualMachine,
  UpsertVirtualMachineInput,
} from '../ipamTypes';
import type { NetboxClient } from '../NetboxClient';
import type { NetboxCluster, NetboxVirtualMachine } from '../netboxTypes';
import { CHANGE_FIELD } from './changeField';
import { checkChangeId, findMachinesByChange, getCluster } from './findObject';
import { changeIdOf, toVirtualMachine } from './mapObjects';
import { reach, untilAnswered } from './settle';

const PATH = 'virtualization/virtual-machines/';

/** Creates the machine or brings the existing one up to date. */
export async function upsertVirtualMachine(
  client: NetboxClient,
  input: UpsertVirtualMachineInput,
  signal: AbortSignal,
): Promise<IpamVirtualMachine> {
  checkChangeId(input.changeId);
  const cluster = await untilAnswered(
    () => getCluster(client, input.cluster, signal),
    signal,
  );
  const wanted = bodyOf(input, cluster);
  let current: NetboxVirtualMachine | undefined;
  const raw = await reach(
    {
      what: `virtual machine ${input.name}`,
      look: async () => {
        current = await findMachine(client, input, cluster, signal);
        return current && isLike(current, input, cluster) ? current : undefined;
      },
      write: () =>
        current
          ? client.patch(`${PATH}${current.id}/`, wanted, signal)
          : client.post(PATH, wanted, signal),
    },
    signal,
  );
  return toVirtualMachine(raw);
}

function bodyOf(input: UpsertVirtualMachineInput, cluster: NetboxCluster) {
  const optional = {
    status: input.status,
    serial: input.vmid === undefined ? undefined : String(input.vmid),
    vcpus: input.vcpus,
    memory: input.memoryMb,
    disk: input.diskMb,
    description: input.description,
  };
  return {
    name: input.name,
    cluster: cluster.id,
    // JSON leaves undefined out, so what is not given stays as it is.
    ...optional,
    custom_fields: { [CHANGE_FIELD]: input.changeId },
    changelog_message: `ORION change ${input.changeId}`,
  };
}

/** By change first, so that a renamed machine is found again, then by name. */
async function findMachine(
  client: NetboxClient,
  input: UpsertVirtualMachineInput,
  cluster: NetboxCluster,
  signal: AbortSignal,
): Promise<NetboxVirtualMachine | undefined> {
  const [own] = await findMachinesByChange(client, input.changeId, signal);
  if (own) {
    return own;
  }
  const [named] = await client.list<NetboxVirtualMachine>(
    PATH,
    { name: input.name, cluster_id: cluster.id },
    signal,
  );
  if (named && !input.takeOver) {
    throw new ConflictError(
      `NetBox has a virtual machine ${named.name} in ${
        cluster.name
      } already, made by ${
        changeIdOf(named) ? `change ${changeIdOf(named)}` : 'somebody else'
      }`,
    );
  }
  return named;
}

function isLike(
  raw: NetboxVirtualMachine,
  input: UpsertVirtualMachineInput,
  cluster: NetboxCluster,
): boolean {
  const pairs: [unknown, unknown][] = [
    [input.name, raw.name],
    [cluster.id, raw.cluster?.id],
    [input.changeId, changeIdOf(raw)],
    [input.status, raw.status.value],
    [input.vmid?.toString(), raw.serial],
    [input.vcpus, raw.vcpus],
    [input.memoryMb, raw.memory],
    [input.diskMb, raw.disk],
    [input.description, raw.description],
  ];
  return pairs.every(
    ([wanted, actual]) => wanted === undefined || wanted === actual,
  );
}
