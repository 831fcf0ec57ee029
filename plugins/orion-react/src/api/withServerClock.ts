import { FetchApi } from '@backstage/frontend-plugin-api';
import { hearServerClock } from './serverClock';

/**
 * Questions whose answers tell the server's clock, by which ages are told: a
 * browser's may be minutes off. Where `Date` is not to be seen, as across origins
 * that do not expose it, the browser's clock is what there is.
 *
 * @public
 */
export function withServerClock<T extends { fetchApi: FetchApi }>(deps: T): T {
  const { fetchApi } = deps;
  return {
    ...deps,
    fetchApi: {
      fetch: async (...request) => {
        const askedAt = performance.now();
        const response = await fetchApi.fetch(...request);
        hearServerClock(response.headers, performance.now() - askedAt);
        return response;
      },
    },
  };
}
