import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { hoursAgo } from './times';

export function table(over: Partial<TableState> = {}): TableState {
  return {
    router: 'gw1',
    state: 'polled',
    dumpedAt: hoursAgo(0.05),
    dumpMs: 812,
    paths: { ipv4: 1_050_000, ipv6: 214_110 },
    prefixes: { ipv4: 1_049_000, ipv6: 214_000 },
    bytes: 30_000_000,
    sharedBytes: 60_000_000,
    ...over,
  };
}
