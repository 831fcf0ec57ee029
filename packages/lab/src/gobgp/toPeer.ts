import { BgpChannel, BgpSession } from '../bgp';
import { GobgpRouter } from './GobgpRouter';
import { GobgpService } from './loadGobgpService';

const AFI = { ipv4: 1, ipv6: 2 } as const;

/** GoBGP's message of a neighbor. */
export function toPeer(
  deps: { router: GobgpRouter; service: GobgpService; flops: number },
  session: BgpSession,
  options: { advertised: boolean },
): object {
  const { router, service, flops } = deps;
  const established = session.state === 'established';
  const at = { seconds: Math.floor(session.since / 1000) };
  const known = session.since > 0 && !session.disabled;
  return {
    conf: {
      description: session.description,
      local_asn: session.localAs,
      neighbor_address: session.neighborAddress,
      peer_asn: session.neighborAs,
    },
    state: {
      ...stateOf(session),
      local_asn: service.api === 4 ? session.localAs : undefined,
      // GoBGP 3 keeps the number to itself.
      flops: service.api === 4 ? flops : undefined,
      remote_cap: established
        ? remoteCapabilities(service, session)
        : undefined,
      local_cap: localCapabilities(
        service,
        session,
        router.world.state.hostname,
      ),
    },
    timers: {
      config: {
        connect_retry: 120,
        hold_time: session.holdTime,
        keepalive_interval: session.keepaliveTime,
      },
      state: {
        negotiated_hold_time: established ? session.holdTime : undefined,
        keepalive_interval: established ? session.keepaliveTime : undefined,
        uptime: known && established ? at : undefined,
        downtime: known && !established ? at : undefined,
      },
    },
    transport: { local_address: session.localAddress },
    route_server: {},
    graceful_restart: { peer_restarting: session.restarting ?? false },
    afi_safis: session.channels.map(channel =>
      toAfiSafi(router, session, channel, options.advertised),
    ),
  };
}

/** What events say of a neighbor's state too. */
export function stateOf(session: BgpSession, word?: string) {
  const states = {
    established: 'ESTABLISHED',
    active: 'ACTIVE',
    down: 'IDLE',
  } as const;
  return {
    neighbor_address: session.neighborAddress,
    peer_asn: session.neighborAs,
    session_state: `SESSION_STATE_${word ?? states[session.state]}`,
    admin_state: adminStateOf(session),
    router_id: session.state === 'established' ? session.neighborId : '',
  };
}

function adminStateOf({ disabled, limited }: BgpSession): string {
  if (limited) {
    return 'ADMIN_STATE_PFX_CT';
  }
  return disabled ? 'ADMIN_STATE_DOWN' : 'ADMIN_STATE_UP';
}

function toAfiSafi(
  router: GobgpRouter,
  session: BgpSession,
  channel: BgpChannel,
  advertised: boolean,
): object {
  const family = { afi: AFI[channel.family], safi: 1 };
  const received = router.countIn(session, channel.family);
  return {
    config: { family, enabled: true },
    state: {
      family,
      enabled: true,
      received,
      // The import policy does not count here.
      accepted: received,
      advertised: advertised
        ? router.adjOut(session, channel.family).length
        : undefined,
    },
    prefix_limits: channel.importLimit && {
      family,
      max_prefixes: channel.importLimit.limit,
    },
    add_paths: {
      state: {
        receive: channel.addPath === 'rx' || channel.addPath === 'both',
        send_max:
          channel.addPath === 'tx' || channel.addPath === 'both' ? 8 : 0,
      },
    },
    mp_graceful_restart: { state: {} },
  };
}

/** Messages of GoBGP 3, by the name of the field in GoBGP 4. */
const messages: Record<string, string> = {
  multi_protocol: 'MultiProtocolCapability',
  route_refresh: 'RouteRefreshCapability',
  graceful_restart: 'GracefulRestartCapability',
  four_octet_asn: 'FourOctetASNCapability',
  enhanced_route_refresh: 'EnhancedRouteRefreshCapability',
  long_lived_graceful_restart: 'LongLivedGracefulRestartCapability',
  fqdn: 'FqdnCapability',
};

function capability(service: GobgpService, field: string, content: object) {
  return service.api === 4
    ? { [field]: content }
    : {
        type_url: `type.googleapis.com/apipb.${messages[field]}`,
        value: service.pack(messages[field], content),
      };
}

function families(service: GobgpService, session: BgpSession) {
  return session.channels.map(({ family }) =>
    capability(service, 'multi_protocol', {
      family: { afi: AFI[family], safi: 1 },
    }),
  );
}

function remoteCapabilities(service: GobgpService, session: BgpSession) {
  const contents = {
    'route-refresh': ['route_refresh', {}],
    'graceful-restart': ['graceful_restart', { time: 120 }],
    '4-octet-as': ['four_octet_asn', { asn: session.neighborAs }],
    'enhanced-refresh': ['enhanced_route_refresh', {}],
    'long-lived-graceful-restart': ['long_lived_graceful_restart', {}],
  } as const;
  return [
    ...families(service, session),
    ...session.neighborCapabilities.map(name => {
      const [field, content] = contents[name];
      return capability(service, field, content);
    }),
  ];
}

function localCapabilities(
  service: GobgpService,
  session: BgpSession,
  hostname: string,
) {
  return [
    capability(service, 'route_refresh', {}),
    capability(service, 'fqdn', { host_name: hostname }),
    ...families(service, session),
    capability(service, 'four_octet_asn', { asn: session.localAs }),
  ];
}
