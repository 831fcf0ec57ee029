import { setTimeout as sleep } from 'node:timers/promises';
import { startRun } from '@orion/engines/supervisor';
import { actorCommand } from '../../actor/actorCommand';
import { writeLeaked } from '../../actor/leaked';
import { decide, readArmed, readVerdict } from '../../actor/Verdict';
import { SessionStanding } from '../../SessionAction';
import { CrossingGuard, CrossingGuards } from './CrossingGuards';
import { CrossingStep, readCrossing } from './CrossingOrder';
import { startHeartbeat, writeActed } from './Heartbeat';
import { SentTooMuchError } from './judgeSent';
import { proveSent } from './proveSent';
import { writeProven } from './provenSteps';
import { takeSendingStep } from './takeSendingStep';
import { SILENCE_MS, StepWatch, takeStep } from './takeStep';

const ARM_MS = 20_000;
const LOOK_MS = 100;

/** What the crossing says, one JSON object a line. */
export type CrossingLine =
  | { event: 'armed'; revertAfterSeconds: number }
  | { event: 'guarded' | 'released'; guard: CrossingGuard }
  | { event: 'step'; number: number; of: number; step: CrossingStep }
  | { event: 'stands'; step: CrossingStep; standing: SessionStanding }
  | { event: 'said'; said: string }
  | { event: 'announces'; step: CrossingStep; own: number }
  | { event: 'crossed' }
  | { event: 'stopped' }
  | { event: 'broken'; message: string };

/**
 * Takes the steps of the order in a folder, each proven before the next. Before
 * the first one it arms the way back, which is taken at once when a step fails
 * or this process dies. Answers the exit code, 0 only when all are proven.
 */
export async function runCrossing(
  dir: string,
  say: (line: CrossingLine) => void,
): Promise<number> {
  const stop = new AbortController();
  // Asked to stop it does nothing new; what was begun, the way back undoes.
  process.once('SIGTERM', () => stop.abort());
  const order = await readCrossing(dir);
  const heart = startHeartbeat(dir);
  let armed = false;
  try {
    await arm(dir, order.execArgv);
    armed = true;
    const { revertAfterSeconds, steps } = order;
    say({ event: 'armed', revertAfterSeconds });
    const guards = new CrossingGuards(dir, order);
    for (const [index, step] of steps.entries()) {
      if (stop.signal.aborted) {
        say({ event: 'stopped' });
        await decide(dir, 'reverting');
        return 3;
      }
      say({ event: 'step', number: index + 1, of: steps.length, step });
      const guard = await guards.before(step);
      if (guard) {
        say({ event: 'guarded', guard });
      }
      const mayGoOn = async () => (await readVerdict(dir)) === undefined;
      const watch: StepWatch = {
        saw: ({ state, adminState }) =>
          say({ event: 'stands', step, standing: { state, adminState } }),
        did: said => say({ event: 'said', said }),
        mayGoOn,
      };
      if (step.sends) {
        const sent = { ...step, sends: step.sends };
        await takeSendingStep(order, sent, watch, SILENCE_MS);
        const own = await proveSent(order, sent, { mayGoOn });
        say({ event: 'announces', step, own });
      } else {
        await takeStep(order, step, watch, SILENCE_MS);
      }
      // Whoever leads back has to know who is silent for certain.
      await writeProven(dir, index + 1);
      const ended = await guards.after(step);
      if (ended) {
        say({ event: 'released', guard: ended });
      }
    }
    await writeActed(dir);
    say({ event: 'crossed' });
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    say({ event: 'broken', message });
    if (armed) {
      if (error instanceof SentTooMuchError) {
        await writeLeaked(dir).catch(() => {});
      }
      // Whoever waits for a confirmation that never comes loses minutes.
      await decide(dir, 'reverting').catch(() => {});
    }
    return 1;
  } finally {
    heart.stop();
  }
}

/** Starts the way back in a session of its own and waits until it watches. */
async function arm(dir: string, execArgv: string[]): Promise<void> {
  await startRun(actorCommand('cross-back', dir, execArgv));
  const end = performance.now() + ARM_MS;
  while (!(await readArmed(dir))) {
    if (performance.now() > end) {
      throw new Error('The way back did not come up: nothing was done');
    }
    await sleep(LOOK_MS);
  }
}
