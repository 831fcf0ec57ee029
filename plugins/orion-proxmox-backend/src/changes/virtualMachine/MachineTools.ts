import { InputError, ServiceUnavailableError } from '@backstage/errors';
import { ChangeContext } from '@orion/backstage-plugin-orion-changes-node';
import { IpamProvider } from '@orion/backstage-plugin-orion-ipam-node';
import { GuestSize } from '@orion/backstage-plugin-orion-proxmox-common';
import { PveClient } from '../../clients/PveClient';
import { ClusterConfig, ImageConfig, NetworkConfig } from '../../config';
import { OwnershipWriter } from '../OwnershipWriter';
import { StackInstance, TerraformStack } from '../terraform/TerraformStack';
import { CreateInput } from './input';
import { machineFacts, markOf } from './facts';

/** What the kinds of virtual machine work with. */
export interface MachineDeps {
  clusters: Map<string, ClusterConfig>;
  stack: TerraformStack;
  ipam?: IpamProvider;
  ownership: OwnershipWriter;
}

export interface OrderParts {
  cluster: ClusterConfig;
  size: GuestSize;
  image: ImageConfig;
  network: NetworkConfig;
}

/** Looks up what an order names. @throws InputError naming the field and what there is. */
export function resolveOrder(
  deps: MachineDeps,
  input: CreateInput,
): OrderParts {
  const cluster = findCluster(deps, input.cluster);
  return {
    cluster,
    size: choose('size', input.size, cluster.sizes),
    image: choose('image', input.image, cluster.images),
    network: choose('network', input.network, cluster.networks),
  };
}

export function findCluster(
  { clusters }: MachineDeps,
  id: string,
): ClusterConfig {
  const cluster = clusters.get(id);
  if (!cluster) {
    throw new InputError(
      `input.cluster: "${id}" is not one of ${[...clusters.keys()].join(', ')}`,
    );
  }
  if (!cluster.changeToken) {
    throw new InputError(
      `input.cluster: ${id} is read only here, it has no changeToken in orion.proxmox.clusters`,
    );
  }
  return cluster;
}

export function requireIpam({ ipam }: MachineDeps): IpamProvider {
  if (!ipam) {
    throw new ServiceUnavailableError(
      'NetBox is not configured (orion.netbox): no address can be reserved.',
    );
  }
  return ipam;
}

/** Reads with the read token: verification must not trust what the engine wrote with. */
export function readClient(
  cluster: ClusterConfig,
  signal: AbortSignal,
): PveClient {
  return new PveClient(cluster, cluster.readToken, signal);
}

/** What the provider is told; the only place where the change token leaves the config. */
export function providerEnv(cluster: ClusterConfig): Record<string, string> {
  const token = cluster.changeToken!;
  return {
    PROXMOX_VE_ENDPOINT: `${cluster.endpoints[0]}/`,
    PROXMOX_VE_API_TOKEN: `${token.id}=${token.secret}`,
    ...(cluster.caFile ? { SSL_CERT_FILE: cluster.caFile } : {}),
  };
}

/** The stack instance of an order; all values come from what was reserved. */
export function machineInstance(
  deps: MachineDeps,
  ctx: ChangeContext<CreateInput>,
): StackInstance {
  const { input } = ctx.change;
  const { cluster, size, image, network } = resolveOrder(deps, input);
  const facts = machineFacts(ctx as never);
  return {
    stack: 'virtual-machine',
    schema: facts.schema,
    providerEnv: providerEnv(cluster),
    variables: {
      change_mark: markOf(ctx.change),
      description: `${input.name} (${input.owner})`,
      name: input.name,
      node: facts.node,
      vm_id: facts.vmid,
      template_vm_id: image.templateVmid,
      template_node: image.node,
      template_disk_gib: image.minDiskGib,
      datastore: cluster.datastore,
      cores: size.cores,
      memory_mib: size.memoryMib,
      disk_gib: size.diskGib,
      bridge: network.bridge,
      vlan: network.vlan ?? null,
      address_cidr: facts.address,
      gateway: network.gateway ?? null,
      nameservers: network.nameservers,
      ssh_keys: input.sshKeys,
      username: image.username,
      tags: ['orion', input.owner.split('/')[1].toLowerCase()],
    },
  };
}

function choose<T extends { id: string }>(
  field: string,
  id: string,
  from: T[],
): T {
  const found = from.find(candidate => candidate.id === id);
  if (!found) {
    throw new InputError(
      `input.${field}: "${id}" is not one of ${from
        .map(one => one.id)
        .join(', ')}`,
    );
  }
  return found;
}
