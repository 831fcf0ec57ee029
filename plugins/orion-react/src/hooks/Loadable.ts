/**
 * What a page knows about its data. A union, so that no state is forgotten:
 * `stale` keeps the last good answer, `error` exists only without one. `pending`:
 * the data answers the question before, and the answer to this one is on its way.
 *
 * @public
 */
export type Loadable<T> =
  | { status: 'loading'; retry: () => void }
  | {
      status: 'ready';
      data: T;
      observedAt: Date;
      pending?: true;
      retry: () => void;
    }
  | {
      status: 'stale';
      data: T;
      observedAt: Date;
      pending?: true;
      error: Error;
      retry: () => void;
    }
  | { status: 'error'; error: Error; retry: () => void };
