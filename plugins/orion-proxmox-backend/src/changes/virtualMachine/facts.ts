import { JsonObject } from '@backstage/types';
import { ChangeContext } from '@orion/backstage-plugin-orion-changes-node';

/** What a virtual machine's change knows after reserving. Never secrets. */
export interface MachineFacts {
  vmid: number;
  node: string;
  schema: string;
  addressId: number;
  /** With its prefix length, `10.0.20.17/24`. */
  address: string;
  gateway?: string;
  /** Lineage and serial the approved plan was made on. */
  lineage?: string;
  serial?: number;
  /** First of two looks that found nothing left, ISO UTC. */
  absentSince?: string;
}

/** @throws Error naming the fact that is missing: a step ran before its time. */
export function machineFacts(ctx: ChangeContext<never>): MachineFacts {
  const facts = ctx.facts as JsonObject & Partial<MachineFacts>;
  for (const key of [
    'vmid',
    'node',
    'schema',
    'addressId',
    'address',
  ] as const) {
    if (facts[key] === undefined) {
      throw new Error(`Change #${ctx.change.id} has no ${key} yet`);
    }
  }
  return facts as MachineFacts;
}

/** Address of the one resource of the stack. */
export const RESOURCE = 'proxmox_virtual_environment_vm.this';

/** Drives the stack gives its guest; any other was added by somebody else. */
export const STACK_DRIVES = ['scsi0', 'ide2'];

/** The line in a guest's description that proves which change made it. */
export function markOf(change: { id: number; nonce: string }): string {
  return `orion-change:${change.id}/${change.nonce}`;
}

/** Schema of a guest's Terraform state. */
export function stateSchema(cluster: string, vmid: number): string {
  return `vm_${cluster.replaceAll('-', '_')}_${vmid}`;
}
