import { PathRecord } from '../../routes/RouteSource';
import { VrpTable } from '../../rpki/VrpTable';
import { AttributePool, PerPart, PoolUser } from '../pool/AttributePool';
import { BitSet } from '../pool/BitSet';
import { gatherRows } from './gatherRows';
import { PrefixKey, setPrefixKey } from './PrefixKey';
import { markRows, renumberRows, toRow } from './poolRows';
import { RibTable, RibTableOptions } from './RibTable';
import { Rows } from './Rows';
import { sortRows } from './sortRows';

/** Takes the paths of a dump in any order and makes a table of them. */
export class RibTableBuilder implements PoolUser {
  readonly #options: RibTableOptions;
  readonly #pool: AttributePool;
  readonly #v4 = new Rows(4);
  readonly #v6 = new Rows(6);
  readonly #key: PrefixKey = { family: 4, a: 0, b: 0, c: 0, d: 0, length: 0 };

  constructor(pool: AttributePool, options: RibTableOptions) {
    this.#pool = pool;
    this.#options = options;
    pool.attach(this);
  }

  get count(): number {
    return this.#v4.count + this.#v6.count;
  }

  /** Copies the record. Of two with the same prefix, session and path identifier the later one stays. */
  add(record: PathRecord): void {
    setPrefixKey(this.#key, record.family, record.address, record.length);
    const rows = record.family === 4 ? this.#v4 : this.#v6;
    rows.append(this.#key, toRow(this.#pool, record));
  }

  /** Sorts and validates; the builder is of no use after. */
  build(vrps?: VrpTable): RibTable {
    const table = new RibTable({
      ...this.#options,
      pool: this.#pool,
      v4: sorted(this.#v4),
      v6: sorted(this.#v6),
    });
    table.validate(vrps);
    this.discard();
    return table;
  }

  /** Gives up what was collected. */
  discard(): void {
    this.#pool.detach(this);
  }

  markUsed(used: PerPart<BitSet>): void {
    [this.#v4, this.#v6].forEach(rows => markRows(rows, used));
  }

  renumber(numbers: PerPart<Uint32Array>): void {
    [this.#v4, this.#v6].forEach(rows => renumberRows(rows, numbers));
  }
}

function sorted(rows: Rows): Rows {
  return gatherRows(sortRows(rows), rows, new Rows(rows.family));
}
