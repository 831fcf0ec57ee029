import { freeDiskBytes } from '@orion/engines/supervisor';
import { EngineOutcome } from '@orion/backstage-plugin-orion-changes-node';
import { ChangeRow } from '../../database/tables';
import { lowDisk } from './lowDisk';
import { isTransient } from './errors';
import { StepDeps, StepInput, StepResult, SYSTEM } from './types';

const VERIFY_DEADLINE_MS = 5 * 60_000;
const DISK_RETRY_MS = 15_000;
/** What was looked at right before the apply is that old at most when it begins. */
const STARTS_WITHIN_SECONDS = 30;

/** An outcome to judge, a sentence for recovery, or a pause before anything started. */
type Ran = EngineOutcome | string | { pause: true; wakeInMs: number };

/**
 * Runs the engine, or takes up the one that already runs. A consumed plan is
 * spawned at most once per attempt: when the run row of this attempt is there,
 * the process is adopted and never started again.
 */
export async function applyStep(
  deps: StepDeps,
  input: StepInput,
): Promise<StepResult> {
  const { row, kind, ctx } = input;
  const outcome = await runOrAdopt(deps, input);
  if (typeof outcome === 'string' || !('pause' in outcome)) {
    // Also after a crash between the start and its destruction there.
    await deps.vault.destroyConsumed({ id: row.id, fence: ctx.fence });
  }
  if (typeof outcome === 'string') {
    return recover(deps, input, outcome, {});
  }
  if ('pause' in outcome) {
    return outcome;
  }
  if (outcome.interrupted) {
    return recover(deps, input, 'The engine ended after a cancel.', {
      exitCode: outcome.exitCode ?? null,
    });
  }
  const check = await kind.checkApply(ctx, outcome).catch(error => {
    ctx.throwIfLost(error);
    return { ok: false, message: ctx.cleanMessage(error), evidence: {} };
  });
  const { message, evidence } = ctx.clean(check);
  if (!check.ok) {
    return recover(deps, input, message, {
      ...evidence,
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
      message,
      set: { reason: null },
      body: { evidence },
      deadlineMs: VERIFY_DEADLINE_MS,
    }),
  };
}

async function runOrAdopt(deps: StepDeps, input: StepInput): Promise<Ran> {
  const { row, ctx } = input;
  const last = await deps.runs.findLastRun(row.id, 'apply');
  const options = {
    signal: ctx.signal,
    shouldInterrupt: () => cancelRequested(deps, row),
  };
  if (!last || last.attempt !== row.attempt) {
    return start(deps, input, options);
  }
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

async function start(
  deps: StepDeps,
  { row, kind, ctx }: StepInput,
  options: { signal: AbortSignal; shouldInterrupt: () => Promise<boolean> },
): Promise<Ran> {
  if (await options.shouldInterrupt()) {
    return 'Cancelled before the engine started.';
  }
  const full = lowDisk(await freeDiskBytes(ctx.workDir));
  if (full) {
    await deps.store.patch(row.id, ctx.fence, { reason: full });
    return { pause: true, wakeInMs: DISK_RETRY_MS };
  }
  const waited = await secondsSinceClaim(deps, row);
  // A later attempt begins with what recovery saw, and may be what takes it all back.
  if (row.attempt === 1 && waited > STARTS_WITHIN_SECONDS) {
    return `Nothing was started within ${Math.round(
      waited,
    )} s after the last look before it: what is there is looked at again.`;
  }
  let started;
  try {
    const command = await kind.prepareApply(ctx);
    started = await deps.runs.start(ctx.runSubject, 'apply', command);
  } catch (error) {
    ctx.throwIfLost(error);
    if (isTransient(error)) {
      throw error;
    }
    // A plan that cannot be read or a command that cannot start stays so: recovery looks at what is there.
    return `The engine was not started: ${ctx.cleanMessage(error)}`;
  }
  await deps.vault.destroyConsumed({ id: row.id, fence: ctx.fence });
  return deps.runs.watch(ctx.runSubject, started, options);
}

async function secondsSinceClaim(
  { store }: Pick<StepDeps, 'store'>,
  { id }: ChangeRow,
): Promise<number> {
  const found = await store
    .knex('changes')
    .where({ id })
    .first(
      store.knex.raw(
        'extract(epoch FROM clock_timestamp() - plan_consumed_at)::float AS waited',
      ),
    );
  return found.waited;
}

/** True once somebody asked to cancel this change. */
export async function cancelRequested(
  deps: Pick<StepDeps, 'store'>,
  row: ChangeRow,
): Promise<boolean> {
  const found = await deps.store.get(row.id);
  return found.cancel_requested_at !== null;
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
