import {
  RecoveryVerdict,
  ChangeContext,
} from '@orion/backstage-plugin-orion-changes-node';
import { isWithinApproved } from '@orion/engines/terraform';
import { machineFacts, markOf, RESOURCE } from './facts';
import { CreateInput } from './input';
import { GuestSight, lookAtGuest } from './lookAtGuest';
import {
  findCluster,
  MachineDeps,
  machineInstance,
  readClient,
} from './MachineTools';
import { absenceQuestion, proveMachineAbsence } from './proveAbsence';

/**
 * Decides what an interrupted creation is, from the world and never from memory:
 * the mark in the guest's description tells whether this change made it.
 */
export async function recoverMachine(
  deps: MachineDeps,
  ctx: ChangeContext<CreateInput>,
): Promise<RecoveryVerdict> {
  const facts = machineFacts(ctx as never);
  const cluster = findCluster(deps, ctx.change.input.cluster);
  if (await deps.stack.isLocked(facts.schema)) {
    return wait('The state is locked: an engine may still run.');
  }
  const base = { lineage: facts.lineage!, serial: facts.serial! };
  const notStored = await deps.stack.recoverErroredState(
    ctx as never,
    facts.schema,
    base,
  );
  if (notStored) {
    return attention(notStored, {});
  }
  const pve = readClient(cluster, ctx.signal);
  let sight: GuestSight;
  try {
    sight = await lookAtGuest(pve, facts.vmid, facts.node);
  } finally {
    await pve.close();
  }
  if (sight.busy) {
    return wait(`Waiting: ${sight.busy}.`);
  }
  const state = await deps.stack.readState(facts.schema);
  const inState = state?.addresses.includes(RESOURCE) ?? false;
  if (!sight.exists) {
    return withoutGuest(deps, ctx, sight, inState);
  }
  const mark = markOf(ctx.change);
  const marked = sight.config?.description
    ?.split('\n')
    .some(line => line.trim() === mark);
  const evidence = {
    vmid: facts.vmid,
    node: sight.node ?? null,
    name: String(sight.config?.name ?? ''),
    mark: marked ? 'this change' : 'not this change',
    inState,
  };
  if (!marked) {
    return attention(
      `Guest ${facts.vmid} (${evidence.name}) is there, but this change did not make it. Nothing was touched.`,
      evidence,
    );
  }
  const instance = machineInstance(deps, ctx);
  if (!inState) {
    await deps.stack.importResource(
      ctx as never,
      instance,
      RESOURCE,
      `${sight.node}/${facts.vmid}`,
    );
    await ctx.note('Took the guest this change made into the state', evidence);
  } else if (state!.tainted.includes(RESOURCE)) {
    await deps.stack.untaint(ctx as never, instance, RESOURCE);
    await ctx.note('The guest this change made is no longer tainted', evidence);
  }
  return planRest(deps, ctx, [RESOURCE], evidence);
}

async function withoutGuest(
  deps: MachineDeps,
  ctx: ChangeContext<CreateInput>,
  sight: GuestSight,
  inState: boolean,
): Promise<RecoveryVerdict> {
  const facts = machineFacts(ctx as never);
  if (sight.incomplete) {
    return wait(`Waiting: ${sight.incomplete}.`);
  }
  if (inState) {
    // A lost privilege hides guests too: creating again could make a second one.
    return attention(
      `The state names guest ${facts.vmid}, but Proxmox does not show it. It may be hidden from ORION.`,
      { vmid: facts.vmid, inState },
    );
  }
  if (ctx.change.mayTryAgain) {
    return planRest(deps, ctx, [], { vmid: facts.vmid, guest: 'absent' });
  }
  const proof = await proveMachineAbsence(
    ctx as never,
    deps.stack,
    absenceQuestion(deps, ctx),
  );
  return proof.absent
    ? { next: 'absent', message: proof.message, evidence: proof.evidence }
    : wait(proof.message);
}

/** Plans what remains; it must lie within what people approved. */
async function planRest(
  deps: MachineDeps,
  ctx: ChangeContext<CreateInput>,
  ownedAddresses: string[],
  evidence: Record<string, string | number | boolean | null>,
): Promise<RecoveryVerdict> {
  const approved = await deps.stack.approvedEnvelope(ctx as never);
  const next = await deps.stack.plan(
    ctx as never,
    'recover',
    machineInstance(deps, ctx),
  );
  await ctx.saveFacts({ ...next.base });
  if (!next.hasChanges) {
    return { next: 'verify', message: 'Nothing remains to be done.', evidence };
  }
  const subset = isWithinApproved(approved, next.envelope, {
    ownedAddresses,
    // An imported guest has no record of the clone it came from.
    createOnlyAttributes: { proxmox_virtual_environment_vm: ['clone'] },
  });
  return subset.ok
    ? {
        next: 'apply',
        message: 'What remains lies within the approved plan.',
        evidence,
      }
    : attention('What remains goes beyond the approved plan.', {
        ...evidence,
        reasons: subset.reasons.join('; '),
      });
}

function wait(message: string): RecoveryVerdict {
  return { next: 'wait', message, evidence: {} };
}

function attention(
  message: string,
  evidence: Record<string, string | number | boolean | null>,
): RecoveryVerdict {
  return { next: 'needs-attention', message, evidence };
}
