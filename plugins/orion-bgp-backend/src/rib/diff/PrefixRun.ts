import { Rows } from '../table/Rows';
import { RowSelector } from './RowSelector';

/** The selected rows of one prefix, one prefix after the other. */
export class PrefixRun {
  readonly rows: Rows;
  readonly #selector: RowSelector;
  readonly #more: number[] = [];
  #next = 0;
  /** The first of them; -1 behind the last prefix. */
  first = -1;
  size = 0;

  constructor(rows: Rows, selector: RowSelector) {
    this.rows = rows;
    this.#selector = selector;
    this.advance();
  }

  /** Behind the rows of this prefix. */
  get next(): number {
    return this.#next;
  }

  /** All of them. */
  get places(): number[] {
    return this.size === 0 ? [] : [this.first, ...this.#more];
  }

  /** Goes to the next prefix with a selected row, at that row or behind it. */
  advance(from = this.#next): void {
    const { rows } = this;
    const { count } = rows;
    let at = from;
    while (at < count && !this.#selector.selects(rows, at)) {
      at++;
    }
    if (this.size > 1) {
      this.#more.length = 0;
    }
    this.first = at < count ? at : -1;
    this.size = at < count ? 1 : 0;
    for (at++; at < count && rows.samePrefix(at, this.first); at++) {
      if (this.#selector.selects(rows, at)) {
        this.#more.push(at);
        this.size++;
      }
    }
    this.#next = at;
  }
}

/** By prefix; one that is at its end comes last. */
export function compareRuns(a: PrefixRun, b: PrefixRun): number {
  if (a.size === 0 || b.size === 0) {
    return b.size - a.size;
  }
  return a.rows.comparePrefix(a.first, b.rows, b.first);
}
