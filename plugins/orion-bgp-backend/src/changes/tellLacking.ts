import { JsonObject } from '@backstage/types';
import {
  ChangeContext,
  ProbeResult,
} from '@orion/backstage-plugin-orion-changes-node';

/**
 * Keeps what a look at an action lacks, and names it once the action was taken back
 * for it: by then the target shows it no more.
 *
 * @param probes - of `verifyTwice`
 */
export async function tellLacking(
  ctx: Pick<ChangeContext<any>, 'facts' | 'saveFacts'>,
  probes: ProbeResult[],
): Promise<ProbeResult[]> {
  if (probes[0]?.probe === 'confirmed') {
    const [{ message, ...late }] = probes;
    return [{ ...late, message: message + lackText(ctx.facts) }];
  }
  const lacking = probes
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ message }) => message)
    .join(' ');
  if ((ctx.facts.lacking ?? '') !== lacking) {
    await ctx.saveFacts({ lacking });
  }
  return probes;
}

/** What an undone action lacked when it was looked at last, as a sentence. */
export function lackText({ lacking }: JsonObject): string {
  return typeof lacking === 'string' && lacking !== '' ? ` ${lacking}` : '';
}
