import { BgpWorldState, OtherProtocol } from '../../bgp/types';

/** What the cache of {@link othersWorld} hands out, as a validator prints it. */
export const othersRoas = [
  { prefix: '192.0.2.0/24', maxLength: 24, asn: 'AS394955' },
  { prefix: '198.51.100.0/24', maxLength: 24, asn: 'AS64496' },
  { prefix: '2001:db8:3949::/48', maxLength: 48, asn: 'AS394955' },
];

/** A router without sessions, with kernels and caches of ROAs: one answers, one never did. */
export function othersWorld(now = Date.now()): BgpWorldState {
  const other = { disabled: false, since: now, exports: 'none' as const };
  const kernel = (family: 'ipv4' | 'ipv6'): OtherProtocol => ({
    ...other,
    name: `kernel${family.slice(3)}`,
    type: 'Kernel',
    family,
    exports: 'all',
  });
  const own = (
    prefix: string,
    target: 'blackhole' | 'unreachable' | 'prohibited',
  ) => ({
    ...{ prefix, target, since: now },
    protocol: prefix.includes(':') ? 'static6' : 'static4',
  });
  const cache = {
    host: '127.0.0.1',
    port: 28282,
    sessionId: 4711,
    serial: 0,
    vrps: { ipv4: 2, ipv6: 1 },
  };
  return {
    routerId: '10.0.10.1',
    hostname: 'gw1',
    asn: 394955,
    startedAt: now,
    configuredAt: now,
    others: [
      { ...other, name: 'device1', type: 'Device' },
      kernel('ipv4'),
      kernel('ipv6'),
      { ...other, name: 'static4', type: 'Static', family: 'ipv4' },
      { ...other, name: 'static6', type: 'Static', family: 'ipv6' },
      { ...other, name: 'validator1', type: 'RPKI', cache },
      {
        ...other,
        name: 'validator2',
        type: 'RPKI',
        cache: { ...cache, port: 28283, away: 'never' },
      },
    ],
    own: [
      own('192.0.2.0/24', 'blackhole'),
      own('198.51.100.0/24', 'unreachable'),
      own('203.0.113.0/24', 'prohibited'),
      own('2001:db8:3949::/48', 'blackhole'),
    ],
    sessions: [],
  };
}
