type Column = Uint8Array | Uint16Array | Uint32Array;

/**
 * The column itself when it has room for `needed` entries, else a longer copy.
 * Grows by half: a table of a million rows never holds much more than it needs.
 */
export function grow<T extends Column>(column: T, needed: number): T {
  return needed <= column.length
    ? column
    : resize(
        column,
        Math.max(needed, column.length + (column.length >> 1), 64),
      );
}

/** A copy with exactly `length` entries. */
export function resize<T extends Column>(column: T, length: number): T {
  const copy = new (column.constructor as new (size: number) => T)(length);
  copy.set(column.length > length ? column.subarray(0, length) : column);
  return copy;
}
