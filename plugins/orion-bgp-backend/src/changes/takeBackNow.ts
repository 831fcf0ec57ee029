import {
  ChangeContext,
  ProbeResult,
} from '@orion/backstage-plugin-orion-changes-node';
import { ActionFolders } from './ActionFolders';
import { writeLeaked } from './actor/leaked';
import { tellLacking } from './tellLacking';

/** Whoever watches decides when its time is over; one that has not by then is dead. */
const DEAD_AFTER_MS = 30_000;

/**
 * Has an action taken back at once, and not when its time is over, where a probe
 * says that nobody outside reaches what the plan promised to be reached, or that
 * routes of other networks leak. Also where it does not hold and its time is over,
 * but whoever was to take it back is dead: recovery has another one do it. Keeps what
 * lacks, to be named then; see {@link tellLacking}. Where nobody ever watched, the
 * probe fails nothing: it stays unknown until a person looks.
 *
 * @param probes - of `verifyTwice`
 */
export async function takeBackNow(
  ctx: Pick<ChangeContext<any>, 'facts' | 'saveFacts' | 'workDir'>,
  probes: ProbeResult[],
): Promise<ProbeResult[]> {
  const told = await tellLacking(ctx, probes);
  const isLost = ({ probe, verdict }: ProbeResult) =>
    (probe === 'elsewhere' || probe === 'leaks') && verdict === 'fail';
  const folders = new ActionFolders(ctx.workDir);
  const watched = (await folders.list()).filter(
    ({ dueAt, verdict }) => !verdict && dueAt !== undefined,
  );
  const isOver = watched.some(
    ({ dueAt }) => Date.now() > Date.parse(dueAt!) + DEAD_AFTER_MS,
  );
  const lost = probes.filter(isLost);
  if (lost.length === 0) {
    if (isOver && probes.some(({ verdict }) => verdict !== 'pass')) {
      await folders.decide('reverting');
    }
    return told;
  }
  if (watched.length > 0) {
    if (lost.some(({ probe }) => probe === 'leaks')) {
      await Promise.all(watched.map(({ dir }) => writeLeaked(dir)));
    }
    await folders.decide('reverting');
    return told;
  }
  return told.map(one => (isLost(one) ? { ...one, verdict: 'unknown' } : one));
}
