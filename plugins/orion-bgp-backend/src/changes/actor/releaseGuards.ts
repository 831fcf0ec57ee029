import { readOrder } from './ActionOrder';
import { openHand } from './RouterHand';

const DEADLINE_MS = 15_000;

/**
 * Ends the router's own undo of every action in these folders. Answers the
 * routers that were first: there the action is taken back.
 *
 * @throws RouteSourceError when a router does not answer; then nothing is known.
 */
export async function releaseGuards(dirs: string[]): Promise<string[]> {
  const undone: string[] = [];
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
        problem = error;
      } finally {
        hand.close();
      }
    }
  }
  if (problem) {
    throw problem;
  }
  return undone;
}
