import { noStats } from '../../bgp/seed';
import {
  BgpAttributes,
  BgpChannel,
  BgpOffer,
  BgpSession,
  BgpWorldState,
} from '../../bgp/types';

/**
 * The world of the contract: what the configurations of `startRealBird` make two
 * real daemons know. Next hops do not resolve, since nothing real is behind them.
 */
export function contractWorld(now = Date.now()): BgpWorldState {
  const other = { disabled: false, since: now, exports: 'none' as const };
  const own = (prefix: string, protocol: string, target = 'blackhole') => ({
    prefix,
    protocol,
    target: target as 'blackhole',
    since: now,
  });
  return {
    routerId: '10.0.10.1',
    hostname: 'gw1',
    asn: 394955,
    startedAt: now,
    configuredAt: now,
    others: [
      { ...other, name: 'device1', type: 'Device' },
      { ...other, name: 'static4', type: 'Static', family: 'ipv4' },
      { ...other, name: 'static6', type: 'Static', family: 'ipv6' },
      { ...other, name: 'radv1', type: 'RAdv' },
    ],
    own: [
      own('192.0.2.0/24', 'static4'),
      own('198.51.100.0/24', 'static4', 'unreachable'),
      own('203.0.113.0/24', 'static4', 'prohibited'),
      own('2001:db8:3949::/48', 'static6'),
    ],
    sessions: [
      {
        ...session(now, 'he_v6', '127.0.0.1', 6939),
        description: 'Hurricane Electric, IPv6',
        role: { local: 'customer', remote: 'provider' },
        channels: [
          {
            ...channel('ipv6', '2001:db8::2', offers6(now)),
            importPolicy: 'he_in6',
            exportPolicy: 'own_out6',
            keepFiltered: true,
            importLimit: { limit: 300_000, action: 'restart' },
          },
        ],
      },
      {
        ...session(now, 'he_v4', '127.0.0.1', 6939),
        channels: [
          {
            ...channel('ipv4', '198.18.0.2', offers4(now)),
            exportPolicy: 'own_out4',
            exportSets: {
              ...{ med: 30, prepends: [394955, 394955] },
              communities: [[65535, 65281]],
              largeCommunities: [[394955, 1, 2]],
            },
            importLimit: { limit: 1_200_000, action: 'disable' },
            exportLimit: { limit: 10, action: 'block' },
          },
        ],
      },
      {
        ...session(now, 'shadow', '127.0.0.3', 394955),
        routeReflectorClient: true,
        channels: [
          {
            ...channel('ipv6', '2001:db8::2', []),
            importPolicy: 'REJECT',
            imports: 'none',
            exports: 'all',
            addPath: 'tx',
          },
        ],
      },
      {
        ...session(now, 'spare', '127.0.0.4', 64500),
        state: 'down',
        disabled: true,
        channels: [
          {
            ...channel('ipv6', '2001:db8::2', []),
            exportPolicy: 'REJECT',
            exports: 'none',
          },
        ],
      },
    ],
  };
}

function session(
  now: number,
  name: string,
  neighborAddress: string,
  neighborAs: number,
): BgpSession {
  return {
    name,
    neighborAddress,
    neighborAs,
    neighborId: '10.255.0.1',
    localAddress: '127.0.0.2',
    localAs: 394955,
    multihop: true,
    passive: true,
    holdTime: 240,
    keepaliveTime: 80,
    neighborCapabilities: [
      'route-refresh',
      'graceful-restart',
      '4-octet-as',
      'enhanced-refresh',
      'long-lived-graceful-restart',
    ],
    channels: [],
    state: 'established',
    disabled: false,
    since: now,
  };
}

function channel(
  family: 'ipv4' | 'ipv6',
  nextHop: string,
  offers: BgpOffer[],
): BgpChannel {
  const refused = offers.filter(({ refusedFor }) => refusedFor).length;
  return {
    family,
    nextHop,
    offers,
    importPolicy: 'ACCEPT',
    exportPolicy: 'ACCEPT',
    imports: 'all',
    exports: 'own',
    keepFiltered: false,
    stats: {
      ...noStats(),
      importUpdates: offers.length,
      importUpdatesFiltered: refused,
      importUpdatesAccepted: offers.length - refused,
    },
  };
}

function offers6(since: number): BgpOffer[] {
  const offer = (
    prefix: string,
    attributes: Partial<BgpAttributes>,
    refusedFor?: number,
  ) => ({
    prefix,
    since,
    refusedFor,
    attributes: {
      origin: 'IGP' as const,
      asPath: [6939],
      nextHop: '2001:db8::1',
      otc: 6939,
      ...attributes,
    },
  });
  return [
    offer('::/0', {}),
    offer('2001:db8:1::/48', {
      origin: 'Incomplete',
      asPath: [6939, 64497, 64496],
      communities: [
        [6939, 100],
        [65535, 666],
      ],
      extendedCommunities: [
        ['rt', 6939, 1],
        ['ro', 6939, 77],
        ['rt', '192.0.2.1', 7],
      ],
      largeCommunities: [
        [6939, 1, 1],
        [6939, 1, 2],
      ],
    }),
    offer('2001:db8:2::/48', {
      origin: 'EGP',
      asPath: [6939, 4200000000],
      med: 77,
    }),
    offer('2001:db8:3::/48', {
      communities: many(60, index => [6939, 1000 + index]),
      extendedCommunities: many(30, index => ['rt', 65000, 4000000000 + index]),
      largeCommunities: many(30, index => [
        394955,
        1000 + index,
        4200000000 + index,
      ]),
    }),
    offer('2001:db8:f001::/48', { asPath: [6939, 64498] }, 1),
    offer('2001:db8:f002::/52', { asPath: [6939, 64499] }, 2),
  ];
}

function offers4(since: number): BgpOffer[] {
  const attributes = {
    origin: 'IGP' as const,
    asPath: [6939, 64496],
    nextHop: '198.18.0.1',
  };
  return [
    { prefix: '192.0.2.128/25', attributes, since },
    { prefix: '203.0.113.0/24', attributes, since },
  ];
}

function many<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
