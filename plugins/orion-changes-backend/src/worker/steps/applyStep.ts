import { freeDiskBytes } from '@orion/engines/supervisor';
import { EngineOutcome } from '@orion/backstage-plugin-orion-changes-node';
import { ChangeRow } from '../../database/tables';
import { MIN_FREE_DISK_BYTES } from './approvedStep';
import { messageOf } from './errors';
import { StepDeps, StepInput, StepResult, SYSTEM } from './types';

const VERIFY_DEADLINE_MS = 5 * 60_000;

/**
 * Runs the engine, or takes up the one that already runs. A consumed plan is
 * spawned at most once per attempt: when the run row of this attempt is there,
 * the process is adopted and never started again.
 */
export async function applyStep(deps: StepDeps, input: StepInput): Promise<StepResult> {
  const { row, kind, ctx } = input;
  const outcome = await runOrAdopt(deps, input);
  if (typeof outcome === 'string') {
    return recover(deps, input, outcome, {});
  }
  if (outcome.interrupted) {
    return recover(deps, input, 'The engine ended after a cancel.', {
      exitCode: outcome.exitCode ?? null,
    });
  }
  const check = await kind
    .checkApply(ctx, outcome)
    .catch(error => ({ ok: false, message: messageOf(error), evidence: {} }));
  if (!check.ok) {
    return recover(deps, input, check.message, {
      ...check.evidence,
      exitCode: outcome.exitCode ?? null,
    });
  }
  return {
    row: await deps.store.transition(row.id, {
      from: 'applying',
      to: 'verifying',
      version: row.version,
      fence: ctx.fence,
      actor: SYSTEM,
      message: check.message,
      body: { evidence: check.evidence },
      deadlineMs: VERIFY_DEADLINE_MS,
    }),
  };
}

async function runOrAdopt(
  deps: StepDeps,
  { row, kind, ctx }: StepInput,
): Promise<EngineOutcome | string> {
  const last = await deps.runs.findLastRun(row.id, 'apply');
  const options = {
    signal: ctx.signal,
    shouldInterrupt: () => cancelRequested(deps, row),
  };
  if (last && last.attempt === row.attempt) {
    const run = await deps.runs.adopt(last);
    if (last.ended_at) {
      return {
        exitCode: last.exit_code ?? undefined,
        run,
        interrupted: last.interrupted_at !== null,
      };
    }
    if (!run) {
      await deps.runs.closeLost(last);
      return 'The engine was never seen running.';
    }
    await ctx.note('Took the running engine up again', { pid: run.identity.pid });
    return deps.runs.watch(ctx.runSubject, { row: last, run }, options);
  }
  if (await cancelRequested(deps, row)) {
    return 'Cancelled before the engine started.';
  }
  const free = await freeDiskBytes(ctx.workDir);
  if (free < MIN_FREE_DISK_BYTES) {
    return `Only ${Math.round(free / 1024 / 1024)} MiB are free for the engine's state.`;
  }
  try {
    const command = await kind.prepareApply(ctx);
    const started = await deps.runs.start(ctx.runSubject, 'apply', command);
    return await deps.runs.watch(ctx.runSubject, started, options);
  } catch (error) {
    if ((error as Error).name === 'RunStartError') {
      return messageOf(error);
    }
    throw error;
  }
}

async function cancelRequested(deps: StepDeps, row: ChangeRow): Promise<boolean> {
  const found = await deps.store.find(row.id);
  return found?.cancel_requested_at !== null;
}

async function recover(
  deps: StepDeps,
  { row, ctx }: StepInput,
  reason: string,
  evidence: Record<string, unknown>,
): Promise<StepResult> {
  return {
    row: await deps.store.transition(row.id, {
      from: 'applying',
      to: 'recovering',
      version: row.version,
      fence: ctx.fence,
      actor: SYSTEM,
      message: reason,
      set: { reason, evidence },
    }),
  };
}
