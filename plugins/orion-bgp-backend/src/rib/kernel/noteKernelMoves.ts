import { MoveLog } from '../moves/MoveLog';
import { noteChanges } from '../moves/noteChanges';
import { KernelHop, KernelTable } from './KernelTable';

/** Notes what is other in a later reading of a kernel: each numbers its hops by itself. */
export function noteKernelMoves(
  log: MoveLog,
  before: KernelTable,
  after: KernelTable,
  at: number,
): void {
  const numbers = new Map(after.hops.map((hop, index) => [keyOf(hop), index]));
  const now = before.hops.map(hop => numbers.get(keyOf(hop)));
  for (const family of [4, 6] as const) {
    const [one, other] = [before.family(family), after.family(family)];
    noteChanges(log, one, other, {
      at,
      isSame: (here, there) =>
        now[one.path[here]] === other.path[there] &&
        one.pathIdAt(here) === other.pathIdAt(there),
    });
  }
}

function keyOf({ kind, gateways }: KernelHop): string {
  return `${kind} ${gateways.join(' ')}`;
}
