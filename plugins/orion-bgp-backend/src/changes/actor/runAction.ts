import { setTimeout as sleep } from 'node:timers/promises';
import { startRun } from '@orion/engines/supervisor';
import { RouteSourceError } from '../../routes/RouteSourceError';
import { ActionOrder, readOrder, writeOrder } from './ActionOrder';
import { actorCommand } from './actorCommand';
import { HandSight, openHand, RouterHand } from './RouterHand';
import { GUARD_LATER_SECONDS } from './releaseGuards';
import { readArmed, readVerdict, writeEnded } from './Verdict';

/** Of everything the actor does but arming; the daemon answers in milliseconds. */
const DEADLINE_MS = 30_000;
const ARM_MS = 20_000;
/** A daemon needs a moment to come to its new state. */
const SETTLE_MS = 5_000;
const LOOK_MS = 100;

/** What the actor says, one JSON object a line. */
export type ActorLine =
  | { event: 'saw' | 'sees'; text: string }
  | { event: 'armed'; dueAt: string }
  | { event: 'guarded' }
  | { event: 'did'; said: string }
  | { event: 'nothing-to-do' }
  | { event: 'stopped' }
  | { event: 'failed'; message: string };

/**
 * Does what the order in a folder says: arms the revert, acts once, looks again.
 * Idempotent: what is as wanted is left alone. Answers the exit code,
 * 0 only when the daemon confirmed.
 */
export async function runAction(
  dir: string,
  say: (line: ActorLine) => void,
): Promise<number> {
  const stop = new AbortController();
  // Asked to stop before the action it does nothing; after it, it finishes.
  process.once('SIGTERM', () => stop.abort());
  const order = await readOrder(dir);
  const signal = AbortSignal.timeout(DEADLINE_MS + ARM_MS);
  let hand: RouterHand | undefined;
  try {
    hand = openHand(order);
    const before = await hand.look(signal);
    say({ event: 'saw', text: before.text });
    if (before.done) {
      say({ event: 'nothing-to-do' });
      return 0;
    }
    if (hand.undoable) {
      say({ event: 'armed', dueAt: await arm(dir, order) });
      if (await guard(hand, dir, order, signal)) {
        say({ event: 'guarded' });
      } else if (order.mustGuard) {
        throw new Error(
          `${order.router} would not undo it by itself, so nothing was done`,
        );
      }
    }
    if (stop.signal.aborted) {
      say({ event: 'stopped' });
      return 3;
    }
    if (await readVerdict(dir)) {
      // Whoever was to undo it has looked already, and would not look again.
      throw new Error(`${order.router} was too slow: nothing was done`);
    }
    say({ event: 'did', said: await hand.act(signal) });
    const after = await settle(hand, signal);
    say({ event: 'sees', text: after.text });
    return !hand.undoable || after.done ? 0 : 1;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    say({ event: 'failed', message });
    return 1;
  } finally {
    hand?.close();
    // Without it whoever undoes waits for longer.
    await writeEnded(dir).catch(() => undefined);
  }
}

/** Whether the router undoes it as well, last of all: who watches here knows more. */
async function guard(
  hand: RouterHand,
  dir: string,
  order: ActionOrder,
  signal: AbortSignal,
): Promise<boolean> {
  const { guardId, revertAfterSeconds } = order;
  if (!guardId || !hand.guard) {
    return false;
  }
  const seconds = revertAfterSeconds + GUARD_LATER_SECONDS;
  try {
    return await hand.guard(guardId, seconds, signal);
  } catch (error) {
    if (error instanceof RouteSourceError && isCertain(error)) {
      // Or nobody could end the change while the router cannot be asked.
      await writeOrder(dir, { ...order, guardId: undefined });
    }
    throw error;
  }
}

/** That the router never heard of it, or will not do it. */
function isCertain({ problem }: RouteSourceError): boolean {
  return problem === 'refused' || problem === 'connect';
}

/** Starts the revert in a session of its own and waits until it watches. */
async function arm(dir: string, order: ActionOrder): Promise<string> {
  await startRun(actorCommand('revert', dir, order.execArgv));
  const end = performance.now() + ARM_MS;
  for (;;) {
    const armed = await readArmed(dir);
    if (armed) {
      return armed.dueAt;
    }
    if (performance.now() > end) {
      throw new Error('The revert did not come up: nothing was done');
    }
    await sleep(LOOK_MS);
  }
}

async function settle(
  hand: RouterHand,
  signal: AbortSignal,
): Promise<HandSight> {
  const end = performance.now() + SETTLE_MS;
  for (;;) {
    const seen = await hand.look(signal);
    if (!hand.undoable || seen.done || performance.now() > end) {
      return seen;
    }
    await sleep(LOOK_MS);
  }
}
