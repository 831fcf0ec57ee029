import { RouteEvent } from '@orion/backstage-plugin-orion-bgp-common';
import { NO_ORIGIN, OWN_ORIGIN } from './observeRoutes';
import { RouteObservation } from './RouteObservation';

/** Something that happened to a prefix between two looks. */
export interface RouteChange {
  event: RouteEvent;
  session?: string;
  from?: string;
  to?: string;
}

/**
 * What happened between two looks at one prefix of one router, in the order in
 * which it makes sense to read.
 */
export function detectRouteEvents(
  before: RouteObservation | undefined,
  after: RouteObservation | undefined,
): RouteChange[] {
  if (!after) {
    return before ? [{ event: 'gone', from: before.origins.join(' ') }] : [];
  }
  const was = new Set(before?.exportedTo);
  const is = new Set(after.exportedTo);
  const changes: RouteChange[] = before
    ? []
    : [{ event: 'appeared', to: after.origins.join(' ') }];
  if (before && !areSameOrigins(before.origins, after.origins)) {
    changes.push({
      event: 'origin-changed',
      from: before.origins.join(' '),
      to: after.origins.join(' '),
    });
  }
  // Without VRPs nobody knows: that is no news of the route.
  if (
    before &&
    before.rpki !== after.rpki &&
    before.rpki !== 'unknown' &&
    after.rpki !== 'unknown'
  ) {
    changes.push({ event: 'rpki-changed', from: before.rpki, to: after.rpki });
  }
  return [
    ...changes,
    ...after.exportedTo
      .filter(
        session => !was.has(session) && !before?.unread?.includes(session),
      )
      .map(session => ({ event: 'exported' as const, session })),
    ...(before?.exportedTo ?? [])
      .filter(session => !is.has(session))
      .map(session => ({ event: 'not-exported' as const, session })),
  ];
}

/** What was kept of an empty path before it was known to be ours is no change. */
function areSameOrigins(before: string[], after: string[]): boolean {
  const known = before.map(one =>
    one === NO_ORIGIN && !after.includes(NO_ORIGIN) ? OWN_ORIGIN : one,
  );
  return (
    before.join() === after.join() ||
    [...new Set(known)].sort().join() === after.join()
  );
}

/** What is kept until the next look: a verdict outlives the time without VRPs. */
export function keepVerdict(
  before: RouteObservation | undefined,
  after: RouteObservation,
): RouteObservation {
  return before && after.rpki === 'unknown'
    ? { ...after, rpki: before.rpki }
    : after;
}
