import { gatherRows } from '../table/gatherRows';
import { PrefixKey } from '../table/PrefixKey';
import { Rows } from '../table/Rows';
import { sortRows } from '../table/sortRows';

/** Prefixes that are remembered, of each family: some ten minutes of a full table's bustle are a tenth. */
export const MAX_MOVES = 50_000;

/** Prefixes of a time. */
export interface MovedPrefixes {
  /** None moved, so nobody needs to ask of one. */
  readonly isEmpty: boolean;
  has(key: PrefixKey): boolean;
}

/**
 * Which prefixes' paths became others, and when each did last. What was forgotten
 * because so many moved since counts as unmoved: whoever excuses a difference by
 * this excuses too little, never too much.
 */
export class MoveLog {
  /** Their `since` is when; sorted up to `#sorted` rows. */
  readonly #rows = { 4: new Rows(4), 6: new Rows(6) };
  readonly #isSorted = { 4: true, 6: true };

  /** @param at - milliseconds of a clock that never steps, not before an earlier call's */
  note(key: PrefixKey, at: number): void {
    const rows = this.#rows[key.family];
    rows.append(key, {
      ...{ path: 0, community: 0, rest: 0, session: 0 },
      ...{ pathId: 0, flags: 0, meta: 0 },
      since: seconds(at),
    });
    this.#isSorted[key.family] = false;
    if (rows.count >= 2 * MAX_MOVES) {
      this.#forgetOldest(key.family);
    }
  }

  /** What moved at `at` or after it; good until something else is noted. */
  since(at: number): MovedPrefixes {
    const from = seconds(at);
    const [v4, v6] = [this.#sort(4), this.#sort(6)];
    return {
      isEmpty: !hasSince(v4, from) && !hasSince(v6, from),
      has: key => {
        const rows = key.family === 4 ? v4 : v6;
        const found = rows.lowerBound(key);
        return (
          found < rows.count &&
          rows.compareToKey(found, key) === 0 &&
          rows.since[found] >= from
        );
      },
    };
  }

  /** Of several of one prefix the last one stays. */
  #sort(family: 4 | 6): Rows {
    if (!this.#isSorted[family]) {
      const rows = this.#rows[family];
      this.#take(family, rows, sortRows(rows));
    }
    return this.#rows[family];
  }

  #forgetOldest(family: 4 | 6): void {
    const rows = this.#sort(family);
    if (rows.count > MAX_MOVES) {
      const times = rows.since.slice(0, rows.count).sort();
      const oldest = times[rows.count - MAX_MOVES];
      const kept = Uint32Array.from({ length: rows.count }, (_, at) => at);
      this.#take(
        family,
        rows,
        // Half of one second may be more than there is room for.
        kept.filter(at => rows.since[at] >= oldest).slice(-MAX_MOVES),
      );
    }
  }

  #take(family: 4 | 6, rows: Rows, order: Uint32Array): void {
    this.#rows[family] = gatherRows(order, rows, new Rows(family));
    this.#isSorted[family] = true;
  }
}

/** Whole ones, rounded down. Nothing is from before the clock began. */
function seconds(at: number): number {
  return Math.max(0, Math.floor(at / 1000));
}

function hasSince({ since, count }: Rows, from: number): boolean {
  for (let at = 0; at < count; at++) {
    if (since[at] >= from) {
      return true;
    }
  }
  return false;
}
