import { isOwnOrigin, Route } from '@orion/backstage-plugin-orion-bgp-common';
import { RouteObservation } from './RouteObservation';

/** The origin of a route of ours, whichever router of ours has it by itself. */
export const OWN_ORIGIN = 'own';
/** Of a path that ends in a set. */
export const NO_ORIGIN = '?';

/** Paths of one router as one observation per prefix. */
export function observeRoutes(paths: Route[]): RouteObservation[] {
  const byPrefix = new Map<string, Route[]>();
  for (const path of paths) {
    byPrefix.set(path.prefix, [...(byPrefix.get(path.prefix) ?? []), path]);
  }
  return [...byPrefix].map(([prefix, all]) => ({
    prefix,
    origins: sortedSet(all.map(originOf)),
    exportedTo: sortedSet(all.flatMap(({ exportedTo }) => exportedTo)),
    rpki: (all.find(({ best }) => best) ?? all[0]).rpki.state,
  }));
}

function originOf(route: Route): string {
  if (isOwnOrigin(route)) {
    return OWN_ORIGIN;
  }
  return route.originAs === undefined ? NO_ORIGIN : `AS${route.originAs}`;
}

function sortedSet(values: string[]): string[] {
  return [...new Set(values)].sort();
}
