import { setImmediate as nextTurn } from 'node:timers/promises';
import { PrefixKey as RoutePrefix } from '../../routes/RouteSource';
import { toPrefixKey } from '../table/PrefixKey';
import { RibTable } from '../table/RibTable';
import { MoveLog } from './MoveLog';
import { Sight } from './movedBetween';
import { noteChanges } from './noteChanges';

/** Of when a router's table is, and what moved in it, from one dump to the next too. */
export class TableMoves implements Sight {
  readonly moves = new MoveLog();
  readonly #now: () => number;
  #asOf = -Infinity;

  /** @param now - milliseconds of a clock that never steps */
  constructor(now: () => number) {
    this.#now = now;
  }

  get asOf(): number {
    return this.#asOf;
  }

  /** The router's paths to a prefix are others than they were. */
  note({ family, address, length }: RoutePrefix): void {
    this.moves.note(toPrefixKey(family, address, length), this.#now());
  }

  /** What happened until `at` is in the table. */
  isOf(at: number): void {
    this.#asOf = at;
  }

  /**
   * Another table takes the place of one; a family at a time, so that whoever asks
   * meanwhile is answered. What is other in it moved some time between both.
   */
  async replaced(before: RibTable, after: RibTable): Promise<void> {
    await before.mergeInTurns();
    for (const family of [4, 6] as const) {
      const [one, other] = [before, after].map(
        table => table.family(family).base,
      );
      noteChanges(this.moves, one, other, {
        at: this.#now(),
        // When it came says nothing of what it is.
        isSame: (here, there) =>
          one.session[here] === other.session[there] &&
          one.pathIdAt(here) === other.pathIdAt(there) &&
          one.path[here] === other.path[there] &&
          one.community[here] === other.community[there] &&
          one.rest[here] === other.rest[there] &&
          one.flags[here] === other.flags[there],
      });
      await nextTurn();
    }
  }
}
