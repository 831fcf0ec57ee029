import { PathFlag } from '../../routes/RouteSource';
import { PathColumns } from '../pool/PathColumns';
import { RibTable } from '../table/RibTable';
import { Rows } from '../table/Rows';
import { DiffOptions } from './DiffOptions';

const flagOfScope = {
  received: PathFlag.received,
  accepted: PathFlag.accepted,
  best: PathFlag.best,
  exported: 0,
} as const;

/** Where nobody said which sessions are the same: every one is compared with every one. */
const anybody = new Uint16Array(0x10000).fill(1);

/** Which rows of one side are compared, and with which of the other. */
export class RowSelector {
  readonly #flag: number;
  /** Of the export bitmap; -1 when it does not matter. */
  readonly #bit: number;
  /** Nothing is selected. */
  readonly #nothing: boolean;
  /** By session: the same number on both sides for the same neighbor; 0 is not compared. */
  readonly neighbors: Uint16Array;
  /** Asked whether a path is of our own; undefined where that does not matter. */
  readonly #paths?: PathColumns;

  constructor(
    table: RibTable,
    { scope, exportedTo, sessions, foreign }: DiffOptions,
    side: 'a' | 'b',
  ) {
    this.#paths = foreign ? table.pool.paths : undefined;
    this.#flag = flagOfScope[scope];
    this.#bit = exportBitOf(table, exportedTo?.[side]);
    this.#nothing = scope === 'exported' && this.#bit < 0;
    this.neighbors = sessions
      ? neighborsOf(
          table,
          sessions.map(pair => pair[side]),
          placesOf(sessions),
        )
      : anybody;
    if (scope !== 'exported') {
      this.#bit = -1;
    }
  }

  /** The flag that selects where nothing else does but the neighbor. */
  get flag(): number | undefined {
    return this.#bit < 0 && !this.#nothing && !this.#paths
      ? this.#flag
      : undefined;
  }

  selects(rows: Rows, at: number): boolean {
    const bit = this.#bit;
    return (
      (rows.flags[at] & this.#flag) === this.#flag &&
      !this.#nothing &&
      !this.#paths?.isEmpty(rows.path[at]) &&
      (bit < 0 ||
        (rows.exports[at * rows.exportWords + (bit >>> 5)] &
          (1 << (bit & 31))) !==
          0) &&
      this.neighbors[rows.session[at]] !== 0
    );
  }

  neighbor(rows: Rows, at: number): number {
    return this.neighbors[rows.session[at]];
  }
}

/** By session: its place among the compared ones, counted from 1; 0 for others. */
function neighborsOf(
  table: RibTable,
  names: string[],
  places: number[],
): Uint16Array {
  const neighbors = new Uint16Array(0x10000);
  names.forEach((name, index) => {
    const session = table.pool.sessions.find(name);
    if (session !== undefined) {
      neighbors[session] = places[index];
    }
  });
  return neighbors;
}

/** Pairs with a session in common are one neighbor: what came over several came over one there. */
function placesOf(pairs: { a: string; b: string }[]): number[] {
  const places: number[] = [];
  pairs.forEach(({ a, b }, index) => {
    const known = pairs
      .slice(0, index)
      .findIndex(one => one.a === a || one.b === b);
    places.push(known < 0 ? index + 1 : places[known]);
  });
  return places;
}

function exportBitOf(table: RibTable, name: string | undefined): number {
  const session =
    name === undefined ? undefined : table.pool.sessions.find(name);
  return session === undefined ? -1 : table.exportBit(session);
}
