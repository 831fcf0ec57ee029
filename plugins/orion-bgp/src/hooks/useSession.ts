import { useApi } from '@backstage/frontend-plugin-api';
import {
  CounterHistory,
  SessionDetail,
  SessionRef,
  SessionTransition,
} from '@orion/backstage-plugin-orion-bgp-common';
import { Loadable, useLoadable } from '@orion/backstage-plugin-orion-react';
import { bgpApiRef } from '../api/bgpApiRef';
import { BGP_CHANNEL } from './useSessions';

const POLL_MS = 5_000;
const HISTORY_POLL_MS = 60_000;
const TRANSITIONS = 100;

/** One session, kept up to date. */
export function useSession({
  router,
  session,
}: SessionRef): Loadable<SessionDetail> {
  const api = useApi(bgpApiRef);
  return useLoadable(
    () => api.getSession({ router, session }),
    [api, router, session],
    { channel: BGP_CHANNEL, pollMs: POLL_MS },
  );
}

/** Its newest changes of state, newest first. */
export function useTransitions({
  router,
  session,
}: SessionRef): Loadable<SessionTransition[]> {
  const api = useApi(bgpApiRef);
  return useLoadable(
    async () =>
      (await api.listTransitions({ router, session }, { limit: TRANSITIONS }))
        .items,
    [api, router, session],
    { channel: BGP_CHANNEL, pollMs: HISTORY_POLL_MS },
  );
}

/** Its counters over the last hours. */
export function useCounters(
  { router, session }: SessionRef,
  hours: number,
): Loadable<CounterHistory> {
  const api = useApi(bgpApiRef);
  return useLoadable(
    () => api.getCounters({ router, session }, { hours }),
    [api, router, session, hours],
    { pollMs: HISTORY_POLL_MS, keepPrevious: true },
  );
}
