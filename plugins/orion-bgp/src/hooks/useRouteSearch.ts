import { useCallback, useEffect, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  Route,
  RouteMatch,
  RoutePage,
  TableList,
} from '@orion/backstage-plugin-orion-bgp-common';
import { Loadable, useLoadable } from '@orion/backstage-plugin-orion-react';
import { bgpApiRef } from '../api/bgpApiRef';

const PAGE = 100;
const TABLES_POLL_MS = 10_000;

export interface RouteSearch {
  q: string;
  match?: RouteMatch;
  router?: string;
}

export interface FoundRoutes {
  page: Loadable<RoutePage>;
  /** Of every page read so far. */
  items: Route[];
  /** Absent when all are read. */
  loadMore?: () => void;
  loadingMore: boolean;
  /** Why no more could be read, last. */
  moreError?: Error;
}

/**
 * Asks once per search, since an answer that changes under the reader helps nobody,
 * unless `pollMs` is given: then again until more than one page is read.
 */
export function useRouteSearch(
  search: RouteSearch,
  options: { pollMs?: number } = {},
): FoundRoutes {
  const api = useApi(bgpApiRef);
  const key = JSON.stringify(search);
  const [more, setMore] = useState<{ of?: object; pages: RoutePage[] }>({
    pages: [],
  });
  const page = useLoadable<RoutePage & { key: string }>(
    async () => ({
      ...(await api.searchRoutes({ ...JSON.parse(key), limit: PAGE })),
      key,
    }),
    [api, key],
    {
      keepPrevious: true,
      pollMs: more.pages.length > 0 ? undefined : options.pollMs,
    },
  );
  const first = 'data' in page ? page.data : undefined;
  const [loadingMore, setLoadingMore] = useState(false);
  const [moreError, setMoreError] = useState<Error>();
  useEffect(() => {
    setMore({ of: first, pages: [] });
    setMoreError(undefined);
  }, [first]);
  const pages = first ? [first, ...(more.of === first ? more.pages : [])] : [];
  const cursor = pages.at(-1)?.nextCursor;

  const loadMore = useCallback(async () => {
    setLoadingMore(true);
    setMoreError(undefined);
    try {
      const next = await api.searchRoutes({
        ...JSON.parse(key),
        limit: PAGE,
        cursor,
      });
      setMore(before =>
        before.of === first
          ? { ...before, pages: [...before.pages, next] }
          : before,
      );
    } catch (error) {
      // The button stays and asks again.
      setMoreError(error as Error);
    } finally {
      setLoadingMore(false);
    }
  }, [api, key, cursor, first]);

  return {
    page,
    items: pages.flatMap(({ items }) => items),
    loadMore: cursor ? loadMore : undefined,
    loadingMore,
    moreError,
  };
}

/** How the tables stand: what a search can find at all. */
export function useTables(): Loadable<TableList> {
  const api = useApi(bgpApiRef);
  return useLoadable(() => api.listTables(), [api], {
    pollMs: TABLES_POLL_MS,
  });
}
