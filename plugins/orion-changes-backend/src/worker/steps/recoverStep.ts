import { RecoveryVerdict } from '@orion/backstage-plugin-orion-changes-node';
import { freeLocks } from '../../database/LockStore';
import { MAX_ATTEMPTS } from '../WorkContext';
import { cancelRequested } from './applyStep';
import { recoverUnapplied } from './recoverUnapplied';
import { isTransient } from './errors';
import { tellWaiting } from './tellWaiting';
import { StepDeps, StepInput, StepResult, SYSTEM } from './types';

const LOOK_AGAIN_MS = 3_000;
const PAUSE = { pause: true, wakeInMs: LOOK_AGAIN_MS } as const;
const VERIFY_DEADLINE_MS = 5 * 60_000;

/**
 * Looks at the real world and decides. Idempotent: it starts at its first step
 * after every crash. A consumed plan is never applied again; what remains is
 * planned anew and must lie within what was approved.
 */
export async function recoverStep(
  deps: StepDeps,
  input: StepInput,
): Promise<StepResult> {
  const { row, kind, ctx } = input;
  const open = await deps.runs.findOpenRun(row.id, 'apply');
  if (open) {
    // The lease moved while an engine ran: it must be proven dead first.
    const run = await deps.runs.adopt(open);
    await (run
      ? deps.runs.watch(
          ctx.runSubject,
          { row: open, run },
          {
            signal: ctx.signal,
            shouldInterrupt: () => cancelRequested(deps, row),
          },
        )
      : deps.runs.closeLost(open));
    // That took its time: what is decided next must know of a cancel meanwhile.
    return { row: await deps.store.get(row.id) };
  }
  let verdict: RecoveryVerdict;
  try {
    verdict = ctx.clean(
      // Never claimed for an apply as far as this database knows: it was restored.
      row.attempt === 0
        ? await recoverUnapplied(input)
        : await kind.recover(ctx),
    );
  } catch (error) {
    ctx.throwIfLost(error);
    const message = ctx.cleanMessage(error);
    if (!isTransient(error)) {
      return attention(deps, input, message, {});
    }
    verdict = { next: 'wait', message, evidence: {} };
  }
  return follow(deps, input, verdict);
}

async function follow(
  deps: StepDeps,
  input: StepInput,
  verdict: RecoveryVerdict,
): Promise<StepResult> {
  const { row, ctx } = input;
  const cancelled = await cancelRequested(deps, row);
  if (cancelled && row.cancel_requested_at === null) {
    // It came while the kind looked: with it, the same world may mean something else.
    return { row: await deps.store.get(row.id) };
  }
  const common = {
    from: 'recovering' as const,
    version: row.version,
    fence: ctx.fence,
    actor: SYSTEM,
    message: verdict.message,
    body: { evidence: verdict.evidence },
  };
  switch (verdict.next) {
    case 'wait':
      if (row.reason !== verdict.message) {
        await deps.store.patch(row.id, ctx.fence, {
          reason: verdict.message,
          evidence: verdict.evidence,
        });
      }
      await tellWaiting(deps, input, verdict.message);
      return { pause: true, wakeInMs: LOOK_AGAIN_MS };
    case 'verify':
      return {
        // What failed a moment ago is not asked without end, and not recorded so.
        ...(row.evidence?.probes ? PAUSE : {}),
        row: await deps.store.transition(row.id, {
          ...common,
          to: 'verifying',
          set: { reason: null },
          deadlineMs: VERIFY_DEADLINE_MS,
        }),
      };
    case 'absent':
      return {
        row: await deps.store.transition(row.id, {
          ...common,
          to: cancelled ? 'cancelled' : 'failed',
          set: {
            reason: verdict.message,
            cleanup: 'pending',
            evidence: verdict.evidence,
          },
          within: tx => freeLocks(tx, row.id),
        }),
      };
    case 'apply':
      if (!row.approval) {
        return attention(
          deps,
          input,
          'Something remains to be done, but the approval is void since a restore. Order it anew, or remove what is there and say that it failed.',
          verdict.evidence,
        );
      }
      if (cancelled) {
        return attention(
          deps,
          input,
          'Cancelled half way: something exists that this change made. Continue, or remove it and confirm.',
          verdict.evidence,
        );
      }
      if (row.attempt >= MAX_ATTEMPTS) {
        return attention(
          deps,
          input,
          `Tried ${row.attempt} times. ${verdict.message}`,
          verdict.evidence,
        );
      }
      return {
        row: await deps.store.transition(row.id, {
          ...common,
          to: 'applying',
          set: {
            attempt: row.attempt + 1,
            reason: null,
            plan_consumed_at: deps.store.knex.raw('clock_timestamp()'),
          },
        }),
      };
    default:
  }
  return attention(deps, input, verdict.message, verdict.evidence);
}

async function attention(
  deps: StepDeps,
  { row, ctx }: StepInput,
  reason: string,
  evidence: Record<string, unknown>,
): Promise<StepResult> {
  return {
    row: await deps.store.transition(row.id, {
      from: 'recovering',
      to: 'needs-attention',
      version: row.version,
      fence: ctx.fence,
      actor: SYSTEM,
      message: reason,
      set: { reason, evidence },
    }),
  };
}
