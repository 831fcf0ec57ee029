import { useEffect, useMemo, useRef } from 'react';
import { ChangePage } from '@orion/backstage-plugin-orion-changes-common';
import { Loadable } from '@orion/backstage-plugin-orion-react';
import { holdOrder } from '../lib/holdOrder';

/** The same page of changes, with rows in the places they were first shown in. */
export function useHeldOrder(page: Loadable<ChangePage>): Loadable<ChangePage> {
  const shown = useRef<number[]>([]);
  const held = useMemo(
    () =>
      'data' in page
        ? {
            ...page,
            data: {
              ...page.data,
              items: holdOrder(shown.current, page.data.items),
            },
          }
        : page,
    [page],
  );
  const items = 'data' in held ? held.data.items : undefined;
  useEffect(() => {
    shown.current = items?.map(({ id }) => id) ?? [];
  }, [items]);
  return held;
}
