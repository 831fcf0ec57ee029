import {
  ChangeContext,
  RecoveryVerdict,
} from '@orion/backstage-plugin-orion-changes-node';
import { isWithinApproved } from '@orion/engines/terraform';
import {
  destroyFacts,
  destroyInstance,
  findOwnership,
  inspectTarget,
  isEmptyState,
} from './destroyTarget';
import { DestroyInput } from './input';
import { describeMore } from './inspectGuest';
import { lookAtGuest } from './lookAtGuest';
import { findCluster, MachineDeps, readClient } from './MachineTools';
import { checkGoneRest } from './planGone';

type Ctx = ChangeContext<DestroyInput>;

/** Decides what an interrupted destroy is, from the world and never from memory. */
export async function recoverDestroy(
  deps: MachineDeps,
  ctx: Ctx,
): Promise<RecoveryVerdict> {
  const { vmid } = ctx.change.input;
  const { schema, node, gone } = destroyFacts(ctx);
  if (await deps.stack.isLocked(schema)) {
    return verdict(
      'wait',
      ctx,
      'The state is locked: an engine may still run.',
    );
  }
  const sight = await look(deps, ctx, node);
  if (sight.busy) {
    return verdict('wait', ctx, `Waiting: ${sight.busy}.`);
  }
  if (sight.exists) {
    return gone
      ? verdict(
          'needs-attention',
          ctx,
          `Guest ${vmid} is there again, and this change was approved for a guest that is gone. Nothing of it was touched.`,
        )
      : recoverPresent(deps, ctx);
  }
  if (sight.incomplete) {
    return verdict('wait', ctx, `Waiting: ${sight.incomplete}.`);
  }
  return isEmptyState(await deps.stack.readState(schema))
    ? verdict('verify', ctx, 'The guest is gone.')
    : forgetRest(deps, ctx);
}

async function recoverPresent(
  deps: MachineDeps,
  ctx: Ctx,
): Promise<RecoveryVerdict> {
  const { input } = ctx.change;
  const ownership = await findOwnership(deps, input);
  const { problem, belongings } = await inspectTarget(
    deps,
    input,
    ownership,
    ctx.signal,
  );
  const beyond = problem ?? describeMore(destroyFacts(ctx), belongings!);
  if (beyond) {
    return verdict('needs-attention', ctx, beyond);
  }
  if (!ctx.change.mayTryAgain) {
    return verdict(
      'absent',
      ctx,
      `${input.name} is still there; this change leaves nothing behind.`,
    );
  }
  const { approved, next } = await planRest(deps, ctx);
  const subset = isWithinApproved(approved, next, { ownedAddresses: [] });
  return judged(ctx, subset.ok ? [] : subset.reasons);
}

/** The guest is gone, and the state still names it: the engine forgets it. */
async function forgetRest(
  deps: MachineDeps,
  ctx: Ctx,
): Promise<RecoveryVerdict> {
  if (!ctx.change.mayTryAgain) {
    const { schema } = destroyFacts(ctx);
    return verdict(
      'needs-attention',
      ctx,
      `Guest ${ctx.change.input.vmid} is gone, but the Terraform state ${schema} still names it.`,
    );
  }
  const { approved, next } = await planRest(deps, ctx);
  return judged(ctx, checkGoneRest(approved, next));
}

async function planRest(deps: MachineDeps, ctx: Ctx) {
  const approved = await deps.stack.approvedEnvelope(ctx as never);
  const next = await deps.stack.plan(
    ctx as never,
    'recover',
    await destroyInstance(deps, ctx.change.input),
    { destroy: true },
  );
  await ctx.saveFacts({ ...next.base });
  return { approved, next: next.envelope };
}

async function look(deps: MachineDeps, ctx: Ctx, node: string) {
  const { cluster, vmid } = ctx.change.input;
  const pve = readClient(findCluster(deps, cluster), ctx.signal);
  try {
    return await lookAtGuest(pve, vmid, node);
  } finally {
    await pve.close();
  }
}

function judged(ctx: Ctx, reasons: string[]): RecoveryVerdict {
  const within = 'What remains lies within the approved plan.';
  return reasons.length === 0
    ? verdict('apply', ctx, within)
    : {
        next: 'needs-attention',
        message: 'What remains goes beyond the approved plan.',
        evidence: { reasons },
      };
}

function verdict(
  next: RecoveryVerdict['next'],
  ctx: Ctx,
  message: string,
): RecoveryVerdict {
  return { next, message, evidence: { vmid: ctx.change.input.vmid } };
}
