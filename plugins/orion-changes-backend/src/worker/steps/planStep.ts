import { Knex } from 'knex';
import { InputError } from '@backstage/errors';
import { PolicyVerdict } from '@orion/backstage-plugin-orion-changes-common';
import { KindPlan } from '@orion/backstage-plugin-orion-changes-node';
import { PolicyInput } from '../../policy/PolicyEngine';
import { canonicalDigest } from '../../record/canonicalJson';
import { ChangeRow } from '../../database/tables';
import { storableJson } from '../../database/storable';
import type { WorkContext } from '../WorkContext';
import { isTransient } from './errors';
import { StepDeps, StepInput, StepResult, SYSTEM } from './types';

const PLANNING_DEADLINE_MS = 10 * 60_000;
const START_DEADLINE_MS = 60 * 60_000;
const RETRY_MS = 5_000;
const QUEUE_MS = 2_000;
const MAX_PLAN_BYTES = 2 * 1024 * 1024;

/** The owner's other plans fill the limit. */
class PlansFullError extends Error {}

/**
 * requested -> planning: from here on the change may hold things. Whoever is one
 * too many waits here, where no deadline runs.
 */
export async function beginPlanning(
  deps: StepDeps,
  { row, ctx }: StepInput,
): Promise<StepResult> {
  try {
    return {
      row: await deps.store.transition(row.id, {
        from: 'requested',
        to: 'planning',
        version: row.version,
        fence: ctx.fence,
        actor: SYSTEM,
        message: 'Planning started',
        deadlineMs: PLANNING_DEADLINE_MS,
        within: tx =>
          takePlanningSlot(tx, row.owner, deps.config.limits.plansPerOwner),
      }),
    };
  } catch (error) {
    if (error instanceof PlansFullError) {
      return { pause: true, wakeInMs: QUEUE_MS };
    }
    throw error;
  }
}

async function takePlanningSlot(
  tx: Knex.Transaction,
  owner: string,
  limit: number,
): Promise<void> {
  await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 17))', [
    owner,
  ]);
  const [{ count }] = await tx('changes')
    .where({ owner, state: 'planning' })
    .count();
  if (Number(count) >= limit) {
    throw new PlansFullError();
  }
}

/** What the rules look at, for this change now. */
export async function policyInput(
  deps: StepDeps,
  { row, kind }: Pick<StepInput, 'row' | 'kind'>,
  plan?: Pick<KindPlan, 'counts' | 'blastRadius'>,
): Promise<PolicyInput> {
  const demand = await kind.quota?.(row.input);
  return {
    kind: row.kind,
    destructive: row.destructive,
    owner: row.owner,
    requester: row.requester,
    facts: { ...kind.policyFacts(row.input), ...row.facts },
    targetRef: row.target_ref ?? undefined,
    targetName: row.target.name,
    counts: plan?.counts,
    blastRadius: plan?.blastRadius,
    quota: demand
      ? { demand, used: await deps.reservations.usage(row.owner, row.id) }
      : undefined,
    now: await databaseNow(deps),
  };
}

/**
 * Reserve, plan, judge, store. Everything before the last transition may run
 * again after a crash: reservations are found by the change's id.
 */
export async function planStep(
  deps: StepDeps,
  input: StepInput,
): Promise<StepResult> {
  const { kind, ctx } = input;
  let outcome: Planned | PolicyVerdict[];
  try {
    const before = deps.policy.evaluate(await policyInput(deps, input));
    if (before.denied) {
      outcome = before.verdicts;
    } else {
      await kind.reserve(ctx);
      outcome = await judge(deps, input, readPlan(await kind.plan(ctx), ctx));
    }
  } catch (error) {
    return planFailed(deps, input, error);
  }
  // Outside of the try: a lost race for the row is not a refusal of the plan.
  return Array.isArray(outcome)
    ? deny(deps, input, outcome)
    : storePlan(deps, input, outcome);
}

/** The plan as it will be stored and shown. */
function readPlan(plan: KindPlan, ctx: WorkContext): KindPlan {
  const bytes = Buffer.byteLength(JSON.stringify(plan));
  if (bytes > MAX_PLAN_BYTES) {
    throw new InputError(
      `The plan has ${bytes} bytes, the limit is ${MAX_PLAN_BYTES}`,
    );
  }
  const { lines, counts, pins, blastRadius } = ctx.clean(plan);
  // The fingerprint is never shown; a scrubbed one would bind to less.
  return {
    lines,
    counts,
    pins,
    blastRadius,
    fingerprint: storableJson(plan.fingerprint),
  };
}

interface Planned {
  row: ChangeRow;
  plan: KindPlan;
  facts: PolicyInput;
  verdicts: PolicyVerdict[];
}

/** The rules on the finished plan; the verdicts when one denies. */
async function judge(
  deps: StepDeps,
  input: StepInput,
  plan: KindPlan,
): Promise<Planned | PolicyVerdict[]> {
  // Reserving and planning saved facts: the digest must cover what is stored now.
  const row = await deps.store.get(input.row.id);
  const facts = await policyInput(deps, { row, kind: input.kind }, plan);
  const { denied, verdicts } = deps.policy.evaluate(facts);
  return denied ? verdicts : { row, plan, facts, verdicts };
}

async function storePlan(
  deps: StepDeps,
  { ctx }: StepInput,
  { row, plan, facts, verdicts }: Planned,
): Promise<StepResult> {
  const shown = {
    counts: plan.counts,
    lines: plan.lines,
    policy: verdicts,
    quota: facts.quota && {
      owner: row.owner,
      limit: deps.policy.quotaLimit(row.owner)!,
      used: facts.quota.used,
      demand: facts.quota.demand,
    },
    pins: plan.pins,
    blastRadius: plan.blastRadius,
  };
  const digest = planDigest(row, plan, deps.policy.hash);
  const need = deps.policy.approvalNeed(facts);
  const view = { ...shown, digest, plannedAt: facts.now.toISOString() };
  const set = {
    plan: view,
    plan_fingerprint: plan.fingerprint,
    plan_digest: digest,
    policy_hash: deps.policy.hash,
    reason: null,
    evidence: null,
  };
  const common = {
    from: 'planning' as const,
    version: row.version,
    fence: ctx.fence,
    body: { planDigest: digest, counts: { ...plan.counts } },
  };
  if (need.autoRuleId) {
    return {
      row: await deps.store.transition(row.id, {
        ...common,
        to: 'approved',
        actor: { type: 'rule', ref: need.autoRuleId },
        message: `Approved by rule ${need.autoRuleId}`,
        set: {
          ...set,
          approval: {
            by: `rule:${need.autoRuleId}`,
            at: facts.now.toISOString(),
            digest,
            rule: need.autoRuleId,
          },
        },
        deadlineMs: START_DEADLINE_MS,
      }),
    };
  }
  return {
    row: await deps.store.transition(row.id, {
      ...common,
      to: 'awaiting-approval',
      actor: SYSTEM,
      message: `Planned: adds ${plan.counts.add}, changes ${plan.counts.change}, replaces ${plan.counts.replace}, destroys ${plan.counts.destroy}`,
      set,
      deadlineMs: deps.config.approvalExpiryMs,
    }),
  };
}

/**
 * The digest an approval binds to. It covers what was shown and what was not:
 * the unredacted actions in the fingerprint, and every pinned tool.
 */
export function planDigest(
  row: ChangeRow,
  plan: KindPlan,
  policyHash: string,
): string {
  return canonicalDigest({
    change: row.id,
    kind: row.kind,
    kindVersion: row.kind_version,
    input: row.input,
    target: row.target,
    lines: plan.lines,
    counts: plan.counts,
    blastRadius: plan.blastRadius,
    fingerprint: plan.fingerprint,
    pins: plan.pins,
    facts: row.facts,
    policyHash,
  });
}

async function deny(
  deps: StepDeps,
  { row, ctx }: StepInput,
  verdicts: PolicyVerdict[],
): Promise<StepResult> {
  const reasons = verdicts.filter(verdict => verdict.verdict === 'deny');
  const reason = reasons.map(verdict => verdict.message).join(' ');
  return {
    row: await deps.store.transition(row.id, {
      from: row.state,
      to: 'denied',
      version: row.version,
      fence: ctx.fence,
      actor: { type: 'rule', ref: reasons[0]?.ruleId ?? 'policy' },
      message: reason,
      set: { reason, cleanup: 'pending' },
      body: { verdicts: JSON.parse(JSON.stringify(verdicts)) },
    }),
  };
}

async function planFailed(
  deps: StepDeps,
  { row, ctx }: StepInput,
  error: unknown,
): Promise<StepResult> {
  ctx.throwIfLost(error);
  const reason = ctx.cleanMessage(error);
  const current = await deps.store.get(row.id);
  if (
    current.cancel_requested_at ||
    (await deps.store.isPastDeadline(row.id))
  ) {
    // The plan ended early because of it; the next look at the row ends the change.
    return { row: current };
  }
  if (isTransient(error)) {
    ctx.logger.warn(`Planning waits: ${reason}`);
    if (row.reason !== reason) {
      await deps.store.patch(row.id, ctx.fence, { reason });
    }
    return { pause: true, wakeInMs: RETRY_MS };
  }
  const refused = (error as Error).name === 'ConflictError';
  return {
    row: await deps.store.transition(row.id, {
      from: 'planning',
      to: refused ? 'denied' : 'failed',
      version: current.version,
      fence: ctx.fence,
      actor: refused ? { type: 'rule', ref: 'reservation' } : SYSTEM,
      message: reason,
      set: { reason, cleanup: 'pending' },
    }),
  };
}

async function databaseNow(deps: StepDeps): Promise<Date> {
  const { rows } = await deps.store.knex.raw('SELECT clock_timestamp() AS now');
  return rows[0].now;
}
