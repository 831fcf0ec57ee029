import { familyName, unicast } from './familyNames';
import { GobgpClient } from './GobgpClient';
import { GetBgpResponse, GobgpPeer } from './gobgpMessages';
import { isSeparate } from './isSeparate';
import { GobgpApi } from './loadGobgpApi';
import { PathNames } from './PathNames';
import { sessionName, toSession } from './toSession';

/** What reading a neighbor's routes takes. */
export interface Neighbor {
  name: string;
  /** Families whose routes are exchanged now. */
  families: (4 | 6)[];
  /** See `isSeparate`; also one whose routes nobody can tell in the global table. */
  isSeparate: boolean;
  /** An AS path with `ownAs` more than `allowOwnAs` times is a loop. */
  ownAs: number;
  allowOwnAs: number;
  /** An ORIGINATOR_ID that is the router's own is a loop too (RFC 4456 §8). */
  routerId: string;
}

/** All neighbors, as far as reading routes takes it. */
export interface Neighbors {
  /** Those that are up. */
  up: Neighbor[];
  names: PathNames;
}

export async function listNeighbors(
  client: GobgpClient,
  signal: AbortSignal,
): Promise<Neighbors> {
  const api = await client.api(signal);
  const { global } = await client.getBgp(signal);
  return toNeighbors(api, global, await client.listPeers(signal));
}

/** Those of an answer that is at hand already. */
export function toNeighbors(
  api: GobgpApi,
  global: GetBgpResponse['global'],
  peers: GobgpPeer[],
): Neighbors {
  const names = new PathNames(api, peers);
  const up = peers
    .filter(peer => sessionName(peer))
    .map(peer => toNeighbor(api, global, peer, names))
    .filter(({ families }) => families.length > 0);
  return { up, names };
}

function toNeighbor(
  api: GobgpApi,
  global: GetBgpResponse['global'],
  peer: GobgpPeer,
  names: PathNames,
): Neighbor {
  const session = toSession(api, peer, global?.asn);
  const up = session.families
    .filter(family => family.up)
    .map(({ family }) => family);
  return {
    name: session.name,
    families: ([4, 6] as const).filter(family =>
      up.includes(familyName(unicast[family])),
    ),
    isSeparate: isSeparate(peer) || names.isShared(session.name),
    ownAs: session.localAs ?? 0,
    allowOwnAs: peer.conf?.allow_own_asn ?? 0,
    routerId: global?.router_id ?? '',
  };
}
