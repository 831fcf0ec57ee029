/** Of what is compared: with more than this apart for the time between, the rest shows little. */
const MAY_MOVE = 0.01;

/**
 * Whether so many differences may be put down to time. A twentieth of that is what
 * a full table moves in a quarter of an hour; of a small table it is none.
 *
 * @param compared - routes of the side that has more
 */
export function mayHaveMoved(moved: number, compared: number): boolean {
  return moved <= MAY_MOVE * compared;
}
