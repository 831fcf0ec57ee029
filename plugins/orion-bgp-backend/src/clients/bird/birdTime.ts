import { ZoneOffset } from './zoneOffset';

/** What ORION knows about the clock of a router. */
export interface RouterClock {
  /** Unix seconds of the router's own clock, wrong as it may be. */
  now: number;
  /**
   * Seconds it is ahead of ORION's, beside its time zone. BIRD remembers how long
   * ago something was and prints that by its clock: every moment is ahead as much.
   */
  wrong?: number;
  /** Seconds the router's wall clock is ahead of UTC now; undefined when that cannot be told. */
  offset?: number;
  /** Where its time zone is known: the same for any time of its wall clock. */
  offsetAt?: ZoneOffset;
}

/** A time as BIRD prints it: `timeformat` of its configuration decides which. */
export type BirdTime =
  /** Unix seconds. */
  | { kind: 'unix'; seconds: number }
  /** Wall clock as if it were UTC, in seconds. */
  | { kind: 'local'; seconds: number }
  /** Seconds since midnight, within the last day. */
  | { kind: 'time-of-day'; seconds: number }
  /** Only the day is said: midnight of the wall clock as if it were UTC. */
  | { kind: 'date'; seconds: number };

const DAY = 86_400;
/** Offsets of the world's time zones are multiples of it. */
const ZONE_STEP = 900;
/** A clock that is further off a whole zone is wrong, and by how much nobody knows. */
const CLOCK_TOLERANCE = 120;
/** Times are printed in whole seconds, and an answer takes its time. */
const CLOCK_JITTER = 2;

/**
 * Understands `iso long`, `iso short` and Unix seconds, each with or without a
 * fraction; undefined for any other format.
 */
export function readBirdTime(text: string): BirdTime | undefined {
  const [, date, hours, minutes, seconds] =
    /^(?:(\d{4}-\d\d-\d\d)(?: |$))?(?:(\d\d):(\d\d):(\d\d)(?:\.\d+)?)?$/.exec(
      text,
    ) ?? [];
  const inDay = hours
    ? Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
    : undefined;
  if (inDay !== undefined && inDay > DAY) {
    return undefined;
  }
  if (date) {
    const midnight = Date.parse(`${date}T00:00:00Z`) / 1000;
    if (Number.isNaN(midnight)) {
      return undefined;
    }
    return inDay === undefined
      ? { kind: 'date', seconds: midnight }
      : { kind: 'local', seconds: midnight + inDay };
  }
  if (inDay !== undefined) {
    return { kind: 'time-of-day', seconds: inDay };
  }
  return /^\d{9,11}(\.\d+)?$/.test(text)
    ? { kind: 'unix', seconds: Math.floor(Number(text)) }
    : undefined;
}

/**
 * Works out a router's time zone from its own time of now. A clock that is not
 * a whole time zone away from ORION's gives no offset: error and zone cannot be
 * told apart. Without the name of the zone, times from before the last change to
 * or from summer time are an hour off.
 *
 * @param serverTime - `Current server time` of `show status`.
 * @param now - Unix seconds of the moment of the answer.
 * @param known.wrong - how far it was off at last: the same as long as it differs
 * by no more than answers do.
 */
export function readRouterClock(
  serverTime: string | undefined,
  now: number,
  known: { offsetAt?: ZoneOffset; wrong?: number } = {},
): RouterClock {
  const { offsetAt, wrong = 0 } = known;
  const read = readBirdTime(serverTime ?? '');
  const steady = (ahead: number) =>
    [wrong, 0].find(one => Math.abs(ahead - one) <= CLOCK_JITTER) ??
    Math.round(ahead);
  if (read?.kind === 'unix') {
    return { now: read.seconds, offset: 0, wrong: steady(read.seconds - now) };
  }
  if (read?.kind !== 'local') {
    return { now };
  }
  const ahead = read.seconds - now;
  const offset =
    offsetAt?.(read.seconds) ??
    (Math.round(ahead / ZONE_STEP) * ZONE_STEP || 0);
  const plausible =
    Math.abs(ahead - offset) <= CLOCK_TOLERANCE &&
    offset >= -12 * 3600 &&
    offset <= 14 * 3600;
  return plausible
    ? {
        now: read.seconds - offset,
        offset,
        offsetAt,
        wrong: steady(ahead - offset),
      }
    : { now };
}

/** Unix seconds of what BIRD printed; undefined rather than a guess. */
export function toUnixSeconds(
  time: BirdTime | undefined,
  clock: RouterClock,
): number | undefined {
  const { wrong = 0 } = clock;
  if (time?.kind === 'unix') {
    return time.seconds - wrong;
  }
  if (clock.offset === undefined || time === undefined) {
    return undefined;
  }
  switch (time.kind) {
    case 'local':
      return (
        time.seconds - (clock.offsetAt?.(time.seconds) ?? clock.offset) - wrong
      );
    case 'time-of-day': {
      const localNow = clock.now + clock.offset;
      const today = Math.floor(localNow / DAY) * DAY;
      const seconds = today + time.seconds;
      // A second or two ahead is the time the answer took.
      return (
        (seconds > localNow + 5 ? seconds - DAY : seconds) -
        clock.offset -
        wrong
      );
    }
    default:
      return undefined;
  }
}
