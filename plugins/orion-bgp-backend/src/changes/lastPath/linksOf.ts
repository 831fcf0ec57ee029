import { AfiSafi } from '@orion/backstage-plugin-orion-bgp-common';
import { RouterLink } from '../../rib/impact/ImpactRequest';
import { RouterReading } from '../../routes/RouteSource';

const unicast: { [family: AfiSafi]: 'ipv4' | 'ipv6' | undefined } = {
  'ipv4-unicast': 'ipv4',
  'ipv6-unicast': 'ipv6',
};

/**
 * The internal sessions over which a router takes routes from others of its
 * network now. The other end is known by its BGP identifier, which is one of its
 * kind in an AS (RFC 6286).
 */
export function linksOf(
  { sessions }: RouterReading,
  others: { router: { id: string }; reading?: RouterReading }[],
): RouterLink[] {
  return sessions
    .filter(
      ({ type, state, restarting }) =>
        type === 'internal' && state === 'established' && !restarting,
    )
    .flatMap(session => {
      const other = others.find(
        ({ reading }) =>
          session.neighborId !== undefined &&
          reading?.identity.routerId === session.neighborId,
      );
      const families = session.families.flatMap(
        ({ family, up, importPolicy }) =>
          // BIRD's word for a channel that takes nothing.
          up && importPolicy !== 'REJECT' ? unicast[family] ?? [] : [],
      );
      return other && families.length > 0
        ? { router: other.router.id, session: session.name, families }
        : [];
    });
}
