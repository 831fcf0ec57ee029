import { MoveLog } from '../moves/MoveLog';
import { noteChanges } from '../moves/noteChanges';
import { hopKey, KernelTable } from './KernelTable';

/** Notes what is other in a later reading of a kernel: each numbers its hops by itself. */
export function noteKernelMoves(
  log: MoveLog,
  before: KernelTable,
  after: KernelTable,
  at: number,
): void {
  const numbers = new Map(after.hops.map((hop, index) => [hopKey(hop), index]));
  const now = before.hops.map(hop => numbers.get(hopKey(hop)));
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
