import { useEffect, useState } from 'react';
import { FoundPages } from './usePages';

/**
 * Has a list that belongs to a comparison read again when the comparison finds
 * something else. Who reads further pages keeps them, and is given the way to the
 * new list instead.
 *
 * @param found - what the comparison finds now, in a word that changes with it
 */
export function useFoundAnew<P extends { items: unknown[] }>(
  { items, page }: Pick<FoundPages<P>, 'items' | 'page'>,
  found: string,
): (() => void) | undefined {
  const { retry } = page;
  const first = 'data' in page && !page.pending ? page.data : undefined;
  const [listed, setListed] = useState({ first, found });
  if (listed.first !== first) {
    setListed({ first, found });
  }
  const behind = first !== undefined && listed.found !== found;
  const further = first !== undefined && items.length > first.items.length;
  useEffect(() => {
    if (behind && !further) {
      retry();
    }
  }, [behind, further, found, retry]);
  return behind && further ? retry : undefined;
}
