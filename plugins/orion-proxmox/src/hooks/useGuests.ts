import { useCallback, useEffect, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { ListGuestsQuery } from '@orion/backstage-plugin-orion-proxmox-common';
import { Loadable, useLoadable } from '@orion/backstage-plugin-orion-react';
import { proxmoxApiRef } from '../api/proxmoxApiRef';
import {
  appendPage,
  GuestsView,
  mergeGuests,
  startView,
} from '../lib/mergeGuests';

/** Says "something about guests is new", without saying what. */
export const GUESTS_CHANNEL = 'orion-proxmox';

const PAGE = 100;
const MAX_REFRESH = 200;
const POLL_MS = 10_000;

interface HeldView {
  key: string;
  view: GuestsView;
}

export interface GuestsList {
  list: Loadable<GuestsView>;
  /** Absent when all rows are loaded. */
  loadMore?: () => void;
  loadingMore: boolean;
  /** Takes new rows in and lets gone ones go. */
  showFresh: () => void;
}

/** Pages of guests that stay up to date without moving under the reader. */
export function useGuests(query: ListGuestsQuery): GuestsList {
  const api = useApi(proxmoxApiRef);
  const [round, setRound] = useState(0);
  const question = JSON.stringify(query);
  const key = `${round} ${question}`;
  const [held, setHeld] = useState<HeldView>();
  const [loadingMore, setLoadingMore] = useState(false);
  const loaded = held?.key === key ? held.view.items.length : 0;

  const first = useLoadable(
    async () => {
      const limit = Math.min(MAX_REFRESH, Math.max(PAGE, loaded));
      return { key, page: await api.listGuests({ ...query, limit }) };
    },
    [api, key],
    { channel: GUESTS_CHANNEL, pollMs: POLL_MS, keepPrevious: true },
  );

  const answer = 'data' in first ? first.data : undefined;
  useEffect(() => {
    if (answer) {
      setHeld(before =>
        before?.key === answer.key
          ? { key: answer.key, view: mergeGuests(before.view, answer.page) }
          : { key: answer.key, view: startView(answer.page) },
      );
    }
  }, [answer]);

  const cursor = held?.view.nextCursor;
  const loadMore = useCallback(async () => {
    setLoadingMore(true);
    try {
      const page = await api.listGuests({
        ...JSON.parse(question),
        limit: PAGE,
        cursor,
      });
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
  }, [api, key, question, cursor]);

  return {
    list: withView(first, held?.view),
    loadMore: cursor ? loadMore : undefined,
    loadingMore,
    showFresh: useCallback(() => setRound(before => before + 1), []),
  };
}

function withView(
  first: Loadable<unknown>,
  view: GuestsView | undefined,
): Loadable<GuestsView> {
  if (first.status === 'ready' || first.status === 'stale') {
    return view
      ? { ...first, data: view }
      : { status: 'loading', retry: first.retry };
  }
  return first;
}
