import { PathFlag } from '../../routes/RouteSource';
import { RibTable } from '../table/RibTable';
import { Rows } from '../table/Rows';
import { DiffOptions } from './DiffOptions';

/** Which rows of a table are compared, and with which of the other. */
export interface RowSelector {
  selects(rows: Rows, at: number): boolean;
  /** The same number on both sides for the same neighbor, 0 when nobody said which are the same. */
  neighbor(rows: Rows, at: number): number;
}

const flagOfScope = {
  received: PathFlag.received,
  accepted: PathFlag.accepted,
  best: PathFlag.best,
  exported: 0,
} as const;

/** Makes the selector of one side. */
export function createSelector(
  table: RibTable,
  { scope, exportedTo, sessions }: DiffOptions,
  side: 'a' | 'b',
): RowSelector {
  const flag = flagOfScope[scope];
  const groups =
    sessions &&
    groupsOf(
      table,
      sessions.map(pair => pair[side]),
    );
  const bit =
    scope === 'exported' ? exportBitOf(table, exportedTo?.[side]) : -1;
  const exported = (rows: Rows, at: number) =>
    bit >= 0 &&
    ((rows.exports[at * rows.exportWords + (bit >>> 5)] >>> (bit & 31)) & 1) ===
      1;
  return {
    selects: (rows, at) =>
      (rows.flags[at] & flag) === flag &&
      (scope !== 'exported' || exported(rows, at)) &&
      (!groups || groups[rows.session[at]] > 0),
    neighbor: (rows, at) => (groups ? groups[rows.session[at]] : 0),
  };
}

/** By session: its place among the compared ones, counted from 1; 0 for others. */
function groupsOf(table: RibTable, names: string[]): Uint16Array {
  const groups = new Uint16Array(0x10000);
  names.forEach((name, index) => {
    const session = table.pool.findSession(name);
    if (session !== undefined) {
      groups[session] = index + 1;
    }
  });
  return groups;
}

function exportBitOf(table: RibTable, name: string | undefined): number {
  const session = name === undefined ? undefined : table.pool.findSession(name);
  return session === undefined ? -1 : table.exportBit(session);
}
