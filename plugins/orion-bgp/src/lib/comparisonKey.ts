import { RouteComparison } from '@orion/backstage-plugin-orion-bgp-common';

/** Names a comparison in the URL: `received`, `exported 2001:db8::1`. */
export function comparisonKey({ scope, neighbor }: RouteComparison): string {
  return neighbor ? `${scope} ${neighbor}` : scope;
}
