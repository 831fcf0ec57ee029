import { ConflictError, InputError } from '@backstage/errors';
import { ChangeContext } from '@orion/backstage-plugin-orion-changes-node';
import { PveClient, PveResource } from '../../clients/PveClient';
import { ClusterConfig } from '../../config';
import { bestFitNode } from './bestFitNode';
import { MachineFacts, stateSchema } from './facts';
import { CreateInput } from './input';
import {
  MachineDeps,
  OrderParts,
  readClient,
  requireIpam,
  resolveOrder,
} from './MachineTools';
import { patience } from './patience';

/**
 * Takes name, VMID, quota and address. PostgreSQL and NetBox share no
 * transaction: T1 stores what is wanted, T2 asks NetBox, T3 stores what came.
 * Running it again finds what is already taken.
 */
export async function reserveMachine(
  deps: MachineDeps,
  ctx: ChangeContext<CreateInput>,
): Promise<void> {
  const { input } = ctx.change;
  const parts = resolveOrder(deps, input);
  const { cluster, size } = parts;
  const pve = readClient(cluster, ctx.signal);
  try {
    const resources = await pve.listResources();
    assertNameFree(cluster, input.name, resources);
    const known = await knownVmids(pve, cluster, resources);
    const prefix = await findLeafPrefix(deps, ctx, parts);
    const reserved = await ctx.reserve({
      quota: {
        vms: 1,
        cores: size.cores,
        memoryMib: size.memoryMib,
        diskGib: size.diskGib,
      },
      claims: [
        { scope: `name:${cluster.id}`, key: input.name },
        {
          scope: `vmid:${cluster.id}`,
          key: {
            ...cluster.vmidRange,
            above: Math.max(0, ...known),
            taken: known.map(String),
          },
        },
      ],
      intents: [
        {
          system: 'netbox',
          key: 'address',
          payload: { prefix: prefix.prefix },
        },
      ],
    });
    const vmid = Number(reserved.claims[`vmid:${cluster.id}`]);
    const node = chooseNode(input, ctx, resources, size);
    await ctx.saveFacts({ vmid, node, schema: stateSchema(cluster.id, vmid) });
    await ctx.saveTargetRef(`proxmox:${cluster.id}/${vmid}`);
    await reserveAddress(deps, ctx, prefix.id, parts);
  } finally {
    await pve.close();
  }
}

async function reserveAddress(
  deps: MachineDeps,
  ctx: ChangeContext<CreateInput>,
  prefixId: number,
  { network }: OrderParts,
): Promise<void> {
  const address = await requireIpam(deps).reserveAddress(
    {
      prefixId,
      changeId: String(ctx.change.id),
      dnsName: ctx.change.input.name,
      description: `Reserved by ORION change ${ctx.change.id}`,
    },
    patience(ctx),
  );
  await ctx.resolveIntent('netbox', 'address', {
    externalId: String(address.id),
    payload: { address: address.address },
  });
  await ctx.saveFacts({
    addressId: address.id,
    address: address.address,
    ...(network.gateway ? { gateway: network.gateway } : {}),
  });
}

async function findLeafPrefix(
  deps: MachineDeps,
  ctx: ChangeContext<CreateInput>,
  { network }: OrderParts,
) {
  const prefix = await requireIpam(deps).findPrefix(
    network.prefix,
    patience(ctx),
  );
  if (!prefix) {
    throw new InputError(
      `input.network: NetBox does not know ${network.prefix} of network ${network.id}`,
    );
  }
  if (!prefix.isLeaf) {
    throw new InputError(
      `input.network: ${network.prefix} has prefixes inside, addresses come from a leaf only`,
    );
  }
  return prefix;
}

function assertNameFree(
  { id }: ClusterConfig,
  name: string,
  resources: PveResource[],
): void {
  const taken = resources.find(
    resource => resource.name === name && resource.vmid,
  );
  if (taken) {
    throw new ConflictError(
      `name: ${name} is guest ${taken.vmid} on ${id} already`,
    );
  }
}

/**
 * Every VMID somebody may still mean: guests, and backups, which Proxmox groups
 * by VMID. Only the own range counts: a guest of the operator at 9000 must not
 * push ORION's numbers up.
 */
async function knownVmids(
  pve: PveClient,
  { vmidRange }: ClusterConfig,
  resources: PveResource[],
): Promise<number[]> {
  const storages = resources.filter(
    resource =>
      resource.type === 'storage' &&
      resource.status === 'available' &&
      resource.content?.split(',').includes('backup'),
  );
  const backups = await Promise.all(
    storages.map(({ node, storage }) => pve.listVolumes(node!, storage!)),
  );
  return [
    ...resources.flatMap(resource => resource.vmid ?? []),
    ...backups.flat().flatMap(volume => volume.vmid ?? []),
  ].filter(vmid => vmid >= vmidRange.from && vmid <= vmidRange.to);
}

function chooseNode(
  input: CreateInput,
  ctx: ChangeContext<CreateInput>,
  resources: PveResource[],
  size: { memoryMib: number },
): string {
  const nodes = resources.filter(
    resource => resource.type === 'node' && resource.status === 'online',
  );
  if (input.node !== 'best-fit') {
    if (!nodes.some(({ node }) => node === input.node)) {
      throw new InputError(
        `input.node: "${input.node}" is not online; there is ${nodes
          .map(({ node }) => node)
          .join(', ')}`,
      );
    }
    return input.node;
  }
  // A plan made again keeps its node, or the digest would change for nothing.
  const chosen = (ctx.facts as Partial<MachineFacts>).node;
  return chosen && nodes.some(({ node }) => node === chosen)
    ? chosen
    : bestFitNode(nodes, size.memoryMib);
}
