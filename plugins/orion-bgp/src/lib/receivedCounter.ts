import {
  RouteCounter,
  SessionFamily,
} from '@orion/backstage-plugin-orion-bgp-common';

/** What came in, or what was let in where the daemon does not count the former. */
export function receivedCounter(
  family: SessionFamily | undefined,
): RouteCounter | undefined {
  const { received, accepted } = family?.counters ?? {};
  return received?.value === undefined && accepted ? accepted : received;
}
