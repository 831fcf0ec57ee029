/** What may disappear at once without the source vouching for it. */
const MAX_SHARE = 0.2;

/**
 * An implausible loss: more than 20 % of what was there. A half-empty answer
 * must not wipe the catalog.
 */
export function findShrink(
  before: string[],
  after: string[],
): { removed: number } | undefined {
  const kept = new Set(after);
  const removed = before.filter(ref => !kept.has(ref)).length;
  return removed > before.length * MAX_SHARE ? { removed } : undefined;
}
