import { setTimeout as sleep } from 'node:timers/promises';
import { RouteSourceError } from '../../../routes/RouteSourceError';
import { openSessionHand } from '../../actor/openSessionHand';
import type { SessionHand } from '../../actor/SessionRouterHand';
import { isDone, SessionStanding } from '../../SessionAction';
import { findFewer } from '../routesIn';
import { CrossingOrder, CrossingStep, patienceMs } from './CrossingOrder';

const LOOK_MS = 250;

/** What was seen and done, for whoever follows. */
export interface StepWatch {
  saw?(standing: SessionStanding): void;
  /** Told each time it is looked at; `saw` is told the first one and the last one. */
  looked?(standing: SessionStanding): void;
  did?(said: string): void;
  /** Asked before the action and while its effect is awaited. */
  mayGoOn(): Promise<boolean>;
}

/** Longer than a GoBGP makes a list of a full table, during which it answers nobody. */
export const SILENCE_MS = 30_000;

/** The step was given up because somebody decided otherwise. */
export class StepStopped extends Error {}

/**
 * Takes one step and waits until it is proven: acts at most once, and not at all
 * on a session that is as wanted.
 * @param silenceMs - how long answers of the router may fail to come in time; what it
 * was told to do and did not answer is proven as everything is, by its session
 * @throws RouteSourceError, StepStopped, and an Error when the proof does not come in time.
 */
export async function takeStep(
  order: Pick<CrossingOrder, 'endpoints' | 'reason'>,
  step: CrossingStep,
  watch: StepWatch,
  silenceMs = 0,
): Promise<void> {
  const { router, session, verb } = step;
  const patience = patienceMs(step);
  const signal = AbortSignal.timeout(patience + silenceMs + 15_000);
  const hand = openSessionHand(step, order.endpoints[router]);
  const look = () => lookPatiently(hand, signal, watch, silenceMs);
  try {
    let seen = await look();
    watch.saw?.(seen);
    if (!isDone({ verb }, seen)) {
      await assertMayGoOn(watch);
      // An optional call does not even work out its arguments.
      const said = await hand
        .act({ verb }, order.reason, signal)
        .catch(error => {
          if (silenceMs === 0 || !isLate(error)) {
            throw error;
          }
          return undefined;
        });
      if (said !== undefined) {
        watch.did?.(said);
      }
    }
    const end = performance.now() + patience;
    for (;;) {
      seen = await look();
      if (isProven(step, seen)) {
        watch.saw?.(seen);
        return;
      }
      if (performance.now() > end) {
        throw new Error(
          `Session ${session} on ${router} is ${seen.state}, administratively ${
            seen.adminState
          }, and ${lackText(step, seen)} after ${patience / 1000} s`,
        );
      }
      await assertMayGoOn(watch);
      await sleep(LOOK_MS);
    }
  } finally {
    hand.close();
  }
}

async function lookPatiently(
  hand: Pick<SessionHand, 'look'>,
  signal: AbortSignal,
  watch: StepWatch,
  silenceMs: number,
): Promise<SessionStanding> {
  const end = performance.now() + silenceMs;
  for (;;) {
    try {
      const seen = await hand.look(signal);
      watch.looked?.(seen);
      return seen;
    } catch (error) {
      if (!isLate(error) || performance.now() >= end) {
        throw error;
      }
      await assertMayGoOn(watch);
    }
  }
}

/** One that is gone does not come back by itself; one that is busy does. */
function isLate(error: unknown): boolean {
  return error instanceof RouteSourceError && error.problem === 'deadline';
}

/**
 * Down is proven by the daemon that spoke: switched off, and no longer established.
 * That it carries is told by the one that speaks now, by what it lets in.
 */
export function isProven(
  { routes, verb, until }: Pick<CrossingStep, 'routes' | 'verb' | 'until'>,
  seen: SessionStanding,
): boolean {
  if (!isDone({ verb }, seen)) {
    return false;
  }
  switch (until) {
    case 'down':
      return seen.state !== 'established';
    case 'established':
      return seen.state === 'established';
    case 'carries':
      return (
        seen.state === 'established' && lackingOf({ routes }, seen).length === 0
      );
    default:
      return true;
  }
}

function lackText(step: CrossingStep, seen: SessionStanding): string {
  const lacking = step.until === 'carries' ? lackingOf(step, seen) : [];
  return seen.state === 'established' && lacking.length > 0
    ? `does not bring what came in before (${lacking.join('; ')})`
    : `not ${step.until === 'carries' ? 'established' : step.until}`;
}

function lackingOf(
  { routes = [] }: Pick<CrossingStep, 'routes'>,
  { families }: SessionStanding,
): string[] {
  return findFewer(routes, families && { families });
}

async function assertMayGoOn({ mayGoOn }: StepWatch): Promise<void> {
  if (!(await mayGoOn())) {
    throw new StepStopped('The crossing is being undone');
  }
}
