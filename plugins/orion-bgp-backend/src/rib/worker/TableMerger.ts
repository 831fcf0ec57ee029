import { AttributePool } from '../pool/AttributePool';
import { RibTable } from '../table/RibTable';

/** Changes are merged into the table when they are this many, or this old. */
const MERGE_PENDING = 8192;
/** In milliseconds. */
export const MERGE_AGE_MS = 60_000;
/** The pool is tidied every so many merges. */
const TIDY_EVERY = 16;

/**
 * Brings changes into a table apart from when somebody asks; between two steps
 * whoever asked meanwhile is answered.
 */
export class TableMerger {
  readonly #pool: AttributePool;
  readonly #now: () => number;
  #pendingSince?: number;
  #merges = 0;

  /** @param now - milliseconds of a clock that never steps */
  constructor(pool: AttributePool, now: () => number) {
    this.#pool = pool;
    this.#now = now;
  }

  /** Another table is there, which has nothing to merge. */
  replaced(): void {
    this.#pendingSince = undefined;
  }

  /** Where it is time. */
  async run(table: RibTable | undefined): Promise<void> {
    const pending = table?.pending ?? 0;
    this.#pendingSince =
      pending === 0 ? undefined : this.#pendingSince ?? this.#now();
    const age = this.#now() - (this.#pendingSince ?? this.#now());
    if (!table || (pending < MERGE_PENDING && age < MERGE_AGE_MS)) {
      return;
    }
    this.#pendingSince = undefined;
    await table.mergeInTurns();
    if (++this.#merges % TIDY_EVERY === 0) {
      this.#pool.tidy();
    }
  }
}
