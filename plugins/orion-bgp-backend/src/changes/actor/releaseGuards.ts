import { GuardsOverError, isGuardOver } from '../GuardsOverError';
import { readOrder } from './ActionOrder';
import { openHand } from './RouterHand';
import { readArmed } from './Verdict';

const DEADLINE_MS = 15_000;
/** Whoever watches beside the portal knows more, and is first. */
export const GUARD_LATER_SECONDS = 60;

/**
 * Ends the router's own undo of every action in these folders. Answers the
 * routers that were first: there the action is taken back.
 *
 * @throws RouteSourceError when a router does not answer; then nothing is known.
 * GuardsOverError where by now it can take nothing back any more.
 */
export async function releaseGuards(dirs: string[]): Promise<string[]> {
  const undone: string[] = [];
  const over: string[] = [];
  let problem: unknown;
  for (const dir of dirs) {
    const order = await readOrder(dir).catch(() => undefined);
    if (order?.guardId) {
      const hand = openHand(order);
      try {
        const signal = AbortSignal.timeout(DEADLINE_MS);
        if ((await hand.release?.(order.guardId, signal)) === 'undone') {
          undone.push(order.router);
        }
      } catch (error) {
        // The others are released all the same.
        if (isGuardOver(await findGuardDue(dir))) {
          over.push(order.router);
        } else {
          problem = error;
        }
      } finally {
        hand.close();
      }
    }
  }
  if (problem) {
    throw problem;
  }
  if (over.length > 0 && undone.length === 0) {
    throw new GuardsOverError(over);
  }
  return undone;
}

async function findGuardDue(dir: string): Promise<string | undefined> {
  const armed = await readArmed(dir).catch(() => undefined);
  return (
    armed &&
    new Date(Date.parse(armed.dueAt) + GUARD_LATER_SECONDS * 1000).toISOString()
  );
}
