import {
  ChangeContext,
  ProbeResult,
} from '@orion/backstage-plugin-orion-changes-node';
import { ActionFolders } from './ActionFolders';
import { tellLacking } from './tellLacking';

/**
 * Has an action taken back at once, and not when its time is over, where a probe
 * says that nobody outside reaches what the plan promised to be reached, or that
 * routes of other networks leak. Keeps what
 * lacks, to be named then; see {@link tellLacking}. Where no revert is left that
 * would do it, the probe fails nothing: it stays unknown until a person looks.
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
  if (!probes.some(isLost)) {
    return told;
  }
  const folders = new ActionFolders(ctx.workDir);
  const isWatched = (await folders.list()).some(
    ({ dueAt, verdict }) =>
      !verdict && dueAt !== undefined && Date.parse(dueAt) > Date.now(),
  );
  if (isWatched) {
    await folders.decide('reverting');
    return told;
  }
  return told.map(one => (isLost(one) ? { ...one, verdict: 'unknown' } : one));
}
