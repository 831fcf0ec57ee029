import { useApi } from '@backstage/frontend-plugin-api';
import { ChangeSummary } from '@orion/backstage-plugin-orion-changes-common';
import {
  changesApiRef,
  Loadable,
  useLoadable,
} from '@orion/backstage-plugin-orion-react';
import { CHANGES_CHANNEL } from './useChange';

const SHOWN = 5;

/** The last changes of one target, newest first. */
export function useTargetChanges(targetRef: string): Loadable<ChangeSummary[]> {
  const api = useApi(changesApiRef);
  return useLoadable(
    async () => (await api.list({ targetRef, limit: SHOWN })).items,
    [api, targetRef],
    { channel: CHANGES_CHANNEL, pollMs: 30_000 },
  );
}
