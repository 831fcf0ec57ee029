/**
 * BIRD works its dates out anew for each answer, from how long ago something was
 * by the clock of its last loop, and prints whole seconds if so configured: the
 * same moment is another one next time, by more the busier the machine. So is one worked out from an age.
 */
const WOBBLE_MS = 2_500;

/** Whether two dates a router told, ISO UTC, may be the same moment. */
export function sameMoment(
  one: string | undefined,
  other: string | undefined,
): boolean {
  if (one === undefined || other === undefined) {
    return one === other;
  }
  return Math.abs(Date.parse(one) - Date.parse(other)) <= WOBBLE_MS;
}
