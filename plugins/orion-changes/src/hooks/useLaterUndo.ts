import { useApi } from '@backstage/frontend-plugin-api';
import {
  changeStates,
  ChangeSummary,
  isTerminal,
} from '@orion/backstage-plugin-orion-changes-common';
import {
  changesApiRef,
  Loadable,
  useLoadable,
} from '@orion/backstage-plugin-orion-react';
import { CHANGES_CHANNEL } from './useChange';

/** Under way, or done: one that was rejected or failed took nothing away. */
const COUNTING = changeStates.filter(
  state => !isTerminal(state) || state === 'succeeded',
);

export interface UndoQuestion {
  /** Kind of change that undoes. */
  kind: string;
  /** What it is about. */
  ref: string;
  /** Number of the change that made it. */
  after: number;
}

/**
 * The change that took back, or is about to take back, what an earlier one made;
 * null when there is none. A VMID is given out again, so it is the first after
 * that one.
 */
export function useLaterUndo({
  kind,
  ref,
  after,
}: UndoQuestion): Loadable<ChangeSummary | null> {
  const api = useApi(changesApiRef);
  return useLoadable(
    async () => {
      const { items } = await api.list({
        view: 'all',
        targetRef: ref,
        kind,
        state: COUNTING,
      });
      const later = items.filter(({ id }) => id > after);
      return later.sort((a, b) => a.id - b.id)[0] ?? null;
    },
    [api, kind, ref, after],
    { channel: CHANGES_CHANNEL, pollMs: 30_000 },
  );
}
