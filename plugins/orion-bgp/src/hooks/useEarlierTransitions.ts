import { useCallback, useEffect, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  SessionRef,
  SessionTransition,
  TransitionPage,
} from '@orion/backstage-plugin-orion-bgp-common';
import { bgpApiRef } from '../api/bgpApiRef';
import { TRANSITIONS } from './useSession';

/** The newest changes of state, and those before them as far as they were read. */
export interface EarlierTransitions {
  /** Newest first. */
  items: SessionTransition[];
  /** Reads the next page; absent when all are read. */
  loadMore?: () => void;
  loading: boolean;
  /** Why no more could be read, last. */
  error?: Error;
}

/**
 * What was before the newest page, which goes on being read. Earlier ones do not
 * change any more, so they stay; and so does what newer ones push out of that page.
 *
 * @param newest - of the same session as long as the component lives
 */
export function useEarlierTransitions(
  { router, session }: SessionRef,
  newest: TransitionPage,
): EarlierTransitions {
  const api = useApi(bgpApiRef);
  const [kept, setKept] = useState<SessionTransition[]>([]);
  const [next, setNext] = useState<{ cursor?: string }>();
  const [loading, setLoading] = useState(false);
  const [error, setError] = useState<Error>();
  useEffect(() => {
    setKept(before => {
      const known = new Set(before.map(({ id }) => id));
      if (newest.items.some(({ id }) => known.has(id))) {
        return merge(newest.items, before);
      }
      // More happened than one page holds: what lies between was never read.
      setNext(undefined);
      return [];
    });
  }, [newest]);
  const cursor = next ? next.cursor : newest.nextCursor;

  const loadMore = useCallback(async () => {
    setLoading(true);
    setError(undefined);
    try {
      const page = await api.listTransitions(
        { router, session },
        { limit: TRANSITIONS, cursor },
      );
      setKept(before => merge(merge(newest.items, before), page.items));
      setNext({ cursor: page.nextCursor });
    } catch (failure) {
      // The button stays and asks again.
      setError(failure as Error);
    } finally {
      setLoading(false);
    }
  }, [api, router, session, cursor, newest]);

  return {
    items: merge(newest.items, kept),
    loadMore: cursor === undefined ? undefined : loadMore,
    loading,
    error,
  };
}

/** Two lists, newest first, of which the second goes on where the first ends. */
function merge(
  newer: SessionTransition[],
  older: SessionTransition[],
): SessionTransition[] {
  const known = new Set(newer.map(({ id }) => id));
  return [...newer, ...older.filter(({ id }) => !known.has(id))];
}
