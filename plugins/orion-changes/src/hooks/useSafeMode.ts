import { useApi } from '@backstage/frontend-plugin-api';
import { SafeModeState } from '@orion/backstage-plugin-orion-changes-common';
import {
  changesApiRef,
  Loadable,
  useLoadable,
} from '@orion/backstage-plugin-orion-react';
import { CHANGES_CHANNEL } from './useChange';

const CALM_MS = 60_000;
const ACTIVE_MS = 5_000;

/** Whether the database is older than the world; looked at more often while it is. */
export function useSafeMode(): Loadable<SafeModeState> {
  const api = useApi(changesApiRef);
  return useLoadable(() => api.getSafeMode(), [api], {
    channel: CHANGES_CHANNEL,
    pollMs: state => (state?.active ? ACTIVE_MS : CALM_MS),
  });
}
