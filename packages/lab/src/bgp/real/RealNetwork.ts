/** Where the real routers of the lab are reached. */
export interface RealNetworkAddresses {
  /** Ports of BGP, by speaker. */
  ports: { transit: number; gw1: number; gw2: number; edge1: number };
  /** Port of a cache that speaks RTR; without it nobody judges origins. */
  rtr?: number;
  /** Whether gw1 writes the kernel it runs on. */
  kernel: boolean;
}

/** Loopback addresses: a session of GoBGP is known by the neighbor's alone. */
export const REAL_ADDRESSES = {
  transit6: '127.0.0.16',
  transit4: '127.0.0.14',
  gw1: '127.0.0.2',
  gw2: '127.0.0.3',
  edge1: '127.0.0.4',
  exchange: '127.0.0.18',
  rtr: '127.0.0.1',
} as const;
