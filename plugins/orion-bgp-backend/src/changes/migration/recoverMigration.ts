import {
  ChangeContext,
  RecoveryVerdict,
} from '@orion/backstage-plugin-orion-changes-node';
import { hasLeaked } from '../actor/leaked';
import { comingBack, isWithin } from '../comingBack';
import { decided } from '../decided';
import { ActionFolders, AttemptStanding } from '../ActionFolders';
import { isBeingUndone } from '../isBeingUndone';
import { lackText } from '../tellLacking';
import { revertText, undoneText } from '../verifyTwice';
import { readGuards } from './crossing/CrossingGuards';
import { CrossingDirection } from './crossing/crossingSteps';
import { lookBefore, UnaskedRouter } from './lookBefore';
import { MigrationDeps } from './lookMigration';
import { isReached } from './verifyMigration';

/**
 * One was silenced by its router, and the other one's is about to let it speak: the
 * guards of both are a minute apart, and one may have to try twice.
 */
const HEALS_WITHIN_MS = 120_000;

/** What is to become of a crossing. */
export type CrossingRecovery = RecoveryVerdict & {
  /** The router that does not answer, and needs not. */
  unasked?: string;
};

/**
 * Decides what an interrupted crossing is, from the routers and never from
 * memory. It is never tried again: what was approved is past, and neighbors
 * dampen a session that goes and comes.
 */
export async function recoverMigration(
  deps: MigrationDeps,
  ctx: Pick<ChangeContext<any>, 'change' | 'facts' | 'signal' | 'workDir'>,
  direction: CrossingDirection,
): Promise<CrossingRecovery> {
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
  const armed = attempts.some(({ dueAt }) => dueAt);
  const { taken, undone: takenBack } = ctx.facts;
  if (
    attempts.length > 0 &&
    ![armed, reverting, taken, takenBack].some(Boolean)
  ) {
    // Before its first step somebody watches, so that no router needs to be asked.
    await folders.decide('superseded');
    return decided('absent', 'Nothing was done: nobody watched over it yet.');
  }
  const leaked = reverting !== undefined && (await hasLeaked(reverting.dir));
  const {
    isAsBefore: before,
    connecting,
    unasked,
    speaking,
  } = await lookBefore(deps, ctx, direction, {
    reverted: reverting?.reverted,
    leaked,
  });
  const { reverted } = reverting ?? {};
  const { undone, undoneAt } = ctx.facts;
  const { text: silent, waits } = comingBack(
    before ? connecting : [],
    reverted?.at ?? undoneAt,
  );
  if (waits) {
    return decided('wait', `${reverted?.message ?? undone}${silent}`);
  }
  if (reverting) {
    // One speaks with each, and what it sends is why it was to be undone.
    const leaks = !before && leaked;
    const message =
      undoneText(reverting) +
      (unasked ? await unaskedText(unasked, reverting) : '') +
      // Each neighbor has one, whoever brought that about: nothing is left to undo.
      (!before && speaking ? ` By now ${speaking.join(', ')} may speak.` : '') +
      (leaks ? ' What leaked may still go out.' : '') +
      silent +
      lackText(ctx.facts);
    const isOver = before || (speaking && !leaks);
    return {
      ...decided(isOver ? 'absent' : 'needs-attention', message),
      unasked: unasked?.router,
    };
  }
  if (typeof undone === 'string') {
    // By a router, which was not told in time.
    if (!before && isWithin(HEALS_WITHIN_MS, undoneAt)) {
      return decided(
        'wait',
        `${undone} The session of before is to speak by itself soon.`,
      );
    }
    return decided(before ? 'absent' : 'needs-attention', undone + silent);
  }
  if (
    typeof ctx.facts.guardsOver === 'string' &&
    before &&
    direction !== 'both'
  ) {
    // As above, by routers of which one could not be asked. A rehearsal ends so anyway.
    return decided(
      'absent',
      `${ctx.facts.guardsOver} It was taken back.${silent}`,
    );
  }
  if (direction === 'both' ? ctx.facts.taken === true : !before) {
    if (await isReached(deps, ctx, direction)) {
      return decided('verify', 'The sessions are as they were to be.');
    }
  }
  if (!armed) {
    return before
      ? decided('absent', 'The sessions are as they were: nothing was done.')
      : decided(
          'needs-attention',
          'The sessions are not as they were, and nobody watches over them.',
        );
  }
  // Half a crossing: whoever watches over it undoes it now.
  const [begun] = await folders.decide('reverting');
  if (!begun) {
    return decided(
      'needs-attention',
      'It was confirmed, and the sessions are not as they were to be.',
    );
  }
  return decided('wait', 'The crossing was interrupted and is being undone.');
}

/** What may still be so on a router that nobody could ask, as a sentence. */
async function unaskedText(
  { router, sessions }: UnaskedRouter,
  { dir }: AttemptStanding,
): Promise<string> {
  const one = sessions.length === 1;
  const names = `session${one ? '' : 's'} ${sessions.join(', ')}`;
  const guards = (await readGuards(dir)).filter(
    guard => guard.router === router,
  );
  const does = guards.map(({ session, verb }) => `${verb} ${session}`);
  return ` ${router} cannot be asked: ${names} may be enabled there, now or when it is back${
    does.length > 0 ? `, and it may still ${does.join(' and ')} by itself` : ''
  }. Look at ${one ? 'it' : 'them'} before ${router} is used again.`;
}
