import type { BgpAttributes } from '../../bgp';
import type { GobgpApiVersion } from '../loadGobgpService';

/**
 * A GoBGP, real or simulated, that the contract is checked against: AS394955 with
 * one neighbor of AS6939 at 127.0.0.1, which announces exactly
 * {@link contractRoutes}; no import policy.
 */
export interface ContractTarget {
  api: GobgpApiVersion;
  target: string;
  /** The neighbor takes a route back, or announces it again. */
  setAnnounced(prefix: string, announced: boolean): Promise<void>;
  /** The neighbor announces more IPv6 routes than the limit of 100, or those no more. */
  setBeyondLimit(beyond: boolean): Promise<void>;
}

/** What the neighbor announces, as BIRD's configuration or a seed brings it about. */
export const contractRoutes: { prefix: string; attributes: BgpAttributes }[] = [
  {
    prefix: '203.0.113.0/24',
    attributes: {
      origin: 'IGP',
      asPath: [6939],
      nextHop: '192.0.2.1',
      communities: [[6939, 100]],
    },
  },
  {
    prefix: '203.0.113.128/25',
    attributes: { origin: 'IGP', asPath: [6939], nextHop: '192.0.2.1' },
  },
  {
    prefix: '2001:db8:1::/48',
    attributes: {
      origin: 'IGP',
      asPath: [6939],
      nextHop: '2001:db8::1',
      largeCommunities: [[6939, 1, 2]],
    },
  },
];

/** Beyond the limit of a family together with the one that is there. */
export const routesBeyondLimit = Array.from({ length: 100 }, (_, index) => ({
  prefix: `2001:db8:${(0x1000 + index).toString(16)}::/48`,
  attributes: contractRoutes[2].attributes,
}));
