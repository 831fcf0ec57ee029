import { serverNow } from '../api/serverClock';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A duration's text: a key of `time.*` and its numbers. */
export type DurationText =
  | { key: 'seconds' | 'minutes' | 'hours' | 'days'; n: number }
  | { key: 'hoursMinutes'; h: number; m: number };

/** Rounds a duration to what people say: 40 s, 4 min, 3 h 5 min, 12 d. */
export function durationText(ms: number): DurationText {
  if (ms < MINUTE) {
    return { key: 'seconds', n: Math.max(0, Math.floor(ms / 1000)) };
  }
  if (ms < HOUR) {
    return { key: 'minutes', n: Math.floor(ms / MINUTE) };
  }
  if (ms < 2 * DAY) {
    const h = Math.floor(ms / HOUR);
    const m = Math.floor((ms % HOUR) / MINUTE);
    return m === 0 || ms >= 10 * HOUR
      ? { key: 'hours', n: h }
      : { key: 'hoursMinutes', h, m };
  }
  return { key: 'days', n: Math.floor(ms / DAY) };
}

/** True while "4 min ago" says more than a date. */
export function isRecent(ageMs: number): boolean {
  return ageMs < DAY;
}

/** "12 Mar 14:02", with the year when it is another one. @public */
export function formatMoment(at: Date, now: Date = new Date()): string {
  const date = at.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(at.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
  });
  return `${date} ${formatClock(at)}`;
}

/** "14:02" @public */
export function formatClock(at: Date): string {
  return at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

/**
 * "14:02" within a day, "12 Mar 14:02" beyond: a clock alone passes for today's.
 *
 * @public
 */
export function formatSince(at: Date, now: number = serverNow()): string {
  return isRecent(Math.abs(now - at.getTime()))
    ? formatClock(at)
    : formatMoment(at, new Date(now));
}

/** The moment in the reader's zone and in UTC. */
export function bothZones(at: Date): { local: string; utc: string } {
  const options = { dateStyle: 'medium', timeStyle: 'long' } as const;
  return {
    local: at.toLocaleString('en-GB', options),
    utc: at.toLocaleString('en-GB', { ...options, timeZone: 'UTC' }),
  };
}
