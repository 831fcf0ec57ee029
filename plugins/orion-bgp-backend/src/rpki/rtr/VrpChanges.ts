import { PrefixKey } from '../../rib/table/PrefixKey';
import { VrpEntry, VrpTable } from '../VrpTable';
import { VrpTableBuilder } from '../VrpTableBuilder';

/**
 * What one answer of a cache changes; applied as a whole at its end (RFC 8210 §8.1).
 * More than `most`, in it or after it, and it throws: no cache has so many.
 */
export class VrpChanges {
  readonly #most: number;
  #count = 0;
  readonly #announced: VrpEntry[] = [];
  /** The last word on a VRP counts: withdrawn, or announced again. */
  readonly #withdrawn = new Set<string>();

  constructor(most = Infinity) {
    this.#most = most;
  }

  add(vrp: VrpEntry, announce: boolean): void {
    this.#check(++this.#count);
    if (announce) {
      this.#announced.push(vrp);
      // Only a table that is changed has something to withdraw.
      if (this.#withdrawn.size > 0) {
        this.#withdrawn.delete(keyOf(vrp));
      }
    } else {
      this.#withdrawn.add(keyOf(vrp));
    }
  }

  /** The table after; of nothing when the cache sends everything. */
  apply(before: VrpTable | undefined): VrpTable {
    const builder = new VrpTableBuilder();
    const stays = (vrp: VrpEntry) =>
      this.#withdrawn.size === 0 || !this.#withdrawn.has(keyOf(vrp));
    before?.forEach(vrp => {
      if (stays(vrp)) {
        builder.add(vrp);
      }
    });
    for (const vrp of this.#announced) {
      if (stays(vrp)) {
        builder.add(vrp);
      }
    }
    this.#check(builder.count);
    return builder.build();
  }

  #check(count: number): void {
    if (count > this.#most) {
      throw new Error(`it has more than ${this.#most} VRPs`);
    }
  }
}

function keyOf({ prefix, maxLength, asn }: VrpEntry): string {
  const { a, b, c, d, family, length }: PrefixKey = prefix;
  return `${family} ${a} ${b} ${c} ${d} ${length} ${maxLength} ${asn}`;
}
