import { GobgpPeer } from './gobgpMessages';

/**
 * A route server's client or a neighbor of a VRF: its routes are in no global
 * table, and GoBGP has no list of those that its policy accepted or chose.
 */
export function isSeparate({ route_server, conf }: GobgpPeer): boolean {
  return Boolean(route_server?.route_server_client || conf?.vrf);
}
