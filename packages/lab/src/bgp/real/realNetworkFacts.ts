import { gw1Seed } from '../seed';
import { BgpFamily } from '../types';
import { REAL_ADDRESSES } from './RealNetwork';

export const OWN_AS = 394955;
export const TRANSIT_AS = 6939;
export const FAMILIES = ['ipv6', 'ipv4'] as const;
/** GoBGP takes a next hop of 127/8 for a withdrawal. */
export const NEXT_HOPS = {
  transit: { ipv4: '198.51.100.1', ipv6: '2001:db8:100::1' },
  gw1: { ipv4: '198.51.100.2', ipv6: '2001:db8:100::2' },
  gw2: { ipv4: '198.51.100.3', ipv6: '2001:db8:100::3' },
};
/**
 * Where next hops of daemons on loopback lie: in networks of documentation (RFC 5737,
 * RFC 3849), which stand for those of their links.
 */
export const LINK_NETWORKS = [
  '192.0.2.0/24',
  '198.51.100.0/24',
  '2001:db8::/32',
];
export const MAX_LENGTHS = { ipv4: 24, ipv6: 48 };

export function transitAddress(family: BgpFamily): string {
  return family === 'ipv6' ? REAL_ADDRESSES.transit6 : REAL_ADDRESSES.transit4;
}

/** What the seed's router has by itself, by family. */
export function ownPrefixes(): Record<BgpFamily, string[]> {
  const prefixes = gw1Seed().own.map(({ prefix }) => prefix);
  return {
    ipv4: prefixes.filter(prefix => !prefix.includes(':')),
    ipv6: prefixes.filter(prefix => prefix.includes(':')),
  };
}
