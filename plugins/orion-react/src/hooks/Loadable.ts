/**
 * What a page knows about its data. A union, so that no state is forgotten:
 * `stale` keeps the last good answer, `error` exists only without one.
 *
 * @public
 */
export type Loadable<T> =
  | { status: 'loading'; retry: () => void }
  | { status: 'ready'; data: T; observedAt: Date; retry: () => void }
  | {
      status: 'stale';
      data: T;
      observedAt: Date;
      error: Error;
      retry: () => void;
    }
  | { status: 'error'; error: Error; retry: () => void };
