import { useCallback, useRef, useState } from 'react';
import { DataTableProps } from './types';

/**
 * The row the keyboard is on, and a way to another. It is the same row wherever
 * live data sorts it to: Enter must open what has the focus. When the row goes, it
 * is what stands in its place.
 *
 * @returns its index, 0 without rows
 */
export function useActiveRow<T>(
  props: Pick<DataTableProps<T>, 'rows' | 'rowKey'>,
): [number, (index: number) => void] {
  const { rows, rowKey } = props;
  const [key, setKey] = useState<string>();
  const place = useRef(0);
  const latest = useRef(props);
  latest.current = props;

  const last = Math.min(place.current, Math.max(0, rows.length - 1));
  const active = key === undefined ? last : findRow();
  place.current = active;

  const setActive = useCallback((index: number) => {
    const row = latest.current.rows[index];
    if (row !== undefined) {
      place.current = index;
      setKey(latest.current.rowKey(row));
    }
  }, []);
  return [active, setActive];

  function findRow() {
    if (rows[last] !== undefined && rowKey(rows[last]) === key) {
      return last;
    }
    const moved = rows.findIndex(row => rowKey(row) === key);
    return moved === -1 ? last : moved;
  }
}
