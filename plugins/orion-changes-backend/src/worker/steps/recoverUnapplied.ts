import { RecoveryVerdict } from '@orion/backstage-plugin-orion-changes-node';
import { StepInput } from './types';

/**
 * A change that was moved aside by safe mode before its apply. What became of it
 * in the part of history that this database lost is told by marks alone: nothing
 * in its row can be trusted to be complete.
 */
export async function recoverUnapplied({
  row,
  kind,
  ctx,
}: Pick<StepInput, 'row' | 'kind' | 'ctx'>): Promise<RecoveryVerdict> {
  const marks = (await kind.listMarks?.(ctx.signal)) ?? [];
  const own = marks.filter(
    mark => mark.changeId === Number(row.id) && !mark.reservation,
  );
  if (own.length === 0) {
    return {
      next: 'absent',
      message:
        'The database was restored to a time before the apply, and nothing bears the mark of this change.',
      evidence: { marksRead: marks.length },
    };
  }
  const names = own.map(mark => `${mark.title} (${mark.ref})`).join(', ');
  return {
    next: 'needs-attention',
    message: `The database was restored to a time before the apply, but ${names} says that this change made it.`,
    evidence: { marks: own.map(({ ref }) => ref) },
  };
}
