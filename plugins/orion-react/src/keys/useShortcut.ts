import { useEffect, useRef } from 'react';
import { addShortcut } from './shortcuts';

/**
 * Gives a key a meaning while the component is on the page, and a line in the
 * list of keys. Nothing happens while somebody types.
 *
 * @public
 */
export function useShortcut(
  keys: string,
  label: string,
  run: () => void,
  on: boolean = true,
): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(
    () =>
      on
        ? addShortcut({ keys, label, run: () => latest.current() })
        : undefined,
    [keys, label, on],
  );
}
