import { JsonValue } from '@backstage/types';
import { SessionStanding } from './SessionAction';

/** How long a session that may speak again is waited for: BIRD alone lets 5 s pass. */
const COMES_BACK_MS = 30_000;

/** A session that is to speak, as it is read now. */
export interface SpeakingSession extends SessionStanding {
  name: string;
}

/** What was led back, and may not be again what it was. */
export interface ComingBack {
  /** Of what is enabled and not established, as a sentence after a blank; else empty. */
  text: string;
  /** Whether it is too early to say so. */
  waits: boolean;
}

/**
 * Tells whether sessions that were enabled again are established again.
 *
 * @param connecting - as `connectingOf` has them
 * @param at - when they were enabled, in ISO 8601; nobody waits where that is not known
 */
export function comingBack(
  connecting: string[],
  at: JsonValue | undefined,
): ComingBack {
  if (connecting.length === 0) {
    return { text: '', waits: false };
  }
  return {
    text: ` Enabled, and not established yet: ${connecting.join(', ')}.`,
    waits: isWithin(COMES_BACK_MS, at),
  };
}

/** As "he_v6 on gw1 (active)", unless it is switched off, or speaks. */
export function connectingOf(
  session: SpeakingSession | undefined,
  router: string,
): string[] {
  return session?.adminState === 'up' && session.state !== 'established'
    ? [`${session.name} on ${router} (${session.state})`]
    : [];
}

/** Whether something was at `at`, and not longer ago. */
export function isWithin(ms: number, at: JsonValue | undefined): boolean {
  return typeof at === 'string' && Date.now() < Date.parse(at) + ms;
}
