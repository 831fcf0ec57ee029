import {
  ChangeAbilities,
  isTerminal,
} from '@orion/backstage-plugin-orion-changes-common';
import { ChangeRow } from '../database/tables';
import type { Caller, Grant } from './types';

const no = (reason: string) => ({ allowed: false, reason });
const YES = { allowed: true };

/** What a caller may do with a change now, and why not. */
export function changeAbilities(
  row: ChangeRow,
  caller: Caller,
  approvers: string[],
): ChangeAbilities {
  const who = {
    row,
    caller,
    approvers,
    isApprover:
      holds(caller.mayApprove, row) &&
      caller.membership.groups.some(group => approvers.includes(group)),
    ownerMember: caller.membership.groups.includes(row.owner),
  };
  return {
    approve: decide(who),
    reject: decide(who),
    cancel: cancel(who),
    recover: recover(who),
    settle: settle(who),
  };
}

function holds(grant: Grant, row: ChangeRow): boolean {
  return typeof grant === 'boolean'
    ? grant
    : [row.owner, row.requester].some(owner => grant.owners.includes(owner));
}

interface Who {
  row: ChangeRow;
  caller: Caller;
  approvers: string[];
  isApprover: boolean;
  ownerMember: boolean;
}

function decide({ row, caller, approvers, isApprover }: Who) {
  if (row.state !== 'awaiting-approval') {
    return no(`Nothing to decide: the change is ${row.state}.`);
  }
  if ([row.requester, row.on_behalf_of, row.author].includes(caller.userRef)) {
    return no('You requested this change, so somebody else decides.');
  }
  return isApprover
    ? YES
    : no(
        `Approving needs a member of ${
          approvers.join(' or ') || 'an approver group'
        }.`,
      );
}

function cancel({ row, caller, isApprover, ownerMember }: Who) {
  if (isTerminal(row.state)) {
    return no(`The change has ended: ${row.state}.`);
  }
  if (['verifying', 'finishing', 'needs-attention'].includes(row.state)) {
    return no('Already applied: undo or destroy instead.');
  }
  const concerned =
    row.requester === caller.userRef || ownerMember || isApprover;
  return concerned && holds(caller.mayCancel, row)
    ? YES
    : no(`Only ${row.requester}, ${row.owner} or an approver may cancel.`);
}

function recover({ row, caller, isApprover, ownerMember }: Who) {
  if (row.state !== 'needs-attention') {
    return no('Only for changes that need attention.');
  }
  return isApprover || (ownerMember && holds(caller.mayCancel, row))
    ? YES
    : no(`Only ${row.owner} or an approver may continue it.`);
}

/** The first word needs whoever may continue it, the second an approver who is somebody else. */
function settle(who: Who) {
  const { row, caller, approvers, isApprover } = who;
  const { settlement } = row;
  if (row.state !== 'needs-attention' || !settlement) {
    return recover(who);
  }
  if (settlement.outcome === 'succeeded' || settlement.confirmedBy) {
    return no(`ORION looks whether it has ${settlement.outcome}.`);
  }
  if (!settlement.provenAt) {
    return no('ORION proves the absence first; then a second person confirms.');
  }
  if (settlement.by === caller.userRef) {
    return no('You said so yourself, so somebody else confirms.');
  }
  return isApprover
    ? YES
    : no(
        `Confirming needs a member of ${
          approvers.join(' or ') || 'an approver group'
        }.`,
      );
}
