import { setTimeout as sleep } from 'node:timers/promises';
import { Reverted, writeReverted } from '../../actor/Verdict';
import { releaseCrossing } from './CrossingGuards';
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

type Named = NonNullable<Reverted['left']>[number];

/**
 * Leads a crossing back to how it was, as long as it takes. Where the router that
 * spoke before is dead by now, the other one speaks in its place: nobody wants none.
 * Answers the exit code.
 */
export async function undoCrossing(
  dir: string,
  order: CrossingOrder,
  patience = UNDO_PATIENCE,
): Promise<number> {
  const began = performance.now();
  const proven = await readProven(dir).catch(() => 0);
  /** By the step that was to bring back who spoke. */
  const instead = new Map<CrossingStep, CrossingStep>();
  let problem: string | undefined;
  while (performance.now() - began < patience.giveUp) {
    const tried = performance.now() - began;
    const left: Named[] = [];
    problem = undefined;
    let again = false;
    for (const [index, step] of order.restore.entries()) {
      const of = step.verb === 'enable' ? step : order.restore[index + 1];
      if (instead.has(of)) {
        // It speaks in place of the other one, and is not silenced once more.
        continue;
      }
      try {
        await restore(order, step);
      } catch (error) {
        problem = messageOf(error);
        process.stderr.write(`${problem}\n`);
        if (step.verb === 'disable' && tried > patience.skip) {
          left.push(named(step));
          problem = undefined;
          continue;
        }
        const other =
          tried > patience.instead
            ? findInstead(order, step, proven)
            : undefined;
        if (!other || !(await speaks(order, other))) {
          break;
        }
        instead.set(step, other);
        problem = undefined;
        // What this router was asked before it died it may not do either.
        again = true;
      }
    }
    if (problem === undefined && !again) {
      const dead = [...instead.keys()];
      // What the routers would do is done; one that is silent does it once more.
      const silent = [...left, ...dead].map(({ router }) => router);
      await releaseCrossing(dir, order, silent).catch(error =>
        process.stderr.write(`${error}\n`),
      );
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

function restore(order: CrossingOrder, step: CrossingStep): Promise<void> {
  return takeStep({ ...order, reason: 'not confirmed, undone' }, step, {
    mayGoOn: async () => true,
  });
}

async function speaks(
  order: CrossingOrder,
  step: CrossingStep,
): Promise<boolean> {
  try {
    await restore(order, step);
    return true;
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
