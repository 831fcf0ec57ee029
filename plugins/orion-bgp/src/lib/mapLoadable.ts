import { Loadable } from '@orion/backstage-plugin-orion-react';

/** The same state of other data. */
export function mapLoadable<T, U>(
  loaded: Loadable<T>,
  map: (data: T) => U,
): Loadable<U> {
  return 'data' in loaded ? { ...loaded, data: map(loaded.data) } : loaded;
}
