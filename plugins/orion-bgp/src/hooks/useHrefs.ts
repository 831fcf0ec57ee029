import { useMemo } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { SessionRef } from '@orion/backstage-plugin-orion-bgp-common';
import { routesRouteRef, sessionsRouteRef } from '../routes';

export interface BgpHrefs {
  sessions: string;
  session(ref: SessionRef): string;
  /** The page of a prefix, given as text. */
  prefix(prefix: string): string;
  /** The search for routes, filled in. */
  routes(search: { q: string; router?: string; match?: string }): string;
}

/** Links between the pages of this plugin. */
export function useHrefs(): BgpHrefs {
  const sessions = useRouteRef(sessionsRouteRef)?.() ?? '';
  const routes = useRouteRef(routesRouteRef)?.() ?? '';
  return useMemo(
    () => ({
      sessions,
      session: ({ router, session }) =>
        `${sessions}/${encodeURIComponent(router)}/${encodeURIComponent(
          session,
        )}`,
      prefix: prefix => {
        const [address, length] = prefix.split('/');
        return `${routes}/prefix/${encodeURIComponent(address)}/${length}`;
      },
      routes: search => {
        const params = new URLSearchParams(
          Object.entries(search).filter(([, value]) => value),
        );
        return `${routes}?${params}`;
      },
    }),
    [sessions, routes],
  );
}
