import { MigrationGate } from '@orion/backstage-plugin-orion-bgp-common';
import { KeptGate } from '../../database/MigrationStore';

/** Feeds move: two looks that agree must lie this far apart. */
export const SETTLE_MS = 30_000;

/** Gates that compare what moves by itself. */
const moving: MigrationGate['id'][] = [
  'received-equal',
  'accepted-equal',
  'best-equal',
  'exported-equal',
  'exports-are-own',
  'imports-proven',
  'rpki-equal',
  'kernel-equal',
  'inside-imports',
  'restart-survived',
];

/**
 * Holds a verdict on what moves until an earlier look says the same, and says
 * since when each gate holds. Where tables are not whole nothing moves: what fails
 * for want of them fails at once.
 */
export function settleGates(
  gates: MigrationGate[],
  kept: Map<string, KeptGate>,
): MigrationGate[] {
  const whole = gates.every(
    ({ id, state }) => id !== 'tables-complete' || state === 'passed',
  );
  return gates.map(gate => {
    const known = kept.get(gate.id);
    const same = known?.state === gate.state;
    const heldSince = same ? known.since.toISOString() : undefined;
    const final =
      gate.state === 'unknown' || (gate.state === 'failed' && !whole);
    if (final || !moving.includes(gate.id)) {
      return { ...gate, heldSince };
    }
    const settled =
      same && known.now.getTime() - known.since.getTime() >= SETTLE_MS;
    return settled
      ? { ...gate, heldSince }
      : {
          ...gate,
          heldSince,
          state: 'settling',
          reason: `${gate.reason} One look is not enough: the next ones have to say so too.`,
        };
  });
}
