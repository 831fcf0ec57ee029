import { Knex } from 'knex';
import { freeLocks } from '../../database/LockStore';
import { ChangeRow, FinishStepRow } from '../../database/tables';
import { storableJsonText } from '../../database/storable';
import { StepDeps, StepInput, StepResult, SYSTEM } from './types';

const RETRY_MS = [2_000, 5_000, 15_000, 60_000, 300_000];

/**
 * The write-back: an outbox of steps, in order, each idempotent and read back.
 * A step that fails is tried again for a day and never undoes the guest. One that
 * finds it undone by others leaves the end to recovery.
 */
export async function finishStep(
  deps: StepDeps,
  input: StepInput,
): Promise<StepResult> {
  const failure = await writeBack(deps, input);
  if (!failure) {
    return succeed(deps, input, 'finishing');
  }
  return failure.undone
    ? recover(deps, input, failure)
    : retryLater(deps, input, failure);
}

/** A step of the write-back that did not work, and why. */
export interface WriteBackFailure {
  id: string;
  title: string;
  error: string;
  /** What was applied is not there any more. */
  undone: boolean;
}

/** Runs the steps that are not done yet; stops at the first that fails. */
export async function writeBack(
  deps: StepDeps,
  { row, kind, ctx }: StepInput,
): Promise<WriteBackFailure | undefined> {
  const steps = kind.finish(ctx);
  const rows = await deps.store
    .knex<FinishStepRow>('finish_steps')
    .where({ change_id: row.id });
  const done = new Set(
    rows.filter(step => step.state === 'done').map(step => step.step),
  );
  for (const step of steps.filter(({ id }) => !done.has(id))) {
    ctx.signal.throwIfAborted();
    try {
      const result = (await step.run()) ?? {};
      await markDone(deps, row, step.id, ctx.clean(result));
    } catch (error) {
      ctx.throwIfLost(error);
      const { id, title } = step;
      return {
        ...{ id, title, error: ctx.cleanMessage(error) },
        undone: (error as Error).name === 'UndoneError',
      };
    }
  }
  return undefined;
}

async function markDone(
  deps: StepDeps,
  row: ChangeRow,
  step: string,
  result: object,
): Promise<void> {
  await deps.store
    .knex('finish_steps')
    .where({ change_id: row.id, step })
    .update({
      state: 'done',
      result: storableJsonText(result),
      last_error: null,
      updated_at: deps.store.knex.raw('clock_timestamp()'),
    });
}

async function recover(
  deps: StepDeps,
  { row, ctx }: StepInput,
  { id, error }: WriteBackFailure,
): Promise<StepResult> {
  return {
    row: await deps.store.transition(row.id, {
      from: 'finishing',
      to: 'recovering',
      version: row.version,
      fence: ctx.fence,
      actor: SYSTEM,
      message: error,
      set: { reason: error, evidence: { step: id } },
    }),
  };
}

async function retryLater(
  deps: StepDeps,
  { row, ctx }: StepInput,
  { error, ...step }: WriteBackFailure,
): Promise<StepResult> {
  const [updated] = await deps.store
    .knex<FinishStepRow>('finish_steps')
    .where({ change_id: row.id, step: step.id })
    .update({
      attempts: deps.store.knex.raw('attempts + 1') as never,
      last_error: error,
      updated_at: deps.store.knex.raw('clock_timestamp()') as never,
    } as never)
    .returning('*');
  // A newer version of the kind may have brought a step that is not in the outbox.
  const attempts = updated?.attempts ?? RETRY_MS.length;
  const reason = `${step.title}: ${error}`;
  if (await deps.store.isPastDeadline(row.id)) {
    return {
      row: await deps.store.transition(row.id, {
        from: 'finishing',
        to: 'needs-attention',
        version: row.version,
        fence: ctx.fence,
        actor: SYSTEM,
        message: `The write-back did not succeed within a day. ${reason}`,
        set: { reason, evidence: { step: step.id, attempts } },
      }),
    };
  }
  if (row.reason !== reason) {
    await deps.store.patch(row.id, ctx.fence, { reason });
  }
  const wakeInMs = RETRY_MS[Math.min(attempts - 1, RETRY_MS.length - 1)];
  return { pause: true, wakeInMs };
}

/** The end of the main path: holds become live or free, secrets and locks go. */
export async function succeed(
  deps: StepDeps,
  { row, kind, ctx }: StepInput,
  from: 'finishing' | 'needs-attention',
): Promise<StepResult> {
  const fresh = await deps.store.get(row.id);
  return {
    row: await deps.store.transition(row.id, {
      from,
      to: 'succeeded',
      version: fresh.version,
      fence: ctx.fence,
      actor: SYSTEM,
      message: `Succeeded: ${row.title}`,
      set: { reason: null, evidence: null },
      within: async tx => {
        await settleHolds(deps, tx, fresh, kind.quotaOnSuccess);
        await deps.vault.destroy(row.id, tx);
        await freeLocks(tx, row.id);
      },
    }),
  };
}

async function settleHolds(
  deps: StepDeps,
  tx: Knex.Transaction,
  row: ChangeRow,
  outcome: 'becomes-live' | 'released' | 'none',
): Promise<void> {
  if (outcome === 'becomes-live' && row.target_ref) {
    await deps.reservations.makeLive(tx, row.id, row.target_ref);
  }
  if (outcome === 'released') {
    if (row.target_ref) {
      await deps.reservations.releaseTarget(tx, row.target_ref);
    }
    await deps.reservations.releaseAll(tx, row.id);
  }
}
