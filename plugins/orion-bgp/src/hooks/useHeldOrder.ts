import { FocusEvent, useEffect, useRef, useState } from 'react';

/**
 * Live rows in an order that holds still while somebody is at them: with the pointer
 * over them or the focus inside, a click or a key hits the row that was aimed at.
 * Values go on changing; a row that is gone goes, and a new one comes at the end.
 *
 * @param rows - In the order they have when nobody is at them.
 * @param keyOf - Stable over reads.
 */
export function useHeldOrder<T>(rows: T[], keyOf: (row: T) => string) {
  const box = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  const [focused, setFocused] = useState(false);
  const order = useRef<string[]>([]);
  const shown = over || focused ? inOrder(order.current) : rows;
  order.current = shown.map(keyOf);

  useEffect(() => {
    // What had the focus is gone, and said nothing to anybody.
    if (focused && !box.current?.contains(document.activeElement)) {
      setFocused(false);
    }
  }, [focused, rows]);

  return {
    rows: shown,
    /** For the element around the rows. */
    holder: {
      ref: box,
      onPointerEnter: () => setOver(true),
      onPointerLeave: () => setOver(false),
      onFocus: () => setFocused(true),
      onBlur: ({ currentTarget, relatedTarget }: FocusEvent) =>
        setFocused(currentTarget.contains(relatedTarget as Node | null)),
    },
  };

  function inOrder(keys: string[]): T[] {
    const left = new Map(rows.map(row => [keyOf(row), row]));
    const kept = keys.flatMap(key => {
      const row = left.get(key);
      left.delete(key);
      return row === undefined ? [] : [row];
    });
    return [...kept, ...left.values()];
  }
}
