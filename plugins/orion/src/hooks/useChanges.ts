import { useApi } from '@backstage/frontend-plugin-api';
import {
  ChangePage,
  ListChangesQuery,
} from '@orion/backstage-plugin-orion-changes-common';
import {
  changesApiRef,
  Loadable,
  useLoadable,
} from '@orion/backstage-plugin-orion-react';

const POLL_MS = 30_000;

/** One short list of changes that stays up to date. */
export function useChanges(query: ListChangesQuery): Loadable<ChangePage> {
  const api = useApi(changesApiRef);
  return useLoadable(() => api.list(query), [api, JSON.stringify(query)], {
    channel: 'orion-changes',
    pollMs: POLL_MS,
  });
}
