import { ChangeState } from '@orion/backstage-plugin-orion-changes-common';
import { freeLocks } from '../../database/LockStore';
import { ChangeRow } from '../../database/tables';
import { StepDeps, StepResult, SYSTEM } from './types';

const EXPIRY_TEXT: Partial<Record<ChangeState, string>> = {
  planning: 'No plan within 10 minutes',
  'awaiting-approval': 'Nobody decided in time',
  approved: 'Not started within an hour of its approval',
};

/**
 * What time and a cancel do to a change on which nothing runs. Undefined when
 * neither applies and the state's own step goes on. Needs no kind, so that a
 * change of a kind that was uninstalled ends too.
 */
export async function waitStep(
  deps: Pick<StepDeps, 'store'>,
  row: ChangeRow,
): Promise<StepResult | undefined> {
  const expires = EXPIRY_TEXT[row.state];
  if (!expires) {
    return undefined;
  }
  const end = async (to: 'cancelled' | 'expired', message: string) => ({
    row: await deps.store.transition(row.id, {
      from: row.state,
      to,
      version: row.version,
      fence: row.fence,
      actor: to === 'cancelled' ? canceller(row.cancel_requested_by) : SYSTEM,
      message,
      set: { reason: message, cleanup: 'pending' },
      within: tx => freeLocks(tx, row.id),
    }),
  });
  if (row.cancel_requested_at) {
    return end('cancelled', 'Cancelled before anything was applied');
  }
  if (row.deadline_at && (await deps.store.isPastDeadline(row.id))) {
    return end('expired', row.reason ? `${expires}: ${row.reason}` : expires);
  }
  return undefined;
}

function canceller(ref: string | null) {
  return ref ? ({ type: 'person', ref } as const) : SYSTEM;
}
