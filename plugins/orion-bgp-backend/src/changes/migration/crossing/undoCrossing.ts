import { setTimeout as sleep } from 'node:timers/promises';
import { hasLeaked } from '../../actor/leaked';
import { readReverted, writeReverted } from '../../actor/Verdict';
import { isSame, releaseCrossing, WayBack, waysBack } from './CrossingGuards';
import { CrossingOrder, CrossingStep } from './CrossingOrder';
import { NamedSession, NeighborUndo, note } from './NeighborUndo';
import { readProven } from './provenSteps';

/** How long what is tried in vain, in milliseconds. */
export const UNDO_PATIENCE = {
  retry: 2_000,
  /** A router that cannot be asked to be silent must not keep the other one silent too. */
  skip: 30_000,
  /** One that cannot be asked to speak again is dead, and not starting anew. */
  instead: 60_000,
  /** A daemon that is away for longer has forgotten the action with its restart. */
  giveUp: 15 * 60_000,
};

/**
 * Leads a crossing back to how it was, as long as it takes, each neighbor as
 * {@link NeighborUndo} says: nobody is silenced for a router that is dead. Answers the
 * exit code.
 */
export async function undoCrossing(
  dir: string,
  order: CrossingOrder,
  patience = UNDO_PATIENCE,
): Promise<number> {
  const isDone = async () =>
    (await readReverted(dir).catch(() => undefined)) !== undefined;
  const began = performance.now();
  const crossing = {
    ...{ dir, order, patience },
    proven: await readProven(dir).catch(() => 0),
    leaked: await hasLeaked(dir).catch(() => false),
  };
  const { proven } = crossing;
  const neighbors = waysBack(order.restore)
    // Where it stopped, something leaks or is silent: that does not wait for the others.
    .sort(
      (one, other) =>
        Number(isAt(other, order, proven)) - Number(isAt(one, order, proven)),
    )
    .map(way => new NeighborUndo(crossing, way));
  for (let tried = 0; tried < patience.giveUp; tried = since(began)) {
    if (await isDone()) {
      // Somebody else was faster, and another change may be at the sessions by now.
      return 0;
    }
    for (const neighbor of neighbors) {
      await neighbor.try(tried);
    }
    if (neighbors.every(({ problem }) => problem === undefined)) {
      break;
    }
    await sleep(patience.retry);
  }
  // Where somebody speaks instead, all that is left is to wait for the other router.
  const failed = neighbors.find(({ problem, instead }) => problem && !instead);
  if (failed) {
    await writeReverted(dir, {
      at: new Date().toISOString(),
      message: `It could not be undone: ${failed.problem}`,
    });
    return 1;
  }
  const leftSteps = neighbors.flatMap(one => one.left ?? []);
  const left = leftSteps.map(named);
  const replaced = neighbors.filter(({ instead }) => instead);
  const dead = replaced.map(({ speak }) => named(speak));
  const instead = replaced.flatMap(one => one.instead ?? []).map(named);
  const stay = neighbors
    .filter(
      ({ left: step, speak }) =>
        speak.wasOff && speak.verb === 'enable' && !step,
    )
    .map(({ speak }) => named(speak));
  const ofVerb = (verb: CrossingStep['verb']) =>
    leftSteps.filter(step => step.verb === verb).map(named);
  // What the routers would do is done; one that is silent does it once more.
  const silent = [...left, ...dead].map(({ router }) => router);
  await releaseCrossing(dir, order, silent).catch(note);
  await writeReverted(dir, {
    at: new Date().toISOString(),
    message: backText({
      ...{ left: ofVerb('disable'), unasked: ofVerb('enable') },
      ...{ dead, instead, stay },
    }),
    left,
    ...(dead.length > 0 && { instead }),
  });
  return 0;
}

/** Whether it is the neighbor whose step was the first that is not proven. */
function isAt(
  { silence, speak }: WayBack,
  { steps }: Pick<CrossingOrder, 'steps'>,
  proven: number,
): boolean {
  const step = steps[proven];
  return step !== undefined && (isSame(silence, step) || isSame(speak, step));
}

function since(began: number): number {
  return performance.now() - began;
}

type Told = 'left' | 'unasked' | 'dead' | 'instead' | 'stay';

/** Who stands how in the end, in sentences. */
function backText(told: Record<Told, NamedSession[]>): string {
  const list = (of: Told) =>
    told[of].map(({ router, session }) => `${session} on ${router}`).join(', ');
  const { left, unasked, dead, stay } = told;
  const silent = left.length > 0 && `${list('left')} could not be switched off`;
  const news = [
    stay.length > 0 &&
      `${list('stay')} may speak, as nobody did with the neighbor before`,
    unasked.length > 0 &&
      `${list(
        'unasked',
      )} could not be enabled, so nobody speaks with the neighbor, as before`,
  ].filter(Boolean);
  if (news.length > 0 && left.length + dead.length === 0) {
    return `${news.join('; ')}; all else is as it was.`;
  }
  const more = news.map(sentence => ` ${sentence}.`).join('');
  if (dead.length > 0) {
    return `${list('dead')} could not be enabled again, so ${list(
      'instead',
    )} may speak instead${silent ? `, and ${silent}` : ''}.${more}`;
  }
  return silent
    ? `The sessions are enabled as before, but ${silent}.${more}`
    : 'The sessions are as they were before.';
}

function named({ router, session }: CrossingStep): NamedSession {
  return { router, session };
}
