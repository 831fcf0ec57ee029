import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

/**
 * A value that lives in the URL, so that a copied link shows the same view. The
 * fallback is left out of the URL.
 *
 * @public
 */
export function useUrlState(
  name: string,
  fallback: string = '',
): [string, (value: string) => void] {
  const [params, setParams] = useSearchParams();
  const value = params.get(name) ?? fallback;
  const setValue = useCallback(
    (next: string) =>
      setParams(
        before => {
          const after = new URLSearchParams(before);
          if (next === fallback) {
            after.delete(name);
          } else {
            after.set(name, next);
          }
          return after;
        },
        { replace: true },
      ),
    [setParams, name, fallback],
  );
  return [value, setValue];
}
