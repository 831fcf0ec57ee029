/** `Date` has whole seconds, and stands for any moment of its second. */
const SECOND_MS = 1000;
/** What rounding and ways make of two clocks that are alike, and a little more. */
const ALIKE_MS = 2000;
/** Of an answer that was longer on its way nobody knows when it was written. */
const PROMPT_MS = 1500;

let offsetMs = 0;
const listeners = new Set<() => void>();

/**
 * Now, by the clock that the times in answers are of: the server's once an answer
 * told of it, the browser's until then.
 *
 * @public
 */
export function serverNow(): number {
  return Date.now() + offsetMs;
}

/** Tells whenever {@link serverNow} jumps. */
export function onServerClock(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/**
 * Learns from the `Date` of an answer how far both clocks are apart. Only what no
 * rounding explains moves the clock, so that ages do not jump with each answer.
 *
 * @param tookMs - from the question to the headers of the answer
 */
export function hearServerClock(headers: Headers, tookMs: number): void {
  const date = Date.parse(headers.get('date') ?? '');
  // One that was kept on the way has the time at which it was written.
  const isOld = Number(headers.get('age') ?? 0) > 0;
  if (Number.isNaN(date) || isOld || tookMs > PROMPT_MS) {
    return;
  }
  const told = date + SECOND_MS / 2 - (Date.now() - tookMs / 2);
  if (Math.abs(told - offsetMs) > ALIKE_MS) {
    offsetMs = Math.round(told);
    listeners.forEach(listener => listener());
  }
}
