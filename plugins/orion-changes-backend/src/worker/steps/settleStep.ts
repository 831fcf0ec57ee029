import { ChangeSettlement } from '@orion/backstage-plugin-orion-changes-common';
import { AbsenceProof } from '@orion/backstage-plugin-orion-changes-node';
import { freeLocks } from '../../database/LockStore';
import { isTransient } from './errors';
import { succeed, writeBack } from './finishStep';
import { recoverUnapplied } from './recoverUnapplied';
import { StepDeps, StepInput, StepResult, SYSTEM } from './types';
import { openOutbox, runProbes } from './verifyStep';

const LOOK_AGAIN_MS = 5_000;
/** An upstream that stays silent this long leaves the change where it is. */
const PATIENCE_MS = 5 * 60_000;

/**
 * Ends a change that needs attention, the way a person said. A person's word
 * alone ends nothing: `succeeded` needs verification and write-back to pass,
 * `failed` needs proof of absence and a second person.
 */
export async function settleStep(
  deps: StepDeps,
  input: StepInput,
): Promise<StepResult> {
  const { settlement } = input.row;
  if (!settlement) {
    return { pause: true };
  }
  return settlement.outcome === 'succeeded'
    ? settleSucceeded(deps, input, settlement)
    : settleFailed(deps, input, settlement);
}

async function settleSucceeded(
  deps: StepDeps,
  input: StepInput,
  settlement: ChangeSettlement,
): Promise<StepResult> {
  const probes = await runProbes(input);
  const failed = probes.find(({ verdict }) => verdict === 'fail');
  if (failed) {
    return refuse(deps, input, failed.message);
  }
  const unknown = probes.find(({ verdict }) => verdict === 'unknown');
  if (unknown) {
    return later(deps, input, settlement.at, unknown.message);
  }
  await openOutbox(deps.store.knex, input);
  const failure = await writeBack(deps, input);
  return failure
    ? later(deps, input, settlement.at, `${failure.title}: ${failure.error}`)
    : succeed(deps, input, 'needs-attention');
}

async function settleFailed(
  deps: StepDeps,
  input: StepInput,
  settlement: ChangeSettlement,
): Promise<StepResult> {
  const { row, ctx } = input;
  const { provenAt, confirmedBy, confirmedAt, at } = settlement;
  if (provenAt && !confirmedBy) {
    return { pause: true };
  }
  const proof = await prove(input);
  if (!proof.absent) {
    return proof.again
      ? later(deps, input, confirmedAt ?? at, proof.message)
      : refuse(deps, input, proof.message);
  }
  if (!confirmedBy) {
    return waitForSecond(deps, input, settlement, proof);
  }
  return {
    row: await deps.store.transition(row.id, {
      from: 'needs-attention',
      to: 'failed',
      version: row.version,
      fence: ctx.fence,
      actor: { type: 'person', ref: confirmedBy },
      message: `Ended as failed. ${proof.message}`,
      comment: settlement.comment,
      set: {
        reason: settlement.comment,
        evidence: proof.evidence,
        cleanup: 'pending',
      },
      body: { evidence: proof.evidence, settledBy: settlement.by },
      within: tx => freeLocks(tx, row.id),
    }),
  };
}

async function prove(input: StepInput): Promise<AbsenceProof> {
  const { row, kind, ctx } = input;
  try {
    if (row.attempt > 0) {
      return ctx.clean(await kind.proveAbsence(ctx));
    }
    const { next, message, evidence } = await recoverUnapplied(input);
    return { absent: next === 'absent', message, evidence };
  } catch (error) {
    ctx.throwIfLost(error);
    return {
      absent: false,
      again: isTransient(error),
      message: ctx.cleanMessage(error),
      evidence: {},
    };
  }
}

async function waitForSecond(
  deps: StepDeps,
  { row, ctx }: StepInput,
  settlement: ChangeSettlement,
  proof: AbsenceProof,
): Promise<StepResult> {
  await ctx.note(
    `${proof.message} A second person confirms that this change has failed.`,
    proof.evidence,
  );
  return {
    pause: true,
    row: await deps.store.patch(
      row.id,
      ctx.fence,
      {
        reason: proof.message,
        evidence: proof.evidence,
        settlement: { ...settlement, provenAt: new Date().toISOString() },
      },
      row.version,
    ),
  };
}

/** Looks again in a while, and gives up on a system that stays silent. */
async function later(
  deps: StepDeps,
  input: StepInput,
  since: string,
  reason: string,
): Promise<StepResult> {
  const { row, ctx } = input;
  if (Date.now() - new Date(since).getTime() > PATIENCE_MS) {
    return refuse(deps, input, `Not provable within 5 minutes: ${reason}`);
  }
  if (row.reason !== reason) {
    await deps.store.patch(row.id, ctx.fence, { reason });
  }
  return { pause: true, wakeInMs: LOOK_AGAIN_MS };
}

/** The change stays where it is, with what was found instead. */
async function refuse(
  deps: StepDeps,
  { row, ctx }: StepInput,
  reason: string,
): Promise<StepResult> {
  const { outcome } = row.settlement!;
  const set = { settlement: null, reason };
  const patched = await deps.store.patch(row.id, ctx.fence, set, row.version);
  const entry = {
    event: 'settlement-refused',
    actor: SYSTEM,
    message: `Not ended as ${outcome}: ${reason}`,
  };
  await deps.store.note(row.id, entry, ctx.fence);
  return { pause: true, row: patched };
}
