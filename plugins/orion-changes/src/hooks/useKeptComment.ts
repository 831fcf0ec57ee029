import { useCallback, useState } from 'react';

/**
 * A comment that survives signing in again and a reload, in this tab only.
 * It starts empty: nobody's words are written for them.
 */
export function useKeptComment(
  changeId: number,
): [string, (comment: string) => void] {
  const key = `orion-change-comment-${changeId}`;
  const [comment, setComment] = useState(
    () => window.sessionStorage.getItem(key) ?? '',
  );
  const keep = useCallback(
    (next: string) => {
      setComment(next);
      if (next === '') {
        window.sessionStorage.removeItem(key);
      } else {
        window.sessionStorage.setItem(key, next);
      }
    },
    [key],
  );
  return [comment, keep];
}
