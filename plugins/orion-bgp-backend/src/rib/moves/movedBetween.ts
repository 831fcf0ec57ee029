import { MovedPrefixes, MoveLog } from './MoveLog';

/**
 * Two routers hear of one change at different times, as their neighbor's timers
 * let them (30 s between two updates outside, RFC 4271 §10), and so does a kernel.
 */
const SLACK_MS = 60_000;

/** What is compared: of when it is, and what moved in it. All times of one clock that never steps. */
export interface Sight {
  /** Milliseconds: what happened before it is in it. */
  asOf: number;
  moves: MoveLog;
}

/**
 * Prefixes whose difference between two sights may only be one of time: they moved
 * in one after the other was taken, or just before.
 */
export function movedBetween(a: Sight, b: Sight): MovedPrefixes {
  const inA = a.moves.since(b.asOf - SLACK_MS);
  const inB = b.moves.since(a.asOf - SLACK_MS);
  return {
    isEmpty: inA.isEmpty && inB.isEmpty,
    has: key => inA.has(key) || inB.has(key),
  };
}
