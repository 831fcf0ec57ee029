/** What was practised longer ago was practised on another router. */
const REHEARSED_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

/** "today", "3 days ago". */
export function agoText(at: Date, now: Date): string {
  const days = daysSince(at, now);
  return days === 0 ? 'today' : `${days} ${days === 1 ? 'day' : 'days'} ago`;
}

/** Whether something that was practised then proves nothing any more. */
export function isLongAgo(at: Date, now: Date): boolean {
  return daysSince(at, now) > REHEARSED_DAYS;
}

function daysSince(at: Date, now: Date): number {
  // A clock that is a moment behind makes no day.
  return Math.max(0, Math.floor((now.getTime() - at.getTime()) / DAY_MS));
}
