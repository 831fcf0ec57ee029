import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';

/**
 * The session inside the network, established now, whose other end is a router:
 * known by its BGP identifier, for a session with some third router is no way.
 *
 * @param routerId - of the router at the other end
 */
export function findInside<
  S extends Pick<SessionReading, 'neighborId' | 'state' | 'type'>,
>(sessions: S[], routerId: string | undefined): S | undefined {
  return sessions.find(
    ({ neighborId, state, type }) =>
      type === 'internal' &&
      state === 'established' &&
      neighborId !== undefined &&
      neighborId === routerId,
  );
}
