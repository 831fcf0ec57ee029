import { setTimeout as sleep } from 'node:timers/promises';
import {
  decide,
  readVerdict,
  Reverted,
  writeArmed,
  writeReverted,
} from '../../actor/Verdict';
import {
  CrossingOrder,
  CrossingStep,
  longestMs,
  readCrossing,
} from './CrossingOrder';
import { releaseCrossing } from './CrossingGuards';
import { hasActed, readHeartbeat } from './Heartbeat';
import { takeStep } from './takeStep';

const LOOK_MS = 250;
/** The actor beats every second. */
const SILENT_MS = 15_000;
const RETRY_MS = 2_000;
/** A router that cannot be asked to be silent must not keep the other one silent too. */
const SKIP_AFTER_MS = 30_000;
/** A daemon that is away for longer has forgotten the action with its restart. */
const GIVE_UP_MS = 15 * 60_000;

/**
 * Watches over a crossing and undoes it: at once when the actor says that a step
 * failed or falls silent, later when nobody confirms what was reached. Needs
 * nobody. Answers the exit code.
 */
export async function runCrossingBack(dir: string): Promise<number> {
  // Whoever stops the portal must not stop what protects the routers.
  process.on('SIGTERM', () => {});
  process.on('SIGINT', () => {});
  process.on('SIGHUP', () => {});
  const order = await readCrossing(dir);
  if ((await readVerdict(dir).catch(() => undefined)) === 'reverting') {
    // Whoever was to undo it is dead, and this is another one.
    return undo(dir, order);
  }
  const longest = longestMs(order);
  const dueAt = new Date(Date.now() + longest).toISOString();
  await writeArmed(dir, { dueAt });
  await watch(dir, order, performance.now() + longest);
  // A folder that is gone confirms nothing.
  const verdict = await decide(dir, 'reverting').catch(
    () => 'reverting' as const,
  );
  return verdict === 'reverting' ? undo(dir, order) : 0;
}

/** Until it is decided, or has to be. */
async function watch(
  dir: string,
  { revertAfterSeconds }: CrossingOrder,
  end: number,
): Promise<void> {
  let due = end;
  let acted = false;
  let beat = { count: -1, at: performance.now() };
  while (performance.now() < due) {
    if (await readVerdict(dir).catch(() => undefined)) {
      return;
    }
    if (!acted && (await hasActed(dir).catch(() => false))) {
      acted = true;
      due = performance.now() + revertAfterSeconds * 1000;
    }
    // One that cannot be read is missed.
    const count = await readHeartbeat(dir).catch(() => undefined);
    if (count !== undefined && count !== beat.count) {
      beat = { count, at: performance.now() };
    } else if (!acted && performance.now() - beat.at > SILENT_MS) {
      return;
    }
    await sleep(LOOK_MS);
  }
}

async function undo(dir: string, order: CrossingOrder): Promise<number> {
  const began = performance.now();
  let problem: string | undefined;
  while (performance.now() - began < GIVE_UP_MS) {
    const late = performance.now() - began > SKIP_AFTER_MS;
    const left: NonNullable<Reverted['left']> = [];
    problem = undefined;
    for (const step of order.restore) {
      try {
        await restore(order, step);
      } catch (error) {
        problem = error instanceof Error ? error.message : String(error);
        process.stderr.write(`${problem}\n`);
        if (step.verb === 'enable' || !late) {
          break;
        }
        left.push({ router: step.router, session: step.session });
        problem = undefined;
      }
    }
    if (problem === undefined) {
      // What the routers would do is done; one that is silent does it once more.
      const silent = left.map(({ router }) => router);
      await releaseCrossing(dir, order, silent).catch(error =>
        process.stderr.write(`${error}\n`),
      );
      await tell(dir, backText(left), left);
      return 0;
    }
    await sleep(RETRY_MS);
  }
  await tell(dir, `It could not be undone: ${problem}`);
  return 1;
}

function restore(order: CrossingOrder, step: CrossingStep): Promise<void> {
  return takeStep({ ...order, reason: 'not confirmed, undone' }, step, {
    mayGoOn: async () => true,
  });
}

function backText(left: NonNullable<Reverted['left']>): string {
  const names = left.map(({ router, session }) => `${session} on ${router}`);
  return names.length === 0
    ? 'The sessions are as they were before.'
    : `The sessions are enabled as before, but ${names.join(
        ', ',
      )} could not be switched off.`;
}

async function tell(
  dir: string,
  message: string,
  left?: Reverted['left'],
): Promise<void> {
  await writeReverted(dir, { at: new Date().toISOString(), message, left });
}
