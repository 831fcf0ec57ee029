import { setTimeout as sleep } from 'node:timers/promises';
import { createRouteSource } from '../../../clients/createRouteSource';
import { isCertainLeak, judgeLeaks } from '../../judgeLeaks';
import { ExportsApart, readExportsApart } from '../../readExportsApart';
import { CrossingOrder, CrossingStep, SENDS_MS } from './CrossingOrder';
import { StepStopped, StepWatch } from './takeStep';

const LOOK_MS = 500;
const NAMED = 5;

/** What goes out that must not: no second of it is to be waited. */
export class SentTooMuchError extends Error {}

/**
 * Waits until a session that speaks now announces what the one before announced, as
 * its router says itself. What leaks ends the wait at once, and so does an own prefix
 * that did not go out before. Answers how many own prefixes go out.
 *
 * @throws StepStopped, SentTooMuchError, and an Error when the proof does not come in time.
 */
export async function proveSent(
  { readers }: Pick<CrossingOrder, 'readers'>,
  {
    router,
    sends,
    session,
  }: CrossingStep & Required<Pick<CrossingStep, 'sends'>>,
  { mayGoOn }: Pick<StepWatch, 'mayGoOn'>,
  patienceMs = SENDS_MS,
): Promise<number> {
  const title = `Session ${session} on ${router}`;
  const source = createRouteSource({ id: router, endpoint: readers[router] });
  const signal = AbortSignal.timeout(patienceMs + 15_000);
  const end = performance.now() + patienceMs;
  const look = async (): Promise<ExportsApart | Error> => {
    try {
      const reading = await source.readRouter({ signal });
      // Of what the neighbors are nothing is asked: how much went out before is known.
      const config = { relations: new Map() };
      return await readExportsApart(
        config,
        source,
        reading,
        session,
        signal,
        seen => isCertainLeak(sends.foreign, seen),
      );
    } catch (error) {
      // A router that makes a long list for somebody else answers later.
      return error instanceof Error ? error : new Error(String(error));
    }
  };
  try {
    for (;;) {
      const began = performance.now();
      const found = await look();
      const lack = lackOf(title, sends, found);
      if (lack === undefined && !(found instanceof Error)) {
        return found.own.length;
      }
      if (performance.now() > end) {
        throw new Error(`${lack} after ${patienceMs / 1000} s`);
      }
      if (!(await mayGoOn())) {
        throw new StepStopped('The crossing is being undone');
      }
      // Some make a whole list to answer.
      await sleep(Math.max(LOOK_MS, performance.now() - began));
    }
  } finally {
    await source.close();
  }
}

/** Undefined where nothing lacks. @throws Error for what must not go on for a second. */
function lackOf(
  title: string,
  { announces, foreign }: NonNullable<CrossingStep['sends']>,
  found: ExportsApart | Error,
): string | undefined {
  if (found instanceof Error) {
    return `What ${title.replace(
      'Session',
      'session',
    )} announces is not known: ${found.message}`;
  }
  const leak = judgeLeaks(title, foreign, found.foreign);
  if (leak.verdict === 'fail') {
    throw new SentTooMuchError(leak.message);
  }
  const extra = found.own.filter(prefix => !announces.includes(prefix));
  if (extra.length > 0) {
    throw new SentTooMuchError(
      `${title} announces ${some(extra)}, which the session before did not`,
    );
  }
  const missing = announces.filter(prefix => !found.own.includes(prefix));
  return missing.length > 0
    ? `${title} does not announce ${some(missing)}`
    : undefined;
}

function some(prefixes: string[]): string {
  const more = prefixes.length - NAMED;
  return `${prefixes.slice(0, NAMED).join(', ')}${
    more > 0 ? ` and ${more} more` : ''
  }`;
}
