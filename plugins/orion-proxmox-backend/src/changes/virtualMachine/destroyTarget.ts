import { InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { ChangeContext } from '@orion/backstage-plugin-orion-changes-node';
import { StateSnapshot } from '@orion/engines/terraform';
import { GuestOwnership } from '@orion/backstage-plugin-orion-proxmox-common';
import { StackInstance } from '../terraform/TerraformStack';
import { DestroyInput } from './input';
import { inspectGuest, Inspection } from './inspectGuest';
import {
  findCluster,
  MachineDeps,
  providerEnv,
  readClient,
} from './MachineTools';

/** What a destroy remembers about its guest between planning and the end. */
export interface DestroyFacts {
  node: string;
  schema: string;
  lineage: string;
  serial: number;
  disks: string[];
  snapshots: string[];
  /** Somebody removed the guest in Proxmox: only what ORION holds is given back. */
  gone: boolean;
  /** Whether the state named the guest when this was planned. */
  inState: boolean;
}

export function destroyFacts(ctx: ChangeContext<DestroyInput>): DestroyFacts {
  return ctx.facts as unknown as DestroyFacts;
}

/** @throws InputError for a guest that ORION did not make. */
export async function findOwnership(
  deps: MachineDeps,
  { cluster, vmid }: DestroyInput,
): Promise<GuestOwnership> {
  findCluster(deps, cluster);
  const ownership = await deps.ownership.find(cluster, vmid);
  if (!ownership?.stack) {
    throw new InputError(
      `input.vmid: guest ${vmid} on ${cluster} was not made by ORION, so ORION does not destroy it`,
    );
  }
  return ownership;
}

/** The stack instance as it was when the guest was made. */
export async function destroyInstance(
  deps: MachineDeps,
  input: DestroyInput,
): Promise<StackInstance> {
  const { stack } = await findOwnership(deps, input);
  return {
    stack: stack!.name,
    schema: stack!.schema,
    variables: stack!.variables as JsonObject,
    providerEnv: providerEnv(findCluster(deps, input.cluster)),
  };
}

export async function inspectTarget(
  deps: MachineDeps,
  { cluster, vmid, name }: DestroyInput,
  ownership: GuestOwnership,
  signal: AbortSignal,
): Promise<Inspection> {
  const pve = readClient(findCluster(deps, cluster), signal);
  try {
    const guest = { vmid, name, node: nodeOf(ownership) };
    return await inspectGuest(pve, guest, ownership);
  } finally {
    await pve.close();
  }
}

/** The node the guest was made on. */
export function nodeOf(ownership: GuestOwnership): string {
  return String(ownership.stack?.variables.node ?? '');
}

/** True for a state that names nothing, and for none. */
export function isEmptyState(state: StateSnapshot | undefined): boolean {
  return !state || state.addresses.length + state.deposed.length === 0;
}
