import { ChangeRow } from '../database/tables';
import { PolicyEngine } from '../policy/PolicyEngine';

/** The groups whose members may decide on a change today. */
export function approversOf(policy: PolicyEngine, row: ChangeRow): string[] {
  return policy.approvalNeed({
    kind: row.kind,
    destructive: row.destructive,
    owner: row.owner,
    requester: row.requester,
    facts: row.facts,
    targetName: row.target.name,
    counts: row.plan?.counts,
    now: new Date(),
  }).groups;
}
