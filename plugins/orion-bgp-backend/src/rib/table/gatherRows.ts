import { Rows, rowColumns } from './Rows';

/** This bit of an entry says that it counts into the second table. */
export const FROM_SECOND = 0x80000000;

/**
 * New rows in the order of `order`, whose entries are places in `first`, or
 * with {@link FROM_SECOND} in `second`. Takes the columns out of both one by
 * one, so that a table never stands twice in memory: they are of no use after.
 */
export function gatherRows(
  order: Uint32Array,
  first: Rows,
  second: Rows,
): Rows {
  const rows = new Rows(first.family);
  const { width } = rows;
  rows.count = order.length;
  rows.exportWords = Math.max(first.exportWords, second.exportWords);
  first.widenExports(rows.exportWords);
  second.widenExports(rows.exportWords);
  rows.address = gather(order, first.address, second.address, width);
  first.address = new Uint32Array();
  for (const name of rowColumns) {
    // One column after the other has the same type on both sides.
    rows[name] = gather(order, first[name], second[name], 1) as never;
    first[name] = new Uint8Array() as never;
  }
  if (first.pathId || second.pathId) {
    rows.pathId = gather(
      order,
      first.pathId ?? new Uint32Array(first.count),
      second.pathId ?? new Uint32Array(second.count),
      1,
    );
  }
  rows.exports = gather(order, first.exports, second.exports, rows.exportWords);
  return rows;
}

function gather<T extends Uint8Array | Uint16Array | Uint32Array>(
  order: Uint32Array,
  first: T,
  second: T,
  width: number,
): T {
  const Type = first.constructor as new (size: number) => T;
  const column = new Type(order.length * width);
  if (width === 1) {
    gatherNumbers(order, first, second, column);
    return column;
  }
  for (let at = 0; at < order.length; at++) {
    const from = (order[at] & ~FROM_SECOND) * width;
    const source = order[at] >= FROM_SECOND ? second : first;
    for (let word = 0; word < width; word++) {
      column[at * width + word] = source[from + word];
    }
  }
  return column;
}

function gatherNumbers<T extends Uint8Array | Uint16Array | Uint32Array>(
  order: Uint32Array,
  first: T,
  second: T,
  column: T,
): void {
  for (let at = 0; at < order.length; at++) {
    const from = order[at];
    column[at] =
      from >= FROM_SECOND ? second[from & ~FROM_SECOND] : first[from];
  }
}
