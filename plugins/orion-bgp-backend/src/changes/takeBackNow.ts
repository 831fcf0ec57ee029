import {
  ChangeContext,
  ProbeResult,
} from '@orion/backstage-plugin-orion-changes-node';
import { ActionFolders } from './ActionFolders';
import { tellLacking } from './tellLacking';

/**
 * Has an action taken back at once, and not when its time is over, where a probe
 * says that nobody outside reaches what the plan promised to be reached. Keeps what
 * lacks, to be named then; see {@link tellLacking}.
 *
 * @param probes - of `verifyTwice`
 */
export async function takeBackNow(
  ctx: Pick<ChangeContext<any>, 'facts' | 'saveFacts' | 'workDir'>,
  probes: ProbeResult[],
): Promise<ProbeResult[]> {
  const told = await tellLacking(ctx, probes);
  if (probes.some(one => one.probe === 'elsewhere' && one.verdict === 'fail')) {
    await new ActionFolders(ctx.workDir).decide('reverting');
  }
  return told;
}
