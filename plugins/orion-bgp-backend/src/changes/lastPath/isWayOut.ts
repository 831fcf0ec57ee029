import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { RouterConfig } from '../../config';

/**
 * Whether the world is reached over a session now: {@link speaksOutside}, and no
 * graceful restart goes on. Until that is over the neighbor may have lost what it still
 * seems to offer, and what it was told (RFC 4724 §4.2).
 */
export function isWayOut(
  router: Pick<RouterConfig, 'standIns'>,
  session: Pick<SessionReading, 'name' | 'restarting' | 'state' | 'type'>,
): boolean {
  return !session.restarting && speaksOutside(router, session);
}

/**
 * Whether a session is established with another AS, and with nobody that merely stands
 * in for a neighbor.
 */
export function speaksOutside(
  { standIns = [] }: Pick<RouterConfig, 'standIns'>,
  { name, state, type }: Pick<SessionReading, 'name' | 'state' | 'type'>,
): boolean {
  return (
    state === 'established' && type === 'external' && !standIns.includes(name)
  );
}
