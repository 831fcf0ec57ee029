import { isError } from '@backstage/errors';
import {
  ChangeContext,
  RecoveryVerdict,
} from '@orion/backstage-plugin-orion-changes-node';
import { decided } from './decided';
import { ActionFolders } from './ActionFolders';
import { comingBack } from './comingBack';
import { isBeingUndone } from './isBeingUndone';
import { lackText } from './tellLacking';
import { revertText, undoneText } from './verifyTwice';

/** As much of a change's context as recovery needs. */
export type RecoveryContext = Pick<ChangeContext<any>, 'facts' | 'workDir'>;

/** What an action is done to, as recovery looks at it. */
export interface ActionSubject {
  /** "Session he_v6 on gw1" */
  title: string;
  /** False for an action whose outcome the router does not show. */
  leavesTrace: boolean;
  /** Reads the router now. */
  isDone(): Promise<boolean>;
  /** Sessions that are to speak again once it is undone, and do not, as `connectingOf` has them. */
  findConnecting?(): Promise<string[]>;
  /** A whole sentence where the router does not have any more what was acted on. */
  findGone?(): Promise<string | undefined>;
  /** Why the action must not be done after all. */
  findDenial(): Promise<string | undefined>;
}

/** How it may be recovered. */
export interface RecoveryOptions {
  mayTryAgain: boolean;
  /** Flags of node for whoever undoes it, where nobody is left who would. */
  execArgv: string[];
}

/**
 * Decides what an interrupted action is, from the router and never from memory.
 * One that was undone because nobody confirmed it is not tried again: a neighbor
 * that sees routes go and come dampens them, and what was approved is long past.
 */
export async function recoverAction(
  { facts, workDir }: RecoveryContext,
  subject: ActionSubject,
  { mayTryAgain, execArgv }: RecoveryOptions,
): Promise<RecoveryVerdict> {
  const { title, leavesTrace, isDone, findGone, findDenial } = subject;
  const folders = new ActionFolders(workDir);
  const attempts = await folders.list();
  const reverting = attempts.find(({ verdict }) => verdict === 'reverting');
  if (
    reverting &&
    !reverting.reverted &&
    (await isBeingUndone(reverting, 'revert', execArgv))
  ) {
    return decided('wait', revertText(reverting));
  }
  let gone: string | undefined;
  let done = false;
  try {
    gone = await findGone?.();
    done = !gone && (await isDone());
  } catch (error) {
    const armed = attempts.some(({ dueAt }) => dueAt !== undefined);
    if (
      !isError(error) ||
      error.name !== 'ServiceUnavailableError' ||
      !leavesTrace ||
      ![attempts.length > 0, !armed, !reverting, !facts.taken].every(Boolean)
    ) {
      throw error;
    }
    // Before it acts somebody watches: the router does not have to say so.
    await folders.decide('superseded');
    return decided('absent', `Nothing was done: ${error.message}`);
  }
  if (gone) {
    await folders.decide('superseded');
    return decided(
      'absent',
      reverting ? `${undoneText(reverting)} ${gone}` : gone,
    );
  }
  if (reverting) {
    const { text, waits } = comingBack(
      done ? [] : (await subject.findConnecting?.()) ?? [],
      reverting.reverted?.at,
    );
    const message = undoneText(reverting) + text + lackText(facts);
    if (waits) {
      return decided('wait', message);
    }
    return decided(done ? 'needs-attention' : 'absent', message);
  }
  if (typeof facts.undone === 'string') {
    // By the router, which was not told in time: it is not done again either.
    return decided(done ? 'needs-attention' : 'absent', facts.undone);
  }
  if (typeof facts.guardsOver === 'string' && !done) {
    // As above, by a router that could not be asked.
    return decided('absent', `${facts.guardsOver} It was taken back.`);
  }
  if (leavesTrace && done) {
    return decided('verify', `${title} is as it was to be.`);
  }
  if (!leavesTrace && facts.taken === true) {
    return decided('verify', `${title} was reset.`);
  }
  if (!mayTryAgain) {
    await folders.decide('superseded');
    return decided(
      'absent',
      `${title} is as it was; this change leaves nothing behind.`,
    );
  }
  const denial = await findDenial();
  // Whoever still watches would undo what another change does by then.
  const late = await folders.decide('superseded');
  if (late.length > 0) {
    return decided('wait', revertText(late[0]));
  }
  return denial
    ? decided('absent', denial)
    : decided('apply', `${title} is as it was: nothing was done yet.`);
}
