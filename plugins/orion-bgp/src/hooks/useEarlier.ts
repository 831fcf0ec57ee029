import { useCallback, useEffect, useState } from 'react';

/** A page of events, newest first. */
export interface EventPage<T> {
  items: T[];
  /** Where what was before goes on; absent at the beginning. */
  nextCursor?: string;
}

/** The newest events, and those before them as far as they were read. */
export interface Earlier<T> {
  /** Newest first. */
  items: T[];
  /** Reads the next page; absent when all are read. */
  loadMore?: () => void;
  loading: boolean;
  /** Why no more could be read, last. */
  error?: Error;
}

/**
 * What was before the newest page, which goes on being read. Earlier events do not
 * change any more, so they stay; and so does what newer ones push out of that page.
 *
 * @param newest - of the same thing as long as the component lives
 * @param read - the page at a cursor, of that thing
 */
export function useEarlier<T extends { id: string }>(
  newest: EventPage<T>,
  read: (cursor: string) => Promise<EventPage<T>>,
): Earlier<T> {
  const [kept, setKept] = useState<T[]>([]);
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
    if (cursor === undefined) {
      return;
    }
    setLoading(true);
    setError(undefined);
    try {
      const page = await read(cursor);
      setKept(before => merge(merge(newest.items, before), page.items));
      setNext({ cursor: page.nextCursor });
    } catch (failure) {
      // The button stays and asks again.
      setError(failure as Error);
    } finally {
      setLoading(false);
    }
  }, [read, cursor, newest]);

  return {
    items: merge(newest.items, kept),
    loadMore: cursor === undefined ? undefined : loadMore,
    loading,
    error,
  };
}

/** Two lists, newest first, of which the second goes on where the first ends. */
function merge<T extends { id: string }>(newer: T[], older: T[]): T[] {
  const known = new Set(newer.map(({ id }) => id));
  return [...newer, ...older.filter(({ id }) => !known.has(id))];
}
