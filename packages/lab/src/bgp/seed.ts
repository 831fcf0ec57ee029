import { roasOf } from './roasOf';
import { offersOf } from './seedRoutes';
import {
  BgpChannel,
  BgpSession,
  BgpWorldState,
  ChannelStats,
  SpeakerCapability,
} from './types';

const DAY = 24 * 60 * 60 * 1000;
const OWN_AS = 394955;
const HE = 6939;

const router: SpeakerCapability[] = [
  'route-refresh',
  'graceful-restart',
  '4-octet-as',
  'enhanced-refresh',
];

/** Counters of a channel on which nothing happened yet. */
export function noStats(): ChannelStats {
  return {
    importUpdates: 0,
    importUpdatesFiltered: 0,
    importUpdatesAccepted: 0,
    importWithdraws: 0,
    importWithdrawsAccepted: 0,
    exportUpdates: 0,
    exportUpdatesRejected: 0,
    exportUpdatesAccepted: 0,
    exportWithdraws: 0,
    exportWithdrawsAccepted: 0,
  };
}

/**
 * The gateway gw1 of AS394955: two sessions to its transit AS6939, IPv6 first,
 * and one to the GoBGP that is being tried beside it. The same routes each time;
 * only the moments follow the clock.
 */
export function gw1Seed(now = Date.now()): BgpWorldState {
  const startedAt = now - 21 * DAY;
  // A configuration that was taken over at the start: the router comes up with it.
  const sessionsAt = now - 9 * DAY;
  const other = { disabled: false, since: startedAt, exports: 'none' as const };
  const ours = [
    own('192.0.2.0/24', 'static4', startedAt),
    own('2001:db8:3949::/48', 'static6', startedAt),
    own('2001:db8:394a::/48', 'static6', startedAt),
  ];
  const sessions = [
    heSession('ipv6', sessionsAt, startedAt),
    heSession('ipv4', sessionsAt, startedAt),
    shadowSession(now - 2 * DAY),
  ];
  const roas = roasOf({ asn: OWN_AS, own: ours, sessions });
  const inV6 = roas.filter(({ prefix }) => prefix.includes(':')).length;
  return {
    routerId: '10.0.10.1',
    hostname: 'gw1',
    asn: OWN_AS,
    startedAt,
    configuredAt: startedAt,
    others: [
      { ...other, name: 'device1', type: 'Device' },
      {
        ...other,
        name: 'kernel4',
        type: 'Kernel',
        family: 'ipv4',
        exports: 'all',
      },
      {
        ...other,
        name: 'kernel6',
        type: 'Kernel',
        family: 'ipv6',
        exports: 'all',
      },
      { ...other, name: 'static4', type: 'Static', family: 'ipv4' },
      { ...other, name: 'static6', type: 'Static', family: 'ipv6' },
      { ...other, name: 'radv1', type: 'RAdv' },
      {
        ...other,
        name: 'validator1',
        type: 'RPKI',
        cache: {
          host: '10.0.10.3',
          port: 3323,
          sessionId: 4711,
          serial: 12,
          vrps: { ipv4: roas.length - inV6, ipv6: inV6 },
        },
      },
    ],
    own: ours,
    sessions,
  };
}

function own(prefix: string, protocol: string, since: number) {
  return { prefix, protocol, since, target: 'blackhole' as const };
}

function heSession(
  family: 'ipv4' | 'ipv6',
  since: number,
  startedAt: number,
): BgpSession {
  const v6 = family === 'ipv6';
  const gateway = v6 ? '2001:db8:100::1' : '198.51.100.1';
  const local = v6 ? '2001:db8:100::2' : '198.51.100.2';
  const offers = offersOf(family, since);
  const refused = offers.filter(offer => offer.refusedFor).length;
  return {
    name: v6 ? 'he_v6' : 'he_v4',
    description: `Hurricane Electric, IPv${v6 ? 6 : 4}`,
    neighborAddress: gateway,
    neighborAs: HE,
    neighborId: '198.51.100.1',
    localAddress: local,
    localAs: OWN_AS,
    role: v6 ? { local: 'customer', remote: 'provider' } : undefined,
    holdTime: 180,
    keepaliveTime: 60,
    neighborCapabilities: router,
    state: 'established',
    disabled: false,
    since,
    channels: [
      {
        family,
        importPolicy: v6 ? 'he_in6' : 'he_in4',
        exportPolicy: v6 ? 'own_out6' : 'own_out4',
        imports: 'all',
        exports: 'own',
        keepFiltered: true,
        importLimit: { limit: v6 ? 300_000 : 1_200_000, action: 'restart' },
        nextHop: local,
        gateway: { address: gateway, interface: 'ens18' },
        offers,
        stats: {
          ...noStats(),
          importUpdates: offers.length,
          importUpdatesFiltered: refused,
          importUpdatesAccepted: offers.length - refused,
          exportUpdates: offers.length - refused + (v6 ? 2 : 1),
          exportUpdatesRejected: offers.length - refused,
          exportUpdatesAccepted: v6 ? 2 : 1,
          // Only a session that flapped since the start has some.
          importWithdraws: since > startedAt ? 12 : 0,
          importWithdrawsAccepted: since > startedAt ? 12 : 0,
        },
      },
    ],
  };
}

/** The GoBGP beside it gets everything and gives nothing. */
function shadowSession(since: number): BgpSession {
  const channel = (family: 'ipv4' | 'ipv6'): BgpChannel => ({
    family,
    importPolicy: 'REJECT',
    exportPolicy: 'ACCEPT',
    imports: 'none',
    exports: 'all',
    keepFiltered: false,
    nextHop: family === 'ipv6' ? '::' : '10.0.10.1',
    addPath: 'tx',
    offers: [],
    stats: noStats(),
  });
  return {
    name: 'shadow',
    description: 'GoBGP, on trial',
    neighborAddress: '10.0.10.2',
    neighborAs: OWN_AS,
    neighborId: '10.0.10.2',
    localAddress: '10.0.10.1',
    localAs: OWN_AS,
    routeReflectorClient: true,
    holdTime: 90,
    keepaliveTime: 30,
    neighborCapabilities: ['route-refresh', '4-octet-as'],
    state: 'established',
    disabled: false,
    since,
    channels: [channel('ipv6'), channel('ipv4')],
  };
}
