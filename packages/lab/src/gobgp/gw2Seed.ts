import { BgpSession, BgpWorldState, gobgpLimits, gw1Seed } from '../bgp';

/** It came up with its machine, a moment after the daemon. */
const UP_AFTER_MS = 5_000;

/**
 * The GoBGP that stands beside gw1: sessions of its own to the same transit,
 * which announces the same routes to both, and one to gw1.
 */
export function gw2Seed(now = Date.now()): BgpWorldState {
  const gw1 = gw1Seed(now);
  const transit = gw1.sessions
    .filter(({ neighborAs }) => neighborAs !== gw1.asn)
    .map(session => ({
      ...session,
      localAddress: ownAddress(session),
      since: gw1.startedAt + UP_AFTER_MS,
      channels: session.channels.map(channel => ({
        ...channel,
        nextHop: ownAddress(session),
        importLimit: { limit: gobgpLimits[channel.family], action: 'teardown' },
      })),
    }));
  return {
    ...gw1,
    routerId: '10.0.10.2',
    hostname: 'gw2',
    defaultExport: 'reject',
    others: gw1.others.filter(({ type }) => ['RPKI', 'Static'].includes(type)),
    sessions: [...transit, gw1Session(gw1)],
  };
}

/** On the link to the transit, beside gw1: two speakers at one address would be one too many. */
function ownAddress({ localAddress }: BgpSession): string {
  return localAddress.replace(/2$/, '3');
}

function gw1Session({ sessions, asn }: BgpWorldState): BgpSession {
  const [model] = sessions;
  return {
    ...model,
    name: 'gw1',
    description: 'BIRD, the gateway in service',
    neighborAddress: '10.0.10.1',
    neighborAs: asn,
    neighborId: '10.0.10.1',
    localAddress: '10.0.10.2',
    localAs: asn,
    role: undefined,
    passive: true,
    channels: (['ipv4', 'ipv6'] as const).map(family => ({
      ...model.channels[0],
      family,
      importPolicy: 'ACCEPT',
      exportPolicy: 'REJECT',
      exports: 'none' as const,
      importLimit: undefined,
      nextHop: '10.0.10.2',
      offers: [],
      stats: { ...model.channels[0].stats },
    })),
  };
}
