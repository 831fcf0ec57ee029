import {
  ChangeContext,
  RecoveryVerdict,
} from '@orion/backstage-plugin-orion-changes-node';
import { decided } from '../decided';
import { ActionFolders } from '../ActionFolders';
import { isBeingUndone } from '../isBeingUndone';
import { findRouter, readNow } from '../SessionTools';
import { lackText } from '../tellLacking';
import { revertText, undoneText } from '../verifyTwice';
import { CrossingDirection } from './crossing/crossingSteps';
import { MigrationDeps } from './lookMigration';
import { MigrationInput } from './migrationInput';
import { PlannedPair } from './plannedPairs';
import { isReached } from './verifyMigration';

/**
 * Decides what an interrupted crossing is, from the routers and never from
 * memory. It is never tried again: what was approved is past, and neighbors
 * dampen a session that goes and comes.
 */
export async function recoverMigration(
  deps: MigrationDeps,
  ctx: Pick<ChangeContext<any>, 'change' | 'facts' | 'signal' | 'workDir'>,
  direction: CrossingDirection,
): Promise<RecoveryVerdict> {
  const folders = new ActionFolders(ctx.workDir);
  const attempts = await folders.list();
  const reverting = attempts.find(({ verdict }) => verdict === 'reverting');
  if (
    reverting &&
    !reverting.reverted &&
    (await isBeingUndone(reverting, 'cross-back', deps.execArgv))
  ) {
    return decided('wait', revertText(reverting));
  }
  const before = await isAsBefore(deps, ctx, direction);
  if (reverting) {
    return decided(
      before ? 'absent' : 'needs-attention',
      undoneText(reverting) + lackText(ctx.facts),
    );
  }
  if (typeof ctx.facts.undone === 'string') {
    // By a router, which was not told in time.
    return decided(before ? 'absent' : 'needs-attention', ctx.facts.undone);
  }
  if (direction === 'both' ? ctx.facts.taken === true : !before) {
    if (await isReached(deps, ctx, direction)) {
      return decided('verify', 'The sessions are as they were to be.');
    }
  }
  const armed = attempts.some(({ dueAt }) => dueAt);
  if (!armed) {
    return before
      ? decided('absent', 'The sessions are as they were: nothing was done.')
      : decided(
          'needs-attention',
          'The sessions are not as they were, and nobody watches over them.',
        );
  }
  // Half a crossing: whoever watches over it undoes it now.
  await folders.decide('reverting');
  return decided('wait', 'The crossing was interrupted and is being undone.');
}

/** Whether every session is switched as it was before the first step. */
async function isAsBefore(
  deps: MigrationDeps,
  {
    change,
    facts,
    signal,
  }: Pick<ChangeContext<any>, 'change' | 'facts' | 'signal'>,
  direction: CrossingDirection,
): Promise<boolean> {
  const input: MigrationInput = change.input;
  const [from, to] = await Promise.all(
    [input.from, input.to].map(router =>
      readNow(findRouter(deps, { router }), signal),
    ),
  );
  const stateOf = (reading: typeof from, name: string) =>
    reading.sessions.find(session => session.name === name)?.adminState;
  const pairs = facts.pairs as unknown as PlannedPair[];
  return pairs.every(pair => {
    const [here, there] = [stateOf(from, pair.from), stateOf(to, pair.to)];
    if (direction === 'back') {
      return here === 'down' && there === 'up';
    }
    return here === 'up' && there === (pair.use === 'both' ? 'up' : 'down');
  });
}
