import { setTimeout as sleep } from 'node:timers/promises';
import {
  ActionOrder,
  ACTOR_LASTS_MS,
  readOrder,
  targetOf,
  undoneWord,
} from './ActionOrder';
import { openHand, RouterHand } from './RouterHand';
import {
  decide,
  hasEnded,
  readReverted,
  readVerdict,
  writeArmed,
  Verdict,
  writeReverted,
} from './Verdict';

const LOOK_MS = 250;
const TRY_MS = 15_000;
const RETRY_MS = 2_000;
/** A daemon that is away for longer has forgotten the action with its restart. */
const GIVE_UP_MS = 15 * 60_000;

/**
 * Undoes an action unless somebody confirms it in time, and at once where somebody
 * decides that it is reverted, or has done so before it was started. Needs nobody:
 * the portal and the actor may be gone. Answers the exit code.
 */
export async function runRevert(dir: string): Promise<number> {
  // Whoever stops the portal must not stop what protects the router.
  process.on('SIGTERM', () => {});
  process.on('SIGINT', () => {});
  process.on('SIGHUP', () => {});
  const order = await readOrder(dir);
  const actsUntil = performance.now() + ACTOR_LASTS_MS;
  const undoIt = (why: string) => undo(dir, order, { why, actsUntil });
  if ((await readVerdict(dir).catch(() => undefined)) === 'reverting') {
    // Whoever was to undo it is dead, and this is another one.
    return undoIt('It was not confirmed, or did not hold');
  }
  // By a clock that nobody sets.
  const due = performance.now() + order.revertAfterSeconds * 1000;
  const dueAt = new Date(Date.now() + order.revertAfterSeconds * 1000);
  await writeArmed(dir, { dueAt: dueAt.toISOString() });
  while (performance.now() < due) {
    const verdict = await readVerdict(dir).catch(() => undefined);
    if (verdict === 'reverting') {
      // Whoever was to confirm it saw that it does not hold.
      return undoIt('It does not hold');
    }
    if (verdict) {
      return 0;
    }
    await sleep(Math.min(LOOK_MS, Math.max(1, due - performance.now())));
  }
  return undoIt(`Nobody confirmed within ${order.revertAfterSeconds} s`);
}

/** A folder that is gone, or on a full disk, confirms nothing. */
async function decideToUndo(dir: string): Promise<Verdict> {
  return decide(dir, 'reverting').catch(() => 'reverting' as const);
}

async function undo(
  dir: string,
  order: ActionOrder,
  { why, actsUntil }: { why: string; actsUntil: number },
): Promise<number> {
  const end = performance.now() + GIVE_UP_MS;
  let problem = '';
  let undone: string | undefined;
  while (performance.now() < end) {
    if (await readReverted(dir).catch(() => undefined)) {
      // Somebody else was faster, and another change may be at it by now.
      return 0;
    }
    try {
      // Again, where the disk was full: somebody may have confirmed it since.
      if (!undone && (await decideToUndo(dir)) !== 'reverting') {
        return 0;
      }
      undone ??= await undoOnce(
        order,
        why,
        async () => performance.now() < actsUntil && !(await hasEnded(dir)),
      );
      await writeReverted(dir, {
        at: new Date().toISOString(),
        message: undone,
      });
      return 0;
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
      process.stderr.write(`${problem}\n`);
      await sleep(RETRY_MS);
    }
  }
  const message = `It could not be undone: ${problem}`;
  await writeReverted(dir, { at: new Date().toISOString(), message });
  return 1;
}

async function undoOnce(
  order: ActionOrder,
  why: string,
  mayStillAct: () => Promise<boolean>,
): Promise<string> {
  const target = targetOf(order);
  const signal = AbortSignal.timeout(TRY_MS);
  const hand = openHand(order);
  try {
    if ((await hand.look(signal)).undone) {
      if (await mayStillAct()) {
        // What comes late would stay.
        throw new Error(`${capital(target)} is as it was, so far`);
      }
      return `${capital(target)} is as it was: nothing had to be undone.`;
    }
    await hand.undo(signal);
    if (!(await hand.look(signal)).undone) {
      throw new Error(`${capital(target)} was not ${undoneWord(order)} again`);
    }
    await releaseGuard(hand, order, signal);
    return `${why}: ${target} was ${undoneWord(order)} again.`;
  } finally {
    hand.close();
  }
}

/** What it would do is done. */
async function releaseGuard(
  hand: RouterHand,
  { guardId }: ActionOrder,
  signal: AbortSignal,
): Promise<void> {
  if (guardId) {
    await hand.release?.(guardId, signal).catch(() => undefined);
  }
}

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
