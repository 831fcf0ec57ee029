import {
  ChangeAbilities,
  ChangeDetail,
  ChangeRunView,
  ChangeState,
  ChangeSummary,
  TimelineEntry,
} from '@orion/backstage-plugin-orion-changes-common';
import { ChangeOutcome } from '@orion/backstage-plugin-orion-changes-node';
import { ChangeRow, RecordRow, RunRow } from '../database/tables';

/** The row as lists show it. */
export function viewSummary(row: ChangeRow): ChangeSummary {
  return {
    id: Number(row.id),
    kind: row.kind,
    title: row.title,
    state: row.state,
    destructive: row.destructive,
    requester: row.requester,
    onBehalfOf: row.on_behalf_of ?? undefined,
    owner: row.owner,
    target: row.target,
    counts: row.plan?.counts,
    cancelRequestedAt: row.cancel_requested_at?.toISOString(),
    cleanup: row.cleanup ?? undefined,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    deadlineAt: row.deadline_at?.toISOString(),
  };
}

export function viewTimeline(records: RecordRow[]): TimelineEntry[] {
  return records.map(record => {
    const { actor, message, to, comment } = record.body as unknown as {
      actor: TimelineEntry['actor'];
      message: string;
      to?: ChangeState;
      comment?: string;
    };
    return {
      seq: record.seq,
      at: record.at.toISOString(),
      event: record.event,
      state: to,
      actor,
      message,
      comment,
    };
  });
}

export function viewRun(run: RunRow): ChangeRunView {
  return {
    id: run.id,
    attempt: run.attempt,
    phase: run.phase,
    startedAt: run.started_at.toISOString(),
    endedAt: run.ended_at?.toISOString(),
    exitCode: run.exit_code ?? undefined,
  };
}

/** The one sentence of who acts next. */
export function nextMove(
  row: ChangeRow,
  approvers: string[],
): ChangeDetail['next'] {
  const orion = (text: string) => ({ actor: 'orion', text });
  switch (row.state) {
    case 'requested':
    case 'planning':
      return orion(
        row.reason
          ? `ORION plans again: ${row.reason}`
          : 'ORION reserves and plans.',
      );
    case 'awaiting-approval':
      return {
        actor: approvers.join(', '),
        text: `Someone of ${
          approvers.join(' or ') || 'the approvers'
        }, not the requester, approves or rejects this plan.`,
      };
    case 'approved':
      return orion(
        row.reason ?? 'ORION takes its locks and starts the engine.',
      );
    case 'applying':
      return orion(
        row.cancel_requested_at
          ? 'Cancelling: the current resource ends first, nothing new starts.'
          : 'The engine applies the plan.',
      );
    case 'recovering':
      return orion(
        `ORION looks at the real system and decides: ${
          row.reason ?? ''
        }`.trim(),
      );
    case 'verifying':
      return orion(row.reason ?? 'ORION reads the result back independently.');
    case 'finishing':
      return orion(
        row.reason
          ? `ORION tries the write-back again. ${row.reason}`
          : 'ORION writes the result back.',
      );
    case 'needs-attention':
      return attentionMove(row, approvers);
    case 'succeeded':
      return { actor: 'nobody', text: 'Done.' };
    default:
      return {
        actor: row.cleanup === 'stuck' ? row.owner : 'nobody',
        text:
          row.cleanup === 'done'
            ? 'Nothing was left behind: every reservation is released.'
            : `ORION releases the reservations${
                row.cleanup === 'stuck' ? ', and is stuck' : ''
              }.`,
      };
  }
}

function attentionMove(
  row: ChangeRow,
  approvers: string[],
): ChangeDetail['next'] {
  const { settlement } = row;
  if (settlement?.provenAt && !settlement.confirmedBy) {
    return {
      actor: approvers.join(', '),
      text: `Nothing of it is there. Someone of ${approvers.join(
        ' or ',
      )}, not ${settlement.by}, confirms that it has failed.`,
    };
  }
  return settlement
    ? {
        actor: 'orion',
        text: `ORION looks whether it has ${settlement.outcome}, as ${settlement.by} says.`,
      }
    : {
        actor: row.owner,
        text: `Somebody has to look: ${
          row.reason?.replace(/[.!?]$/, '') ?? 'see the evidence'
        }. Locks and holds are kept.`,
      };
}

export interface DetailParts {
  row: ChangeRow;
  records: RecordRow[];
  runs: RunRow[];
  approvers: string[];
  can: ChangeAbilities;
  /** Of a change that succeeded. */
  outcome?: ChangeOutcome;
}

/** Everything a change's page shows. */
export function viewDetail(parts: DetailParts): ChangeDetail {
  const { row, records, runs, approvers, can, outcome } = parts;
  const summary = viewSummary(row);
  return {
    ...summary,
    target: outcome
      ? { ...summary.target, entityRef: outcome.entityRef }
      : summary.target,
    input: row.input as Record<string, unknown>,
    description: row.description ?? undefined,
    plan: row.plan ?? undefined,
    approval: row.approval
      ? {
          by: row.approval.by,
          at: row.approval.at,
          digest: row.approval.digest,
          comment: row.approval.comment,
          rule: row.approval.rule,
        }
      : undefined,
    approvers,
    reason: row.reason ?? undefined,
    evidence: (row.evidence as Record<string, unknown>) ?? undefined,
    settlement: row.settlement ?? undefined,
    next: nextMove(row, approvers),
    undo: outcome?.undo,
    runs: runs.map(viewRun),
    timeline: viewTimeline(records),
    can,
  };
}
