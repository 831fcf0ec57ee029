import { setTimeout as sleep } from 'node:timers/promises';
import { decide, readVerdict, writeArmed } from '../../actor/Verdict';
import { CrossingOrder, longestMs, readCrossing } from './CrossingOrder';
import { hasActed, readHeartbeat } from './Heartbeat';
import { undoCrossing } from './undoCrossing';

const LOOK_MS = 250;
/** The actor beats every second. */
const SILENT_MS = 15_000;

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
    return undoCrossing(dir, order);
  }
  const longest = longestMs(order);
  await writeArmed(dir, { dueAt: inMs(longest) });
  await watch(dir, order, performance.now() + longest);
  // A folder that is gone confirms nothing.
  const verdict = await decide(dir, 'reverting').catch(
    () => 'reverting' as const,
  );
  return verdict === 'reverting' ? undoCrossing(dir, order) : 0;
}

/** By a clock that may be set, for others to read. */
function inMs(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
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
      const left = revertAfterSeconds * 1000;
      due = performance.now() + left;
      // Whoever finds it undecided later than that knows that nobody watches any more.
      await writeArmed(dir, { dueAt: inMs(left) }).catch(() => {});
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
