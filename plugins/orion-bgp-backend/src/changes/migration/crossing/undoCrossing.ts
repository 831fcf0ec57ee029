import { setTimeout as sleep } from 'node:timers/promises';
import { hasLeaked } from '../../actor/leaked';
import { openSessionHand } from '../../actor/openSessionHand';
import { readReverted, Reverted, writeReverted } from '../../actor/Verdict';
import { releaseCrossing, waysBack } from './CrossingGuards';
import { CrossingOrder, CrossingStep } from './CrossingOrder';
import { findInstead } from './findInstead';
import { readProven } from './provenSteps';
import { takeStep } from './takeStep';

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

const LOOK_MS = 10_000;

type Named = NonNullable<Reverted['left']>[number];

/**
 * Leads a crossing back to how it was, as long as it takes. Nobody is silenced for a
 * router that is dead: where the one that spoke before cannot be asked, whoever took
 * over goes on, or speaks in its place, unless it sent what must not go out. Answers
 * the exit code.
 */
export async function undoCrossing(
  dir: string,
  order: CrossingOrder,
  patience = UNDO_PATIENCE,
): Promise<number> {
  if (await readReverted(dir).catch(() => undefined)) {
    // Somebody else was faster.
    return 0;
  }
  const began = performance.now();
  const proven = await readProven(dir).catch(() => 0);
  const leaked = await hasLeaked(dir).catch(() => false);
  /** By the step that was to bring back who spoke. */
  const instead = new Map<CrossingStep, CrossingStep>();
  let problem: string | undefined;
  while (performance.now() - began < patience.giveUp) {
    const tried = performance.now() - began;
    const left: Named[] = [];
    problem = undefined;
    let again = false;
    for (const { silence, speak } of waysBack(order.restore)) {
      if (instead.has(speak)) {
        continue;
      }
      const other = leaked ? undefined : findInstead(order, speak, proven);
      try {
        if (other) {
          await assertAnswers(order, speak);
        }
        if (silence) {
          await restore(order, silence).catch(error => {
            if (tried <= patience.skip) {
              throw error;
            }
            note(error);
            left.push(named(silence));
          });
        }
        await restore(order, speak);
      } catch (error) {
        problem = note(error);
        if (
          other &&
          tried > patience.instead &&
          (await isTaken(order, other))
        ) {
          instead.set(speak, other);
          problem = undefined;
          // What this router was asked before it died it may not do either.
          again = true;
        }
      }
    }
    if (problem === undefined && !again) {
      const dead = [...instead.keys()];
      // What the routers would do is done; one that is silent does it once more.
      const silent = [...left, ...dead].map(({ router }) => router);
      await releaseCrossing(dir, order, silent).catch(note);
      await writeReverted(dir, {
        at: new Date().toISOString(),
        message: backText(left, instead),
        left,
        ...(dead.length > 0 && { instead: [...instead.values()].map(named) }),
      });
      return 0;
    }
    await sleep(patience.retry);
  }
  await writeReverted(dir, {
    at: new Date().toISOString(),
    message: `It could not be undone: ${problem}`,
  });
  return 1;
}

/** @throws Error where its router does not say how the session stands */
async function assertAnswers(
  { endpoints }: CrossingOrder,
  step: CrossingStep,
): Promise<void> {
  const hand = openSessionHand(step, endpoints[step.router]);
  try {
    await hand.look(AbortSignal.timeout(LOOK_MS));
  } finally {
    hand.close();
  }
}

function restore(order: CrossingOrder, step: CrossingStep): Promise<void> {
  return takeStep({ ...order, reason: 'not confirmed, undone' }, step, {
    mayGoOn: async () => true,
  });
}

async function isTaken(
  order: CrossingOrder,
  step: CrossingStep,
): Promise<boolean> {
  try {
    await restore(order, step);
    return true;
  } catch (error) {
    note(error);
    return false;
  }
}

function backText(
  left: Named[],
  instead: Map<CrossingStep, CrossingStep>,
): string {
  const list = (steps: Iterable<Named>) =>
    [...steps]
      .map(({ router, session }) => `${session} on ${router}`)
      .join(', ');
  const silent = left.length > 0 && `${list(left)} could not be switched off`;
  if (instead.size > 0) {
    return `${list(instead.keys())} could not be enabled again, so ${list(
      instead.values(),
    )} may speak instead${silent ? `, and ${silent}` : ''}.`;
  }
  return silent
    ? `The sessions are enabled as before, but ${silent}.`
    : 'The sessions are as they were before.';
}

function named({ router, session }: CrossingStep): Named {
  return { router, session };
}

/** For whoever reads the run's log. Answers the message. */
function note(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  return message;
}
