import { Knex } from 'knex';
import { ConflictError } from '@backstage/errors';
import { freeDiskBytes } from '@orion/engines/supervisor';
import {
  distinct,
  freeLocks,
  LockConflict,
  takeLocks,
} from '../../database/LockStore';
import { ChangeRow } from '../../database/tables';
import { isTransient, messageOf } from './errors';
import { lowDisk } from './lowDisk';
import { planDigest, policyInput } from './planStep';
import { StepDeps, StepInput, StepResult, SYSTEM } from './types';

const LOCK_RETRY_MS = 2_000;
const PLANNING_DEADLINE_MS = 10 * 60_000;
const DISK_RETRY_MS = 15_000;
/** A rule would approve again and again what never gets through its last look. */
const MAX_SUPERSEDED_BY_RULE = 3;

/**
 * The claim for the apply. Locks first, then everything that could have changed
 * since the approval is looked at again, then one transaction consumes the
 * approval. Any failure voids it.
 */
export async function approvedStep(
  deps: StepDeps,
  input: StepInput,
): Promise<StepResult> {
  const { ctx } = input;
  const full = lowDisk(await freeDiskBytes(ctx.workDir));
  if (full) {
    return waitFor(deps, input, full, DISK_RETRY_MS);
  }
  const conflict = await lock(deps, input);
  if (conflict) {
    return waitForLock(deps, input, conflict);
  }
  try {
    return await claim(deps, input);
  } catch (error) {
    ctx.throwIfLost(error);
    // Nothing was begun, and whoever waits may be the way back.
    await unlock(deps, input);
    throw error;
  }
}

/** Looks at everything again, under the locks. @throws what may pass, and what nobody expects. */
async function claim(deps: StepDeps, input: StepInput): Promise<StepResult> {
  const { row, kind, ctx } = input;
  const denial = await denialToday(deps, input);
  if (denial) {
    return voidApproval(deps, input, 'denied', denial);
  }
  let changed: string | undefined;
  try {
    changed = await kind.recheck(ctx);
  } catch (error) {
    ctx.throwIfLost(error);
    if (isTransient(error)) {
      throw error;
    }
    return voidApproval(deps, input, 'denied', ctx.cleanMessage(error));
  }
  if (changed) {
    return supersede(deps, input, ctx.clean(changed));
  }
  const fresh = await deps.store.get(row.id);
  if (storedDigest(fresh) !== row.plan_digest) {
    return supersede(
      deps,
      input,
      'What was reserved or planned is no longer what was approved.',
    );
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
      beforeDeadline: true,
      within: tx =>
        assertStillHeld(tx, row, distinct(kind.lockKeys(ctx)).length),
    }),
  };
}

/** The digest of what is stored now: it must be the one people approved. */
function storedDigest(row: ChangeRow): string {
  const { lines, counts, pins, blastRadius = [] } = row.plan!;
  const plan = {
    lines,
    counts,
    pins,
    blastRadius,
    fingerprint: row.plan_fingerprint!,
  };
  return planDigest(row, plan, row.policy_hash!);
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
  const facts = await policyInput(
    deps,
    { row, kind },
    {
      counts: plan.counts,
      blastRadius: plan.blastRadius ?? [],
    },
  );
  const { denied, verdicts } = deps.policy.evaluate(facts);
  if (denied) {
    return verdicts
      .filter(verdict => verdict.verdict === 'deny')
      .map(verdict => verdict.message)
      .join(' ');
  }
  // After its verdicts: a rule that denies says more than that one changed.
  if (row.policy_hash !== deps.policy.hash) {
    return 'The policy changed since the approval.';
  }
  const need = deps.policy.approvalNeed(facts);
  if (approval.rule && need.autoRuleId !== approval.rule) {
    return `Rule ${approval.rule} no longer approves this change.`;
  }
  return peopleToday(deps, row, need.groups);
}

async function peopleToday(
  deps: StepDeps,
  row: ChangeRow,
  groups: string[],
): Promise<string | undefined> {
  const { by, rule } = row.approval!;
  try {
    const requester = await deps.membership.resolve(row.requester);
    if (!requester.groups.includes(row.owner)) {
      return `${row.requester} no longer belongs to ${row.owner}.`;
    }
    if (rule) {
      return undefined;
    }
    const approver = await deps.membership.resolve(by);
    return approver.groups.some(group => groups.includes(group))
      ? undefined
      : `${by} no longer belongs to ${groups.join(' or ')}.`;
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
    if (!(await isStillHere(tx, row, ctx))) {
      throw new ConflictError(`Change #${row.id} moved on`);
    }
    const conflict = await takeLocks(tx, row.id, ctx.fence, kind.lockKeys(ctx));
    const waitingFor = conflict?.key ?? null;
    if (waitingFor !== row.waiting_for) {
      await tx('changes')
        .where({ id: row.id })
        .update({ waiting_for: waitingFor });
    }
    return conflict;
  });
}

/** Unless it moved on meanwhile: then they belong to what it does now. */
async function unlock(deps: StepDeps, { row, ctx }: StepInput): Promise<void> {
  await deps.store.knex.transaction(async tx => {
    if (await isStillHere(tx, row, ctx)) {
      await freeLocks(tx, row.id);
    }
  });
}

/** This worker holds it, as it was read; it stays so to the end of the transaction. */
async function isStillHere(
  tx: Knex.Transaction,
  { id, version }: ChangeRow,
  { fence }: Pick<StepInput['ctx'], 'fence'>,
): Promise<boolean> {
  const row = await tx('changes')
    .where({ id, fence, version })
    .forUpdate()
    .first('id');
  return row !== undefined;
}

async function waitForLock(
  deps: StepDeps,
  input: StepInput,
  conflict: LockConflict,
): Promise<StepResult> {
  const { key, heldBy, ahead } = conflict;
  const holders = heldBy.map(id => `#${id}`).join(', ');
  const parts = [
    `Waiting for ${key}`,
    ...(holders ? [`held by ${holders}`] : []),
    ...(ahead > 0
      ? [`${ahead} approved earlier ${ahead === 1 ? 'is' : 'are'} first`]
      : []),
  ];
  return waitFor(deps, input, parts.join(', '), LOCK_RETRY_MS);
}

async function waitFor(
  deps: StepDeps,
  { row, ctx }: StepInput,
  reason: string,
  wakeInMs: number,
): Promise<StepResult> {
  if (row.reason !== reason) {
    await deps.store.patch(row.id, ctx.fence, { reason });
  }
  return { pause: true, wakeInMs };
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

/** Plan again; a person decides again. What a rule approves must not go round for ever. */
async function supersede(
  deps: StepDeps,
  input: StepInput,
  reason: string,
): Promise<StepResult> {
  const { row } = input;
  if (row.approval!.rule) {
    const [{ count }] = await deps.store
      .knex('record')
      .where({ change_id: row.id, event: 'superseded' })
      .count();
    if (Number(count) >= MAX_SUPERSEDED_BY_RULE) {
      return voidApproval(
        deps,
        input,
        'denied',
        `planned ${count} times again. ${reason}`,
      );
    }
  }
  return voidApproval(deps, input, 'planning', reason);
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
