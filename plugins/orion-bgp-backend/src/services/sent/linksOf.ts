import { RouterEndpoint } from '../../config';

/** Networks a router has an address in, as far as it is configured. */
export function linksOf(endpoint: RouterEndpoint): readonly string[] {
  return endpoint.driver === 'gobgp' ? endpoint.nextHops ?? [] : [];
}
