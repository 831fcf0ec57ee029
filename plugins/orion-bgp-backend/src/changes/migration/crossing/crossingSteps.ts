import type { RoutesIn } from '../routesIn';
import { CrossingStep } from './CrossingOrder';

/** `waiting`: `to` may only speak once `from` is silent. `both`: each has a session of its own. */
export type PairUse = 'both' | 'waiting' | 'moved';

/** The two sessions of one neighbor. */
export interface CrossingPair {
  /** Names of the sessions. */
  from: string;
  to: string;
  use: PairUse;
  /** `to` was switched off before: nothing switches it on again. */
  toWasOff?: boolean;
  /** What came in over the session that spoke. */
  routes?: RoutesIn[];
  /** Own prefixes that went out over it; absent where nobody spoke. */
  announces?: string[];
  /** How much of other networks went out. */
  foreign?: number;
}

/** `over`: to the other router. `back`: from it. `both`: over and back again. */
export type CrossingDirection = 'over' | 'back' | 'both';

/** What is done, and what undoes it from wherever it stopped. */
export interface CrossingPlan {
  steps: CrossingStep[];
  restore: CrossingStep[];
}

/**
 * The steps for each neighbor, one neighbor after the other: whoever speaks now
 * is silenced and proven down before the other one may speak, and that one brings
 * the same routes and announces the same before the next neighbor is touched. A way
 * back waits for neither: it must be open whatever they are. Where it finds the new
 * one switched off by somebody, that one stays off and the old one on: what it flees
 * from must not come back because it was not confirmed.
 */
export function crossingSteps(
  routers: { from: string; to: string },
  pairs: CrossingPair[],
  direction: CrossingDirection,
  options: { keepNew?: boolean } = {},
): CrossingPlan {
  const off = (side: 'from' | 'to', pair: CrossingPair): CrossingStep => ({
    router: routers[side],
    session: pair[side],
    verb: 'disable',
    until: 'down',
  });
  const on = (
    side: 'from' | 'to',
    pair: CrossingPair,
    until: CrossingStep['until'] = 'established',
  ): CrossingStep => ({
    router: routers[side],
    session: pair[side],
    verb: 'enable',
    until,
  });
  const carries = (side: 'from' | 'to', pair: CrossingPair): CrossingStep => ({
    ...(pair.routes?.length
      ? { ...on(side, pair, 'carries'), routes: pair.routes }
      : on(side, pair)),
    ...(pair.announces && {
      sends: { announces: pair.announces, foreign: pair.foreign ?? 0 },
    }),
  });
  const over = (pair: CrossingPair) => [off('from', pair), carries('to', pair)];
  const back = (
    pair: CrossingPair,
    speak: (side: 'from', of: CrossingPair) => CrossingStep = on,
  ) => [
    ...(keepsNew(pair, options) ? [] : [off('to', pair)]),
    speak('from', pair),
  ];
  const restoreOver = (pair: CrossingPair) => [
    ...(keepsNew(pair, options) ? [] : [off('to', pair)]),
    on('from', pair, 'enabled'),
  ];
  const restoreBack = (pair: CrossingPair) =>
    pair.toWasOff
      ? [{ ...on('from', pair, 'enabled'), wasOff: true as const }]
      : [off('from', pair), on('to', pair, 'enabled')];
  switch (direction) {
    case 'over':
      return {
        steps: pairs.flatMap(over),
        restore: pairs.flatMap(restoreOver),
      };
    case 'back':
      return {
        steps: pairs.flatMap(pair => back(pair)),
        restore: pairs.flatMap(restoreBack),
      };
    default:
      return {
        steps: pairs.flatMap(pair => [...over(pair), ...back(pair, carries)]),
        restore: pairs.flatMap(restoreOver),
      };
  }
}

/** A session of its own on `to` was up before and stays up after. */
function keepsNew(
  { use }: CrossingPair,
  { keepNew }: { keepNew?: boolean },
): boolean {
  return use === 'both' || (use === 'moved' && keepNew === true);
}
