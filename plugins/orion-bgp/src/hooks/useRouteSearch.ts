import { useCallback } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  RouteMatch,
  RoutePage,
  TableList,
} from '@orion/backstage-plugin-orion-bgp-common';
import { Loadable, useLoadable } from '@orion/backstage-plugin-orion-react';
import { bgpApiRef } from '../api/bgpApiRef';
import { FoundPages, usePages } from './usePages';

const PAGE = 100;
const TABLES_POLL_MS = 10_000;

export interface RouteSearch {
  q: string;
  match?: RouteMatch;
  router?: string;
}

/**
 * Asks once per search, since an answer that changes under the reader helps nobody,
 * unless `pollMs` is given: then again until more than one page is read.
 */
export function useRouteSearch(
  search: RouteSearch,
  options: { pollMs?: number } = {},
): FoundPages<RoutePage> {
  const api = useApi(bgpApiRef);
  const key = JSON.stringify(search);
  const read = useCallback(
    (cursor?: string, signal?: AbortSignal) =>
      api.searchRoutes(
        { ...JSON.parse(key), limit: PAGE, cursor },
        ...(signal ? [{ signal }] : []),
      ),
    [api, key],
  );
  return usePages(read, { ...options, key });
}

/** How the tables stand: what a search can find at all. */
export function useTables(): Loadable<TableList> {
  const api = useApi(bgpApiRef);
  return useLoadable(() => api.listTables(), [api], {
    pollMs: TABLES_POLL_MS,
  });
}
