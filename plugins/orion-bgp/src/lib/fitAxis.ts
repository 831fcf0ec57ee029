/** Ends of an axis of numbers of routes: some room around the values, never below nothing. */
export function fitAxis(min: number, max: number): [number, number] {
  if (!Number.isFinite(min) || !Number.isFinite(max)) {
    return [0, 1];
  }
  const room = Math.max(1, (max - min) * 0.1);
  return [Math.max(0, min - room), max + room];
}
