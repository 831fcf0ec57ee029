import { useCallback, useEffect, useState } from 'react';
import { Loadable, useLoadable } from '@orion/backstage-plugin-orion-react';

/** A part of a list, and where the next one begins. */
interface CursorPage {
  items: unknown[];
  /** Absent at the end of the list. */
  nextCursor?: string;
}

/** A list as far as it was read. */
export interface FoundPages<P extends CursorPage> {
  /** The first page. */
  page: Loadable<P>;
  /** Of every page read so far. */
  items: P['items'];
  /** Absent when all are read. */
  loadMore?: () => void;
  loadingMore: boolean;
  /** Why no more could be read, last. */
  moreError?: Error;
}

/**
 * The first page of a list, and the next one each time somebody asks; another
 * first page begins anew, and until it is there the list before stays as
 * `pending`, without a way to more. With `pollMs` the first is read again until there are
 * more.
 *
 * @param read - reads the page at a cursor, the first without one; stable while
 * the list is the same one
 */
export function usePages<P extends CursorPage>(
  read: (cursor?: string) => Promise<P>,
  options: { pollMs?: number } = {},
): FoundPages<P> {
  const [more, setMore] = useState<{ of?: object; pages: P[] }>({ pages: [] });
  const page = useLoadable<P>(() => read(), [read], {
    keepPrevious: true,
    pollMs: more.pages.length > 0 ? undefined : options.pollMs,
  });
  const first = 'data' in page ? page.data : undefined;
  const [loadingMore, setLoadingMore] = useState(false);
  const [moreError, setMoreError] = useState<Error>();
  useEffect(() => {
    setMore({ of: first, pages: [] });
    setMoreError(undefined);
  }, [first]);
  const pages = first ? [first, ...(more.of === first ? more.pages : [])] : [];
  // Where another list goes on is no place in this one.
  const answered = 'data' in page && !page.pending;
  const cursor = answered ? pages.at(-1)?.nextCursor : undefined;

  const loadMore = useCallback(async () => {
    setLoadingMore(true);
    setMoreError(undefined);
    try {
      const next = await read(cursor);
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
  }, [read, cursor, first]);

  return {
    page,
    items: pages.flatMap(({ items }) => items),
    loadMore: cursor ? loadMore : undefined,
    loadingMore,
    moreError,
  };
}
