import {
  isTerminal,
  ReconcileFinding,
  ReconcileReport,
} from '@orion/backstage-plugin-orion-changes-common';
import {
  ChangeKind,
  WorldMark,
} from '@orion/backstage-plugin-orion-changes-node';
import { Knex } from 'knex';
import { ChangeRow, QuotaHoldRow } from '../database/tables';

type Known = Pick<ChangeRow, 'id' | 'nonce' | 'state' | 'title' | 'target_ref'>;

/**
 * Compares what bears ORION's marks in the real systems with what this database
 * knows: what was made in a lost part of history, and what is gone from it.
 */
export async function reconcile(
  knex: Knex,
  kinds: Iterable<ChangeKind>,
  signal: AbortSignal,
): Promise<ReconcileReport> {
  const marks: WorldMark[] = [];
  const errors: string[] = [];
  for (const kind of kinds) {
    try {
      marks.push(...((await kind.listMarks?.(signal)) ?? []));
    } catch (error) {
      errors.push(`${kind.title}: ${(error as Error).message}`);
    }
  }
  const changes = await knex<ChangeRow>('changes')
    .whereIn('id', [...new Set(marks.map(mark => String(mark.changeId)))])
    .select('id', 'nonce', 'state', 'title', 'target_ref');
  const known = new Map(changes.map(change => [Number(change.id), change]));
  const findings = marks.flatMap(
    mark => judge(mark, known.get(mark.changeId)) ?? [],
  );
  if (errors.length === 0) {
    findings.push(...(await findMissing(knex, marks)));
  }
  return { takenAt: new Date().toISOString(), findings, errors };
}

function judge(
  mark: WorldMark,
  change: Known | undefined,
): ReconcileFinding | undefined {
  const { changeId, ref, title } = mark;
  const found = (type: ReconcileFinding['type'], message: string) => ({
    type,
    ref,
    changeId,
    message,
  });
  if (!change || (mark.nonce && mark.nonce !== change.nonce)) {
    return found(
      'unknown-change',
      `${title} bears the mark of change #${changeId}, which this database does not have.`,
    );
  }
  if (change.state === 'succeeded') {
    return undefined;
  }
  const open = !isTerminal(change.state);
  if (open && mark.reservation) {
    return undefined;
  }
  return !open
    ? found(
        'ended-change',
        `${title} bears the mark of change #${changeId}, which is ${change.state} here.`,
      )
    : found(
        'open-change',
        `${title} was made by change #${changeId} (${change.title}), which needs attention: let ORION look again.`,
      );
}

/** Live things of the database that bear no mark anywhere. */
async function findMissing(
  knex: Knex,
  marks: WorldMark[],
): Promise<ReconcileFinding[]> {
  const refs = new Set(marks.map(mark => mark.ref));
  const live = await knex<QuotaHoldRow>('quota_holds')
    .where({ state: 'live' })
    .whereNotNull('target_ref');
  return live
    .filter(hold => !refs.has(hold.target_ref!))
    .map(hold => ({
      type: 'missing' as const,
      ref: hold.target_ref!,
      changeId: Number(hold.change_id),
      message: `${hold.target_ref} lives in this database since change #${hold.change_id}, but nothing there bears its mark.`,
    }));
}
