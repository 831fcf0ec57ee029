/** Of what is compared: with more than this apart for the time between, the rest shows little. */
const MAY_MOVE = 0.01;

/** Differences of one family that are put down to moves, and routes of the side that has more. */
export interface MovedShare {
  moved: number;
  compared: number;
}

/**
 * Whether so many differences may be put down to time. A twentieth of that is what
 * a full table moves in a quarter of an hour; of a small table it is none. Each
 * family is judged by itself: all of a small one are little beside a large one.
 */
export function mayHaveMoved({ moved, compared }: MovedShare): boolean {
  return moved <= MAY_MOVE * compared;
}
