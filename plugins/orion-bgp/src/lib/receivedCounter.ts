import {
  RouteCounter,
  SessionFamily,
} from '@orion/backstage-plugin-orion-bgp-common';

/** What a session brought, and at which step of the funnel it was counted. */
export interface BroughtRoutes {
  step: 'received' | 'accepted';
  counter: RouteCounter;
}

/** What came in, or what was let in where the daemon does not count the former. */
export function receivedCounter(
  family: SessionFamily | undefined,
): BroughtRoutes | undefined {
  const { received, accepted } = family?.counters ?? {};
  if (accepted && received?.value === undefined) {
    return { step: 'accepted', counter: accepted };
  }
  return received && { step: 'received', counter: received };
}
