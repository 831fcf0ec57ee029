import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { RouterConfig } from '../../config';

/**
 * Whether the world is reached over a session now: it is established, with another
 * AS, with nobody that merely stands in for a neighbor, and no graceful restart goes
 * on: until that is over the neighbor may have lost what it still seems to offer, and
 * what it was told (RFC 4724 §4.2).
 */
export function isWayOut(
  { standIns = [] }: Pick<RouterConfig, 'standIns'>,
  {
    name,
    restarting,
    state,
    type,
  }: Pick<SessionReading, 'name' | 'restarting' | 'state' | 'type'>,
): boolean {
  return (
    state === 'established' &&
    !restarting &&
    type === 'external' &&
    !standIns.includes(name)
  );
}
