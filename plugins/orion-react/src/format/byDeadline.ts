interface Due {
  id: number;
  deadlineAt?: string;
}

/**
 * Orders what waits for a person: the next deadline first, then the oldest.
 *
 * @public
 */
export function byDeadline(a: Due, b: Due): number {
  return dueAt(a) - dueAt(b) || a.id - b.id;
}

function dueAt({ deadlineAt }: Due): number {
  return deadlineAt ? Date.parse(deadlineAt) : Number.MAX_SAFE_INTEGER;
}
