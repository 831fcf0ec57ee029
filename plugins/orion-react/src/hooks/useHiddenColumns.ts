import { useCallback, useMemo } from 'react';
import { useUrlState } from './useUrlState';

/**
 * The columns a reader does not want, kept in the URL as `hide=tags,owner`, so
 * that a copied link shows the same table. Names that no column has are dropped.
 *
 * @public
 */
export function useHiddenColumns(
  known: readonly string[],
): [ReadonlySet<string>, (hidden: ReadonlySet<string>) => void] {
  const [text, setText] = useUrlState('hide');
  const hidden = useMemo(
    () => new Set(text.split(',').filter(id => known.includes(id))),
    [text, known],
  );
  const setHidden = useCallback(
    (next: ReadonlySet<string>) =>
      setText(known.filter(id => next.has(id)).join(',')),
    [setText, known],
  );
  return [hidden, setHidden];
}
