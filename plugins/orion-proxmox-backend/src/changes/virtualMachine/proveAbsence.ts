import {
  AbsenceProof,
  ChangeContext,
} from '@orion/backstage-plugin-orion-changes-node';
import { PveClient } from '../../clients/PveClient';
import { ClusterConfig } from '../../config';
import { TerraformStack } from '../terraform/TerraformStack';
import { machineFacts } from './facts';
import { CreateInput } from './input';
import { listDisks } from './listDisks';
import { lookAtGuest } from './lookAtGuest';
import { MachineDeps, readClient, resolveOrder } from './MachineTools';

/** Two looks this far apart: one inventory tick of Proxmox lies surely in between. */
const BETWEEN_LOOKS_MS = 15_000;

export interface AbsenceQuestion {
  cluster: ClusterConfig;
  vmid: number;
  node: string;
  /** Where its image lies: a clone may have left a disk there. */
  imageNode?: string;
  /** Absent when the state is expected to name the guest: somebody else removed it. */
  schema?: string;
  /** Look for disks on every node: nobody knows where the guest was last. */
  everyNode?: boolean;
}

/** The question for the guest a creation was to make. */
export function absenceQuestion(
  deps: MachineDeps,
  ctx: ChangeContext<CreateInput>,
): AbsenceQuestion {
  const { vmid, node, schema } = machineFacts(ctx as never);
  const { cluster, image } = resolveOrder(deps, ctx.change.input);
  return { cluster, vmid, node, imageNode: image.node, schema };
}

/**
 * Proof that nothing of a guest is left: no guest and no task on any node, no
 * state entry, no disk, seen twice. The first look is kept in the change's
 * facts, so the wait survives a restart.
 */
export async function proveMachineAbsence(
  ctx: ChangeContext<never>,
  stack: TerraformStack,
  question: AbsenceQuestion,
): Promise<AbsenceProof> {
  const pve = readClient(question.cluster, ctx.signal);
  try {
    const found = await findTrace(pve, stack, question);
    if (found) {
      await ctx.saveFacts({ absentSince: null });
      return { absent: false, message: found, evidence: { found } };
    }
  } finally {
    await pve.close();
  }
  const since = ctx.facts.absentSince as string | null | undefined;
  if (!since) {
    await ctx.saveFacts({ absentSince: new Date().toISOString() });
  }
  const waited = since ? Date.now() - new Date(since).getTime() : 0;
  const evidence = { vmid: question.vmid, firstLook: since ?? null };
  return waited >= BETWEEN_LOOKS_MS
    ? {
        absent: true,
        message: `No guest, task, ${
          question.schema ? 'state or disk' : 'or disk'
        } of VMID ${question.vmid}, seen twice.`,
        evidence,
      }
    : {
        absent: false,
        again: true,
        message: `Nothing of VMID ${question.vmid} at the first look; the second follows after 15 s.`,
        evidence,
      };
}

async function findTrace(
  pve: PveClient,
  stack: TerraformStack,
  question: AbsenceQuestion,
): Promise<string | undefined> {
  const trace = await findGuestTrace(pve, question);
  if (trace || !question.schema) {
    return trace;
  }
  const state = await stack.readState(question.schema);
  return state && state.addresses.length > 0
    ? `The Terraform state ${
        question.schema
      } still names ${state.addresses.join(', ')}.`
    : undefined;
}

/** What one look at Proxmox finds of a guest; undefined when it is surely gone. */
export async function findGuestTrace(
  pve: PveClient,
  { vmid, node, imageNode, everyNode }: Omit<AbsenceQuestion, 'cluster'>,
): Promise<string | undefined> {
  const sight = await lookAtGuest(pve, vmid, node);
  if (sight.exists) {
    return `Guest ${vmid} exists on ${sight.node}.`;
  }
  if (sight.busy || sight.incomplete) {
    return `Not provable now: ${sight.busy ?? sight.incomplete}.`;
  }
  const { volumes, incomplete } = await listDisks(pve, vmid, [
    node,
    ...(imageNode ? [imageNode] : []),
    ...(everyNode ? sight.asked! : []),
  ]);
  if (volumes.length > 0) {
    return `The disk ${volumes[0].volid} is still there.`;
  }
  return incomplete && `Not provable now: ${incomplete}.`;
}
