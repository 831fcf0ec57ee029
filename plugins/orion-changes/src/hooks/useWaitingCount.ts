import { useApi } from '@backstage/frontend-plugin-api';
import {
  changesApiRef,
  useLoadable,
} from '@orion/backstage-plugin-orion-react';
import { CHANGES_CHANNEL } from './useChange';

/** How many changes wait for this person; undefined while unknown. */
export function useWaitingCount(): number | undefined {
  const api = useApi(changesApiRef);
  const page = useLoadable(
    () => api.list({ view: 'waiting', limit: 1 }),
    [api],
    {
      channel: CHANGES_CHANNEL,
      pollMs: 30_000,
    },
  );
  return 'data' in page ? page.data.total : undefined;
}
