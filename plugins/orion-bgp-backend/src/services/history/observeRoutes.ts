import { Route } from '@orion/backstage-plugin-orion-bgp-common';
import { RouteObservation } from './RouteObservation';

/** The origin of a route that came over no session. */
export const OWN_ORIGIN = 'own';

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

function originOf({ originAs, session }: Route): string {
  if (session === undefined) {
    return OWN_ORIGIN;
  }
  return originAs === undefined ? '?' : `AS${originAs}`;
}

function sortedSet(values: string[]): string[] {
  return [...new Set(values)].sort();
}
