import { ConflictError, NotAllowedError } from '@backstage/errors';
import {
  ChangeSettlement,
  SettlementOutcome,
} from '@orion/backstage-plugin-orion-changes-common';
import { requestSettlement } from '../database/requestSettlement';
import { ChangeRow } from '../database/tables';
import { changeAbilities } from './abilities';
import { approversOf } from './approversOf';
import { provePerson } from './provePerson';
import type { Caller, ChangeServiceDeps } from './types';

export interface SettleRequest {
  outcome: SettlementOutcome;
  comment: string;
  idToken: string;
}

/**
 * Takes in a person's word on a change that needs attention, or the second
 * person's confirmation of a failure whose absence is proven.
 *
 * @throws NotAllowedError for a missing role, the same person twice or an old
 *   sign-in; ConflictError when there is nothing to settle or somebody was faster.
 */
export async function settleChange(
  deps: Pick<ChangeServiceDeps, 'policy' | 'store' | 'signIn' | 'config'>,
  row: ChangeRow,
  request: SettleRequest,
  caller: Caller,
): Promise<ChangeRow> {
  if (row.state !== 'needs-attention') {
    throw new ConflictError(
      `Change #${row.id} is ${row.state}: only one that needs attention is ended by hand.`,
    );
  }
  const { settle } = changeAbilities(
    row,
    caller,
    approversOf(deps.policy, row),
  );
  const { settlement } = row;
  if (settlement && settlement.outcome !== request.outcome) {
    throw new ConflictError(
      `${settlement.by} said that it has ${settlement.outcome}. Look again first, to take that back.`,
    );
  }
  if (!settle.allowed) {
    throw new NotAllowedError(settle.reason!);
  }
  await provePerson(deps, caller, request.idToken, true);
  const now = new Date().toISOString();
  const next: ChangeSettlement = settlement
    ? { ...settlement, confirmedBy: caller.userRef, confirmedAt: now }
    : {
        outcome: request.outcome,
        by: caller.userRef,
        at: now,
        comment: request.comment,
      };
  return requestSettlement(deps.store.knex, row, next);
}
