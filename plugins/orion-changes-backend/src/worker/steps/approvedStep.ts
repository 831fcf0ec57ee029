import { Knex } from 'knex';
import { ConflictError } from '@backstage/errors';
import { freeLocks, LockConflict, takeLocks } from '../../database/LockStore';
import { ChangeRow } from '../../database/tables';
import { canonicalDigest } from '../../record/canonicalJson';
import { messageOf } from './errors';
import { policyInput } from './planStep';
import { StepDeps, StepInput, StepResult, SYSTEM } from './types';

const LOCK_RETRY_MS = 2_000;
const PLANNING_DEADLINE_MS = 10 * 60_000;
/** Below this no engine is started: a state that cannot be written is worse than waiting. */
export const MIN_FREE_DISK_BYTES = 256 * 1024 * 1024;

/**
 * The claim for the apply. Locks first, then everything that could have changed
 * since the approval is looked at again, then one transaction consumes the
 * approval. Any failure voids it.
 */
export async function approvedStep(
  deps: StepDeps,
  input: StepInput,
): Promise<StepResult> {
  const { row, kind, ctx } = input;
  const conflict = await lock(deps, input);
  if (conflict) {
    return waitForLock(deps, input, conflict);
  }
  const denial = await denialToday(deps, input);
  if (denial) {
    return voidApproval(deps, input, 'denied', denial);
  }
  const changed = await kind.recheck(ctx);
  if (changed) {
    return voidApproval(deps, input, 'planning', changed);
  }
  const fresh = await deps.store.get(row.id);
  if (canonicalDigest(fresh.facts) !== canonicalDigest(row.facts)) {
    return voidApproval(deps, input, 'planning', 'The reservation changed since the approval.');
  }
  return {
    row: await deps.store.transition(row.id, {
      from: 'approved',
      to: 'applying',
      version: row.version,
      fence: ctx.fence,
      actor: SYSTEM,
      message: `Applying plan ${row.plan_digest!.slice(0, 8)}`,
      set: {
        attempt: row.attempt + 1,
        reason: null,
        approval_consumed_at: deps.store.knex.raw('clock_timestamp()'),
        plan_consumed_at: deps.store.knex.raw('clock_timestamp()'),
      },
      within: tx => assertStillHeld(tx, row, kind.lockKeys(ctx).length),
    }),
  };
}

/** The approval, the policy and both people as they are today. */
async function denialToday(
  deps: StepDeps,
  input: StepInput,
): Promise<string | undefined> {
  const { row, kind } = input;
  const { approval, plan } = row;
  if (!approval || !plan || approval.digest !== row.plan_digest) {
    return 'The approval does not belong to this plan.';
  }
  if (row.policy_hash !== deps.policy.hash) {
    return 'The policy changed since the approval.';
  }
  const facts = await policyInput(deps, { row, kind }, {
    counts: plan.counts,
    blastRadius: (row.plan_fingerprint?.blastRadius as string[]) ?? [],
  });
  const { denied, verdicts } = deps.policy.evaluate(facts);
  if (denied) {
    return verdicts
      .filter(verdict => verdict.verdict === 'deny')
      .map(verdict => verdict.message)
      .join(' ');
  }
  const need = deps.policy.approvalNeed(facts);
  if (approval.rule) {
    return need.autoRuleId === approval.rule
      ? undefined
      : `Rule ${approval.rule} no longer approves this change.`;
  }
  return peopleToday(deps, row, need.groups);
}

async function peopleToday(
  deps: StepDeps,
  row: ChangeRow,
  groups: string[],
): Promise<string | undefined> {
  try {
    await deps.membership.resolve(row.requester);
    const approver = await deps.membership.resolve(row.approval!.by);
    return approver.groups.some(group => groups.includes(group))
      ? undefined
      : `${row.approval!.by} no longer belongs to ${groups.join(' or ')}.`;
  } catch (error) {
    if ((error as Error).name === 'NotAllowedError') {
      return messageOf(error);
    }
    throw error;
  }
}

async function lock(
  deps: StepDeps,
  { row, kind, ctx }: StepInput,
): Promise<LockConflict | undefined> {
  return deps.store.knex.transaction(async tx => {
    const owned = await tx('changes')
      .where({ id: row.id, fence: ctx.fence, version: row.version })
      .forUpdate()
      .first('id');
    if (!owned) {
      throw new ConflictError(`Change #${row.id} moved on`);
    }
    return takeLocks(tx, row.id, ctx.fence, kind.lockKeys(ctx));
  });
}

async function waitForLock(
  deps: StepDeps,
  { row, ctx }: StepInput,
  conflict: LockConflict,
): Promise<StepResult> {
  const reason = `Waiting for ${conflict.key}, held by ${conflict.heldBy
    .map(id => `#${id}`)
    .join(', ')}`;
  if (row.reason !== reason) {
    await deps.store.patch(row.id, ctx.fence, { reason });
  }
  return { pause: true, wakeInMs: LOCK_RETRY_MS };
}

async function assertStillHeld(
  tx: Knex.Transaction,
  row: ChangeRow,
  count: number,
): Promise<void> {
  const held = await tx('change_locks').where({ change_id: row.id }).count();
  if (Number(held[0].count) !== count) {
    throw new ConflictError(`Change #${row.id} lost its locks`);
  }
}

async function voidApproval(
  deps: StepDeps,
  { row, ctx }: StepInput,
  to: 'denied' | 'planning',
  reason: string,
): Promise<StepResult> {
  return {
    row: await deps.store.transition(row.id, {
      from: 'approved',
      to,
      version: row.version,
      fence: ctx.fence,
      event: to === 'planning' ? 'superseded' : undefined,
      actor: SYSTEM,
      message: `The approval is void: ${reason}`,
      set: {
        approval: null,
        reason,
        ...(to === 'denied' ? { cleanup: 'pending' } : {}),
      },
      deadlineMs: to === 'planning' ? PLANNING_DEADLINE_MS : undefined,
      within: tx => freeLocks(tx, row.id),
    }),
  };
}
