import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { RouterConfig } from '../../config';

/**
 * Whether the world is reached over a session now: it is established, with another
 * AS, and with nobody that merely stands in for a neighbor.
 */
export function isWayOut(
  { standIns = [] }: Pick<RouterConfig, 'standIns'>,
  { name, state, type }: Pick<SessionReading, 'name' | 'state' | 'type'>,
): boolean {
  return (
    state === 'established' && type === 'external' && !standIns.includes(name)
  );
}
