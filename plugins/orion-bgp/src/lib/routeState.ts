import { Route } from '@orion/backstage-plugin-orion-bgp-common';

/** What became of a path: one word, the most telling first. */
export function routeState({
  best,
  filtered,
  accepted,
}: Route): 'best' | 'rejected' | 'accepted' | 'received' {
  if (filtered) {
    return 'rejected';
  }
  if (best) {
    return 'best';
  }
  return accepted ? 'accepted' : 'received';
}

/** Unique among the paths of all routers. */
export function routeKey({ router, prefix, session, pathId }: Route): string {
  return JSON.stringify([router, prefix, session, pathId]);
}
