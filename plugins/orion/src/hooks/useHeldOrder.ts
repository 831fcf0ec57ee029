import { useEffect, useMemo, useRef } from 'react';
import { ChangePage } from '@orion/backstage-plugin-orion-changes-common';
import { Loadable } from '@orion/backstage-plugin-orion-react';
import { holdOrder } from '../lib/holdOrder';
import { withItems } from '../lib/withItems';

/** The same page of changes, with rows in the places they were first shown in. */
export function useHeldOrder(page: Loadable<ChangePage>): Loadable<ChangePage> {
  const shown = useRef<number[]>([]);
  const held = useMemo(
    () => withItems(page, items => holdOrder(shown.current, items)),
    [page],
  );
  const items = 'data' in held ? held.data.items : undefined;
  useEffect(() => {
    shown.current = items?.map(({ id }) => id) ?? [];
  }, [items]);
  return held;
}
