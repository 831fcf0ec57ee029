import { useCallback } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  PrefixRecords,
  RouteHistoryPage,
  RouteTransition,
} from '@orion/backstage-plugin-orion-bgp-common';
import { Loadable, useLoadable } from '@orion/backstage-plugin-orion-react';
import { bgpApiRef } from '../api/bgpApiRef';
import { Earlier, useEarlier } from './useEarlier';
import { BGP_CHANNEL } from './useSessions';

const POLL_MS = 60_000;
const TRANSITIONS = 50;

/** What NetBox has of a prefix. */
export function usePrefixRecords(prefix: string): Loadable<PrefixRecords> {
  const api = useApi(bgpApiRef);
  return useLoadable(() => api.getPrefixRecords(prefix), [api, prefix], {
    pollMs: POLL_MS,
  });
}

/** What happened to it on our routers, newest first. */
export function usePrefixHistory(prefix: string): Loadable<RouteHistoryPage> {
  const api = useApi(bgpApiRef);
  return useLoadable(
    () => api.listPrefixHistory({ prefix, limit: TRANSITIONS }),
    [api, prefix],
    { channel: BGP_CHANNEL, pollMs: POLL_MS },
  );
}

/** The newest of it, and what was before, see {@link useEarlier}. */
export function useEarlierHistory(
  prefix: string,
  newest: RouteHistoryPage,
): Earlier<RouteTransition> {
  const api = useApi(bgpApiRef);
  const read = useCallback(
    (cursor: string) =>
      api.listPrefixHistory({ prefix, limit: TRANSITIONS, cursor }),
    [api, prefix],
  );
  return useEarlier(newest, read);
}
