import { GobgpFamily } from './gobgpMessages';

const afis: { [afi: number]: string } = {
  1: 'ipv4',
  2: 'ipv6',
  25: 'l2vpn',
  16388: 'ls',
  16397: 'opaque',
};

const safis: { [safi: number]: string } = {
  1: 'unicast',
  2: 'multicast',
  4: 'labelled-unicast',
  7: 'encap',
  65: 'vpls',
  70: 'evpn',
  71: 'ls',
  73: 'sr-policy',
  85: 'mup',
  128: 'vpn-unicast',
  129: 'vpn-multicast',
  132: 'rtc',
  133: 'flowspec',
  134: 'vpn-flowspec',
  241: 'key-value',
};

/** `ipv4-unicast`, as GoBGP's configuration names families. */
export function familyName({ afi = 0, safi = 0 }: GobgpFamily = {}): string {
  return `${afis[afi] ?? `afi-${afi}`}-${safis[safi] ?? `safi-${safi}`}`;
}

/** The two families whose routes are read. */
export const unicast: Record<4 | 6, GobgpFamily> = {
  4: { afi: 1, safi: 1 },
  6: { afi: 2, safi: 1 },
};
