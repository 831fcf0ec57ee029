import { useCallback, useEffect, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { ListChangesQuery } from '@orion/backstage-plugin-orion-changes-common';
import {
  byDeadline,
  changesApiRef,
  Loadable,
  useLoadable,
} from '@orion/backstage-plugin-orion-react';
import {
  appendPage,
  ChangesView,
  mergeFirstPage,
  startView,
  takeFresh,
} from '../lib/mergeChanges';
import { CHANGES_CHANNEL } from './useChange';

const PAGE = 50;
const MAX_REFRESH = 100;
const FALLBACK_POLL_MS = 30_000;

interface HeldView {
  key: string;
  view: ChangesView;
}

export interface ChangesList {
  list: Loadable<ChangesView>;
  /** Absent when all rows are loaded. */
  loadMore?: () => void;
  loadingMore: boolean;
  showFresh: () => void;
}

/** Pages of changes that stay up to date without moving under the reader. */
export function useChangesList(query: ListChangesQuery): ChangesList {
  const api = useApi(changesApiRef);
  const key = JSON.stringify(query);
  // Decisions are made by deadline; everything else is read newest first.
  const order = query.view === 'waiting' ? byDeadline : undefined;
  const [held, setHeld] = useState<HeldView>();
  const [loadingMore, setLoadingMore] = useState(false);
  const loaded = held?.key === key ? held.view.items.length : 0;

  const first = useLoadable(
    async () => {
      const limit = Math.min(MAX_REFRESH, Math.max(PAGE, loaded));
      return { key, page: await api.list({ ...query, limit }) };
    },
    [api, key],
    { channel: CHANGES_CHANNEL, pollMs: FALLBACK_POLL_MS, keepPrevious: true },
  );

  const answer = 'data' in first ? first.data : undefined;
  useEffect(() => {
    if (answer) {
      setHeld(before =>
        before?.key === answer.key
          ? {
              key: answer.key,
              view: mergeFirstPage(before.view, answer.page, order),
            }
          : { key: answer.key, view: startView(answer.page, order) },
      );
    }
  }, [answer, order]);

  const cursor = held?.view.nextCursor;
  const loadMore = useCallback(async () => {
    setLoadingMore(true);
    try {
      const page = await api.list({ ...JSON.parse(key), limit: PAGE, cursor });
      setHeld(before =>
        before?.key === key
          ? { key, view: appendPage(before.view, page) }
          : before,
      );
    } catch {
      // The button stays and asks again; the list's own state tells of the outage.
    } finally {
      setLoadingMore(false);
    }
  }, [api, key, cursor]);

  const showFresh = useCallback(
    () =>
      setHeld(
        before => before && { ...before, view: takeFresh(before.view, order) },
      ),
    [order],
  );

  return {
    list: withView(first, held?.view),
    loadMore: cursor ? loadMore : undefined,
    loadingMore,
    showFresh,
  };
}

function withView(
  first: Loadable<unknown>,
  view: ChangesView | undefined,
): Loadable<ChangesView> {
  if (first.status === 'ready' || first.status === 'stale') {
    return view
      ? { ...first, data: view }
      : { status: 'loading', retry: first.retry };
  }
  return first;
}
