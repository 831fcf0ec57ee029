import { Route } from '@orion/backstage-plugin-orion-bgp-common';
import { routeState } from './routeState';

/** What is used and what is refused says more than what merely could be used. */
const rank = { best: 0, rejected: 1, accepted: 2, received: 2 };

/**
 * At most `most` of the paths: the best ones, then the rejected ones, then the
 * rest; in the order they came.
 */
export function pathsToDraw(routes: Route[], most: number): Route[] {
  if (routes.length <= most) {
    return routes;
  }
  const rankOf = (route: Route) => rank[routeState(route)];
  const chosen = new Set(
    [...routes].sort((a, b) => rankOf(a) - rankOf(b)).slice(0, most),
  );
  return routes.filter(route => chosen.has(route));
}
