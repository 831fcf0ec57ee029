import { useMemo } from 'react';
import { ChangePage } from '@orion/backstage-plugin-orion-changes-common';
import { byDeadline, Loadable } from '@orion/backstage-plugin-orion-react';
import { withItems } from '../lib/withItems';
import { useChanges } from './useChanges';

/** Enough to find the most urgent ones; the server answers newest first. */
const ASKED = 50;

/** What waits for this person's decision, the next deadline first. */
export function useWaiting(shown: number): Loadable<ChangePage> {
  const page = useChanges({ view: 'waiting', limit: ASKED });
  return useMemo(
    () => withItems(page, items => [...items].sort(byDeadline).slice(0, shown)),
    [page, shown],
  );
}
