import { MigrationGate } from '@orion/backstage-plugin-orion-bgp-common';

const order = { failed: 0, unknown: 1, settling: 2, passed: 3 };

/** What blocks first; the gates' own order within. */
export function gateOrder(gates: MigrationGate[]): MigrationGate[] {
  return [...gates].sort((a, b) => order[a.state] - order[b.state]);
}
