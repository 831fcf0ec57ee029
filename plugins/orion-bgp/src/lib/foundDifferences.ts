import {
  KernelSight,
  RouteComparison,
} from '@orion/backstage-plugin-orion-bgp-common';

/** How many differences a comparison finds: another text once it finds others. */
export function foundDifferences(of: RouteComparison | KernelSight): string {
  const counts =
    'scope' in of
      ? [of.onlyFrom, of.onlyTo, of.different, JSON.stringify(of.fields)]
      : [of.missing, of.extra, of.otherNextHop];
  return [...counts, of.empty ?? ''].join(' ');
}
