import { Rows } from '../table/Rows';
import { RowSelector } from './RowSelector';

/** The selected rows of one prefix, one prefix after the other. */
export class PrefixRun {
  readonly rows: Rows;
  readonly places: number[] = [];
  readonly #selector: RowSelector;
  #at = 0;

  constructor(rows: Rows, selector: RowSelector) {
    this.rows = rows;
    this.#selector = selector;
  }

  get size(): number {
    return this.places.length;
  }

  /** Goes to the next prefix with a selected row; to none at the end. */
  advance(): void {
    const { rows, places } = this;
    places.length = 0;
    for (; this.#at < rows.count; this.#at++) {
      if (places.length > 0 && !rows.samePrefix(this.#at, this.#at - 1)) {
        return;
      }
      if (this.#selector.selects(rows, this.#at)) {
        places.push(this.#at);
      }
    }
  }
}

/** By prefix; one that is at its end comes last. */
export function compareRuns(a: PrefixRun, b: PrefixRun): number {
  if (a.size === 0 || b.size === 0) {
    return b.size - a.size;
  }
  return a.rows.comparePrefix(a.places[0], b.rows, b.places[0]);
}
