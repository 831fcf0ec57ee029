import { PathFlag } from '../../routes/RouteSource';
import { RibTable } from '../table/RibTable';
import { Rows } from '../table/Rows';
import { DiffOptions } from './DiffOptions';

const flagOfScope = {
  received: PathFlag.received,
  accepted: PathFlag.accepted,
  best: PathFlag.best,
  exported: 0,
} as const;

/** Which rows of one side are compared, and with which of the other. */
export class RowSelector {
  readonly #flag: number;
  /** Of the export bitmap; -1 when it does not matter. */
  readonly #bit: number;
  /** Nothing is selected. */
  readonly #nothing: boolean;
  /** By session; undefined when nobody said which are the same. */
  readonly #neighbors?: Uint16Array;

  constructor(
    table: RibTable,
    { scope, exportedTo, sessions }: DiffOptions,
    side: 'a' | 'b',
  ) {
    this.#flag = flagOfScope[scope];
    this.#bit = exportBitOf(table, exportedTo?.[side]);
    this.#nothing = scope === 'exported' && this.#bit < 0;
    this.#neighbors =
      sessions &&
      neighborsOf(
        table,
        sessions.map(pair => pair[side]),
      );
    if (scope !== 'exported') {
      this.#bit = -1;
    }
  }

  /** The flag that selects when nothing else does. */
  get flag(): number | undefined {
    return this.#bit < 0 && !this.#nothing && !this.#neighbors
      ? this.#flag
      : undefined;
  }

  selects(rows: Rows, at: number): boolean {
    const bit = this.#bit;
    return (
      (rows.flags[at] & this.#flag) === this.#flag &&
      !this.#nothing &&
      (bit < 0 ||
        (rows.exports[at * rows.exportWords + (bit >>> 5)] &
          (1 << (bit & 31))) !==
          0) &&
      (this.#neighbors === undefined || this.#neighbors[rows.session[at]] !== 0)
    );
  }

  /** The same number on both sides for the same neighbor, 0 when nobody said which are the same. */
  neighbor(rows: Rows, at: number): number {
    return this.#neighbors === undefined
      ? 0
      : this.#neighbors[rows.session[at]];
  }
}

/** By session: its place among the compared ones, counted from 1; 0 for others. */
function neighborsOf(table: RibTable, names: string[]): Uint16Array {
  const neighbors = new Uint16Array(0x10000);
  names.forEach((name, index) => {
    const session = table.pool.sessions.find(name);
    if (session !== undefined) {
      neighbors[session] = index + 1;
    }
  });
  return neighbors;
}

function exportBitOf(table: RibTable, name: string | undefined): number {
  const session =
    name === undefined ? undefined : table.pool.sessions.find(name);
  return session === undefined ? -1 : table.exportBit(session);
}
