import { useApi } from '@backstage/frontend-plugin-api';
import {
  Router,
  SessionList,
  TrendList,
} from '@orion/backstage-plugin-orion-bgp-common';
import { Loadable, useLoadable } from '@orion/backstage-plugin-orion-react';
import { bgpApiRef } from '../api/bgpApiRef';

/** Says "something about sessions is new", without saying what. */
export const BGP_CHANNEL = 'orion-bgp';

/** Counters move all the time; states come by signal. */
export const SESSIONS_POLL_MS = 5_000;
const TREND_POLL_MS = 60_000;

export interface BgpOverview {
  routers: Router[];
  sessions: SessionList;
}

/** Every router and session, kept up to date. */
export function useSessions(): Loadable<BgpOverview> {
  const api = useApi(bgpApiRef);
  return useLoadable(
    async () => {
      const [routers, sessions] = await Promise.all([
        api.listRouters(),
        api.listSessions(),
      ]);
      return { routers: routers.items, sessions };
    },
    [api],
    { channel: BGP_CHANNEL, pollMs: SESSIONS_POLL_MS },
  );
}

/** A day of every session; undefined while it is not known. */
export function useTrends(): TrendList | undefined {
  const api = useApi(bgpApiRef);
  const trends = useLoadable(() => api.listTrends(), [api], {
    pollMs: TREND_POLL_MS,
  });
  return 'data' in trends ? trends.data : undefined;
}
