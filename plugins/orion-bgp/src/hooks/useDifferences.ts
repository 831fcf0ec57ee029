import { useCallback, useEffect, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  ComparisonScope,
  DifferencePage,
  RouteDifference,
} from '@orion/backstage-plugin-orion-bgp-common';
import { Loadable, useLoadable } from '@orion/backstage-plugin-orion-react';
import { bgpApiRef } from '../api/bgpApiRef';

const PAGE = 100;

/** Differences of one comparison, as many pages as were asked for. */
export interface FoundDifferences {
  /** The first page. */
  page: Loadable<DifferencePage>;
  items: RouteDifference[];
  /** Absent when there are no more. */
  loadMore?: () => void;
  loadingMore: boolean;
  /** Why the last page did not come. */
  moreError?: Error;
}

/** The first differences of one comparison, and the next ones when asked. */
export function useDifferences({
  scope,
  neighbor,
}: {
  scope: ComparisonScope;
  neighbor?: string;
}): FoundDifferences {
  const api = useApi(bgpApiRef);
  const page = useLoadable(
    () => api.listDifferences({ scope, neighbor, limit: PAGE }),
    [api, scope, neighbor],
    { keepPrevious: true },
  );
  const first = 'data' in page ? page.data : undefined;
  const [more, setMore] = useState<{ of?: object; pages: DifferencePage[] }>({
    pages: [],
  });
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
      const query = { scope, neighbor, limit: PAGE, cursor };
      const next = await api.listDifferences(query);
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
  }, [api, scope, neighbor, cursor, first]);

  return {
    page,
    items: pages.flatMap(({ items }) => items),
    loadMore: cursor === undefined ? undefined : loadMore,
    loadingMore,
    moreError,
  };
}
