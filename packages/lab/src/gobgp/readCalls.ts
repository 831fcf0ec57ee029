import { BgpFamily, BgpSession } from '../bgp';
import { GobgpError, noNeighbor } from './errors';
import { GobgpRouter, RouterPath } from './GobgpRouter';
import { GobgpService } from './loadGobgpService';
import { PrefixLookup, selectPrefixes } from './selectPrefixes';
import { toPathMessage } from './toPathMessage';
import { toPeer } from './toPeer';

/** What the calls work on. */
export interface CallDeps {
  router: GobgpRouter;
  service: GobgpService;
  /** Times a session left Established. */
  flops(session: BgpSession): number;
}

interface TableRequest {
  table_type?: string;
  name?: string;
  family?: { afi?: number; safi?: number };
}

interface ListPathRequest extends TableRequest {
  prefixes?: PrefixLookup[];
  enable_filtered?: boolean;
  enable_nlri_binary?: boolean;
  enable_attribute_binary?: boolean;
  enable_only_binary?: boolean;
}

export function getBgp({ router }: CallDeps): object {
  const { asn, routerId } = router.world.state;
  return { global: { asn, router_id: routerId } };
}

/** An address nobody has gives an empty list, as GoBGP does. */
export function listPeer(
  deps: CallDeps,
  request: {
    address?: string;
    enable_advertised?: boolean;
    enableAdvertised?: boolean;
  },
): object[] {
  const { router, service } = deps;
  const advertised = Boolean(
    request.enable_advertised || request.enableAdvertised,
  );
  return router.world.state.sessions
    .filter(
      ({ neighborAddress }) =>
        !request.address || neighborAddress === request.address,
    )
    .map(session => ({
      peer: toPeer({ router, service, flops: deps.flops(session) }, session, {
        advertised,
      }),
    }));
}

export function getTable(deps: CallDeps, request: TableRequest): object {
  const table = readTable(deps, request);
  const paths = [...table.values()].flat().length;
  return {
    num_destination: table.size,
    num_path: paths,
    num_accepted: tableOf(deps, request) === 'ADJ_IN' ? paths : undefined,
  };
}

export function listPath(deps: CallDeps, request: ListPathRequest): object[] {
  const table = readTable(deps, request);
  const only = Boolean(request.enable_only_binary);
  const format = {
    nlriBinary: only || Boolean(request.enable_nlri_binary),
    attributesBinary: only || Boolean(request.enable_attribute_binary),
    structured: !only,
    showFiltered: Boolean(request.enable_filtered),
  };
  return selectPrefixes([...table.keys()], request.prefixes ?? []).map(
    prefix => ({
      destination: {
        prefix,
        paths: table
          .get(prefix)!
          .map(path => toPathMessage(deps.service, path, format)),
      },
    }),
  );
}

/** Every cache of ROAs, also for a family that is asked for. */
export function listRpki({ router }: CallDeps): object[] {
  return router.world.state.others.flatMap(({ cache, disabled }) => {
    if (!cache) {
      return [];
    }
    const empty = disabled || cache.away === 'never';
    return [
      {
        server: {
          conf: { address: cache.host, remote_port: cache.port },
          state: {
            up: !disabled && !cache.away,
            record_ipv4: empty ? 0 : cache.vrps.ipv4,
            record_ipv6: empty ? 0 : cache.vrps.ipv6,
          },
        },
      },
    ];
  });
}

function tableOf({ service }: CallDeps, request: TableRequest): string {
  const type = request.table_type ?? (service.api === 3 ? 'GLOBAL' : '');
  return type.replace('TABLE_TYPE_', '');
}

function readTable(
  deps: CallDeps,
  request: TableRequest,
): Map<string, RouterPath[]> {
  const { router } = deps;
  const table = tableOf(deps, request);
  const { afi = 0, safi = 0 } = request.family ?? {};
  const family: BgpFamily = afi === 2 ? 'ipv6' : 'ipv4';
  const isUnicast = safi === 1 && (afi === 1 || afi === 2);
  switch (table) {
    case 'GLOBAL':
      if (afi === 0) {
        throw new GobgpError('address family: UnknownFamily(0) not supported');
      }
      return isUnicast ? router.global(family) : new Map();
    case 'ADJ_IN':
    case 'ADJ_OUT': {
      const session = router.findNeighbor(request.name ?? '');
      if (!session) {
        throw noNeighbor(request.name ?? '');
      }
      const paths =
        table === 'ADJ_IN'
          ? router.adjIn(session, family)
          : router.adjOut(session, family);
      return new Map(
        (isUnicast ? paths : []).map(path => [path.prefix, [path]]),
      );
    }
    default:
      throw new GobgpError('unspecified table type');
  }
}
