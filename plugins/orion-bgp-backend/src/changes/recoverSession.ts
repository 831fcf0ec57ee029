import {
  ChangeContext,
  RecoveryVerdict,
} from '@orion/backstage-plugin-orion-changes-node';
import { ActionFolders } from './ActionFolders';
import { SessionInput } from './input';
import { gatherFacts } from './lastPath/gatherFacts';
import { denialText, judgeLastPath } from './lastPath/judgeLastPath';
import { isDone, SessionAction } from './SessionAction';
import { findRouter, findSession, readNow, SessionDeps } from './SessionTools';
import { revertText } from './verifySession';

/** As much of a change's context as recovery needs. */
export type RecoveryContext = Pick<
  ChangeContext<any>,
  'change' | 'facts' | 'signal' | 'workDir'
>;

/**
 * Decides what an interrupted action is, from the router and never from memory.
 * One that was undone because nobody confirmed it is not tried again: a neighbor
 * that sees a session go and come dampens it, and what was approved is long past.
 */
export async function recoverSession(
  deps: SessionDeps,
  ctx: RecoveryContext,
  action: SessionAction,
): Promise<RecoveryVerdict> {
  const input: SessionInput = ctx.change.input;
  const folders = new ActionFolders(ctx.workDir);
  const attempts = await folders.list();
  const reverting = attempts.find(({ verdict }) => verdict === 'reverting');
  if (reverting && !reverting.reverted) {
    return decided('wait', revertText(reverting));
  }
  const reading = await readNow(findRouter(deps, input), ctx.signal);
  const session = findSession(reading, input);
  const title = `Session ${input.session} on ${input.router}`;
  if (reverting) {
    return isDone(action, session)
      ? decided('needs-attention', revertText(reverting))
      : decided('absent', revertText(reverting));
  }
  if (action.verb !== 'soft-reset' && isDone(action, session)) {
    return decided('verify', `${title} is as it was to be.`);
  }
  if (action.verb === 'soft-reset' && ctx.facts.taken === true) {
    return decided('verify', `${title} was reset.`);
  }
  if (!ctx.change.mayTryAgain) {
    await folders.decide('superseded');
    return decided(
      'absent',
      `${title} is as it was; this change leaves nothing behind.`,
    );
  }
  if (action.verb === 'disable') {
    const { facts } = await gatherFacts(deps, input, ctx.signal);
    const judged = judgeLastPath(facts);
    if (!judged.allowed) {
      return decided('absent', denialText(judged, facts));
    }
  }
  const late = await folders.decide('superseded');
  return late.length > 0
    ? decided('wait', revertText(late[0]))
    : decided('apply', `${title} is as it was: nothing was done yet.`);
}

function decided(
  next: RecoveryVerdict['next'],
  message: string,
): RecoveryVerdict {
  return { next, message, evidence: {} };
}
