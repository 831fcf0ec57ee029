import { status } from '@grpc/grpc-js';
import { BgpSession } from '../bgp';
import { GobgpError, noNeighbor } from './errors';
import { GobgpRouter } from './GobgpRouter';
import { GobgpService } from './loadGobgpService';
import { CallDeps } from './readCalls';
import { prefixOf } from './wire';

interface PathRequest {
  table_type?: string;
  family?: { afi?: number; safi?: number };
  uuid?: Buffer;
  path?: {
    nlri?: { prefix?: Nlri; type_url?: string; value?: Buffer };
    family?: { afi?: number; safi?: number };
    nlri_binary?: Buffer;
    pattrs_binary?: Buffer[];
  };
}

interface Nlri {
  prefix?: string;
  prefix_len?: number;
}

const RECONNECT_MS = 1000;

export function enablePeer(
  { router }: CallDeps,
  { address = '' }: { address?: string },
): object {
  chosen(router, address).forEach(({ name }) => router.world.enable(name));
  return {};
}

export function disablePeer(
  { router }: CallDeps,
  { address = '', communication }: { address?: string; communication?: string },
): object {
  chosen(router, address).forEach(({ name }) =>
    router.world.disable(name, communication || undefined),
  );
  return {};
}

/** Soft: routes are read or sent anew. Hard: the session breaks and comes back. */
export function resetPeer(
  { router, service }: CallDeps,
  request: { address?: string; soft?: boolean; direction?: string },
): object {
  const sessions = chosen(router, request.address ?? '');
  if (!request.soft) {
    sessions
      .filter(({ disabled }) => !disabled)
      .forEach(({ name }) => router.world.flap(name, { ms: RECONNECT_MS }));
    return {};
  }
  const direction =
    request.direction ?? (service.api === 3 ? 'DIRECTION_IN' : '');
  const directions: { [name: string]: 'in' | 'out' | 'both' } = {
    DIRECTION_IN: 'in',
    DIRECTION_OUT: 'out',
    DIRECTION_BOTH: 'both',
  };
  if (!directions[direction]) {
    throw new GobgpError('unknown direction', status.INVALID_ARGUMENT);
  }
  sessions.forEach(({ name }) =>
    router.world.reload(name, directions[direction]),
  );
  return {};
}

/** Attributes come as bytes; a path needs a next hop, as GoBGP says. */
export function addPath(deps: CallDeps, request: PathRequest): object {
  const prefix = readPrefix(deps.service, request);
  const attributes = request.path?.pattrs_binary ?? [];
  if (!attributes.some(([, type]) => type === 3 || type === 14)) {
    throw new GobgpError('nexthop not found');
  }
  const uuid = deps.router.addPath(prefix, attributes);
  return { uuid: Buffer.from(uuid, 'hex') };
}

/** By UUID, by prefix, or all of a family. A path that is not there is no error. */
export function deletePath(deps: CallDeps, request: PathRequest): object {
  const { router } = deps;
  if (request.uuid?.length) {
    if (!router.deleteByUuid(request.uuid.toString('hex'))) {
      throw new GobgpError("can't find a specified path");
    }
  } else if (request.path) {
    router.deletePath(readPrefix(deps.service, request));
  } else {
    router.deleteAll(request.family?.afi === 2 ? 'ipv6' : 'ipv4');
  }
  return {};
}

/** No address means every neighbor: GoBGP's own choice, and a dangerous one. */
function chosen(router: GobgpRouter, address: string): BgpSession[] {
  if (!address) {
    return router.world.state.sessions;
  }
  const session = router.findNeighbor(address);
  if (!session) {
    throw noNeighbor(address);
  }
  return [session];
}

function readPrefix(service: GobgpService, request: PathRequest): string {
  const {
    nlri,
    nlri_binary: bytes,
    family = request.family,
  } = request.path ?? {};
  if (bytes?.length) {
    try {
      return prefixOf(bytes, family?.afi ?? 1);
    } catch (error) {
      throw new GobgpError(`invalid nlri: ${error}`);
    }
  }
  const message =
    nlri?.prefix ??
    (nlri?.value && (service.unpack('IPAddressPrefix', nlri.value) as Nlri));
  if (!message?.prefix) {
    throw new GobgpError('invalid path: invalid nlri');
  }
  return `${message.prefix}/${message.prefix_len ?? 0}`;
}
