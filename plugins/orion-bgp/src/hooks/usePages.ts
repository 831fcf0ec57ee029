import { useCallback, useEffect, useRef, useState } from 'react';
import {
  Loadable,
  serverNow,
  useLoadable,
} from '@orion/backstage-plugin-orion-react';

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
  /**
   * Of a list with a key, while its first page is awaited: stays with the list
   * before, for which its caller asks next. Answers the key of that one, if there
   * is one.
   */
  cancel?: () => string | undefined;
}

/** A first page, of which list and moment it is. */
interface Answer<P> {
  page: P;
  key?: string;
  at: Date;
}

/**
 * The first page of a list, and the next one each time somebody asks; another
 * first page begins anew, and until it is there the list before stays as
 * `pending`, without a way to more. With `pollMs` the first is read again until there are
 * more.
 *
 * @param read - reads the page at a cursor, the first without one; stable while
 * the list is the same one
 * @param options.key - tells one list from another
 */
export function usePages<P extends CursorPage>(
  read: (cursor?: string, signal?: AbortSignal) => Promise<P>,
  options: { pollMs?: number; key?: string } = {},
): FoundPages<P> {
  const { key } = options;
  const [more, setMore] = useState<{ of?: object; pages: P[] }>({ pages: [] });
  // What is gone back to was read already: it is not asked for again, and stays as old as it is.
  const kept = useRef<Answer<P>>();
  const asked = useLoadable<Answer<P>>(
    async signal => {
      const before = kept.current;
      kept.current = undefined;
      return before && before.key === key
        ? before
        : {
            page: await read(undefined, signal),
            key,
            at: new Date(serverNow()),
          };
    },
    [read],
    {
      keepPrevious: true,
      pollMs: more.pages.length > 0 ? undefined : options.pollMs,
    },
  );
  const page = pageOf(asked);
  const held = 'data' in asked ? asked.data : undefined;
  const first = held?.page;
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

  const cancel = useCallback(() => {
    kept.current = held;
    return held?.key;
  }, [held]);
  const awaited =
    key !== undefined && (asked.status === 'loading' || !answered);

  return {
    page,
    cancel: awaited && asked.status !== 'error' ? cancel : undefined,
    items: pages.flatMap(({ items }) => items),
    loadMore: cursor ? loadMore : undefined,
    loadingMore,
    moreError,
  };
}

function pageOf<P>(asked: Loadable<Answer<P>>): Loadable<P> {
  return 'data' in asked
    ? { ...asked, data: asked.data.page, observedAt: asked.data.at }
    : asked;
}
