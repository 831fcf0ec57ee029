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

const DESTROY = 'virtual-machine.destroy';
/** Under way, or done: one that was rejected or failed took nothing away. */
const COUNTING = changeStates.filter(
  state => !isTerminal(state) || state === 'succeeded',
);

/**
 * The destroy that ended, or is about to end, what a change made. A VMID is
 * given out again, so it is the first one after that change.
 */
export function useLaterDestroy(
  targetRef: string,
  changeId: number,
): Loadable<ChangeSummary | null> {
  const api = useApi(changesApiRef);
  return useLoadable(
    async () => {
      const { items } = await api.list({
        view: 'all',
        targetRef,
        kind: DESTROY,
        state: COUNTING,
      });
      const later = items.filter(({ id }) => id > changeId);
      return later.sort((a, b) => a.id - b.id)[0] ?? null;
    },
    [api, targetRef, changeId],
    { channel: CHANGES_CHANNEL, pollMs: 30_000 },
  );
}
