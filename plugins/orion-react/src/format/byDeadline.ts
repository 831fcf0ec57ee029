/**
 * Orders what waits for a person: the next deadline first, then the oldest.
 *
 * @public
 */
export function byDeadline(
  a: { id: number; deadlineAt?: string },
  b: { id: number; deadlineAt?: string },
): number {
  return dueAt(a) - dueAt(b) || a.id - b.id;
}

function dueAt({ deadlineAt }: { deadlineAt?: string }): number {
  return deadlineAt ? Date.parse(deadlineAt) : Number.MAX_SAFE_INTEGER;
}
