import { useApi } from '@backstage/frontend-plugin-api';
import { ChangeSummary } from '@orion/backstage-plugin-orion-changes-common';
import {
  changesApiRef,
  Loadable,
  useLoadable,
} from '@orion/backstage-plugin-orion-react';

/** The newest change about a guest the reader may see. */
export function useLastChange(
  targetRef: string,
): Loadable<ChangeSummary | null> {
  const api = useApi(changesApiRef);
  return useLoadable(
    async () =>
      (await api.list({ view: 'all', targetRef, limit: 1 })).items[0] ?? null,
    [api, targetRef],
    { channel: 'orion-changes', pollMs: 30_000 },
  );
}
