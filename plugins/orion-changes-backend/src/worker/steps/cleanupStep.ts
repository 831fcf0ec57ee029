import { assertFence } from '../../database/ChangeStore';
import { freeLocks } from '../../database/LockStore';
import { StepDeps, StepInput, StepResult } from './types';

const RETRY_MS = 15_000;
const STUCK_RETRY_MS = 5 * 60_000;
const STUCK_AFTER_MS = 60 * 60_000;

/**
 * Gives back what an ended change held. A change that had reached its apply is
 * only here with proof of absence, and the proof is repeated before anything is
 * released: an address given away under a living guest cannot be taken back.
 */
export async function cleanupStep(
  deps: StepDeps,
  { row, kind, ctx }: StepInput,
): Promise<StepResult> {
  try {
    if (row.attempt > 0) {
      const proof = await kind.proveAbsence(ctx);
      if (!proof.absent) {
        throw new Error(
          `Kept, because absence is not proven: ${proof.message}`,
        );
      }
    }
    await kind.release(ctx);
    await deps.store.knex.transaction(async tx => {
      await assertFence(tx, row.id, ctx.fence);
      await deps.reservations.releaseAll(tx, row.id);
      await deps.vault.destroy(row.id, tx);
      await freeLocks(tx, row.id);
    });
    return {
      pause: true,
      row: await deps.store.patch(row.id, ctx.fence, { cleanup: 'done' }),
    };
  } catch (error) {
    ctx.throwIfLost(error);
    const reason = ctx.cleanMessage(error);
    const ended = row.ended_at?.getTime() ?? Date.now();
    const stuck = Date.now() - ended > STUCK_AFTER_MS;
    ctx.logger.warn(`Cleanup of #${row.id} waits: ${reason}`);
    await deps.store.patch(row.id, ctx.fence, {
      evidence: { ...(row.evidence ?? {}), cleanup: reason },
      ...(stuck ? { cleanup: 'stuck' } : {}),
    });
    // Shown as an orphan from then on, and still tried: the obstacle may go away.
    return { pause: true, wakeInMs: stuck ? STUCK_RETRY_MS : RETRY_MS };
  }
}
