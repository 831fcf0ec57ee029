import { PastCounts, TableCounts } from '../answer/TableCounts';

/** Between two counts of a table that events change: each walks over all of it. */
const COUNT_EVERY_MS = 15_000;

/**
 * What a table told last while it told how things are. It is counted while it is
 * whole, and not when it turns out to be behind: half of what was told is in it by
 * then, and numbers of two moments are none of either.
 */
export class LastCounts {
  /** Milliseconds of a clock that never steps. */
  readonly #now: () => number;
  #counts?: TableCounts;
  /** Unix milliseconds of when the numbers were still right. */
  #rightAt = 0;
  #countedAt = -Infinity;
  #changed = true;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Undefined while nothing was counted. */
  get kept(): PastCounts | undefined {
    if (!this.#counts) {
      return undefined;
    }
    const { readSince, sessions, unsent } = this.#counts;
    const countedAt = new Date(this.#rightAt).toISOString();
    return { readSince, sessions, unsent, countedAt };
  }

  /** Another table took the place of the one that was counted, or none did. */
  replaced(isThere: boolean): void {
    this.#countedAt = -Infinity;
    this.#changed = true;
    // Of one that is not kept nothing new is known, ever.
    this.#counts = isThere ? this.#counts : undefined;
  }

  /** The table is not what it was when it was counted. */
  changed(): void {
    this.#changed = true;
  }

  /**
   * The table is whole, and says how things are at `at` (Unix milliseconds). It is
   * counted when it changed, though not over and over.
   */
  whole(at: number, count: () => TableCounts): void {
    if (!this.#changed) {
      this.#rightAt = at;
      return;
    }
    const now = this.#now();
    if (now - this.#countedAt >= COUNT_EVERY_MS) {
      this.#counts = count();
      this.#rightAt = at;
      this.#countedAt = now;
      this.#changed = false;
    }
  }
}
