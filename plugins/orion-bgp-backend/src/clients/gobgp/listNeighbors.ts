import { familyName } from './familyNames';
import { GobgpClient } from './GobgpClient';
import { sessionName, toSession } from './toSession';

/** What reading a neighbor's routes takes. */
export interface Neighbor {
  name: string;
  /** Families whose routes are exchanged now. */
  families: (4 | 6)[];
  /** A route server's client or one of a VRF: its routes are in no global table. */
  isSeparate: boolean;
  /** An AS path with `ownAs` more than `allowOwnAs` times is a loop. */
  ownAs: number;
  allowOwnAs: number;
  /** An ORIGINATOR_ID that is the router's own is a loop too (RFC 4456 §8). */
  routerId: string;
}

/** The neighbors that are up. */
export async function listNeighbors(
  client: GobgpClient,
  signal: AbortSignal,
): Promise<Neighbor[]> {
  const api = await client.api(signal);
  const { global = {} } = await client.getBgp(signal);
  const peers = await client.listPeers(signal);
  return peers
    .filter(peer => sessionName(peer))
    .map(peer => {
      const session = toSession(api, peer, global.asn);
      const upFamilies = session.families
        .filter(({ up }) => up)
        .map(({ family }) => family);
      return {
        name: session.name,
        families: ([4, 6] as const).filter(family =>
          upFamilies.includes(
            familyName({ afi: family === 4 ? 1 : 2, safi: 1 }),
          ),
        ),
        isSeparate: Boolean(
          peer.route_server?.route_server_client || peer.conf?.vrf,
        ),
        ownAs: session.localAs ?? 0,
        allowOwnAs: peer.conf?.allow_own_asn ?? 0,
        routerId: global.router_id ?? '',
      };
    })
    .filter(({ families }) => families.length > 0);
}
