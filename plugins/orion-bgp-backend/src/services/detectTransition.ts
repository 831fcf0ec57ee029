import {
  isSwitchedOff,
  SessionReading,
  SessionState,
} from '@orion/backstage-plugin-orion-bgp-common';

/** A change of a session worth remembering. */
export interface Transition {
  from?: SessionState;
  flap: boolean;
  /** Routes received before Established was left, by family. */
  received?: Record<string, number>;
}

/**
 * Daemons date to the second, and their answer takes a moment: two readings of
 * the same session differ by less.
 */
const SINCE_TOLERANCE_MS = 5_000;

/**
 * What happened between two readings of one session, if it is worth a row.
 * A session that is down goes round through Idle, Active and Connect for ever:
 * that is no news. One that was re-established between two looks is.
 */
export function detectTransition(
  before: SessionReading | undefined,
  after: SessionReading,
): Transition | undefined {
  if (!before) {
    return { flap: false };
  }
  const was = before.state === 'established';
  const is = after.state === 'established';
  if (leftEstablished(before, after)) {
    return {
      from: before.state,
      // A person who switches it off does not make it flap.
      flap: !isSwitchedOff(after),
      received: receivedRoutes(before),
    };
  }
  const news =
    was !== is ||
    before.adminState !== after.adminState ||
    before.disabledBy !== after.disabledBy ||
    (!is && before.lastError !== after.lastError);
  return news ? { from: before.state, flap: false } : undefined;
}

/** Whether a session ended between two readings, though it may be back. */
export function leftEstablished(
  before: SessionReading,
  after: SessionReading,
): boolean {
  return (
    before.state === 'established' &&
    (after.state !== 'established' || wasReestablished(before, after))
  );
}

/** Whether an established session is another one than before. */
function wasReestablished(
  before: SessionReading,
  after: SessionReading,
): boolean {
  if (
    before.daemonFlaps !== undefined &&
    after.daemonFlaps !== undefined &&
    after.daemonFlaps > before.daemonFlaps
  ) {
    return true;
  }
  if (!before.since || !after.since) {
    return false;
  }
  return (
    Date.parse(after.since) - Date.parse(before.since) > SINCE_TOLERANCE_MS
  );
}

function receivedRoutes({
  families,
}: SessionReading): Record<string, number> | undefined {
  const known = families.flatMap(({ family, counters }) => {
    const value = counters.received?.value ?? counters.accepted?.value;
    return value === undefined ? [] : [[family, value] as const];
  });
  return known.length > 0 ? Object.fromEntries(known) : undefined;
}

/** Keeps the earlier date of the same event, so that a second of jitter is no difference. */
export function steadySince(
  before: SessionReading | undefined,
  after: SessionReading,
): SessionReading {
  const same =
    before?.since !== undefined &&
    after.since !== undefined &&
    before.state === after.state &&
    Math.abs(Date.parse(after.since) - Date.parse(before.since)) <=
      SINCE_TOLERANCE_MS;
  return same ? { ...after, since: before.since } : after;
}
