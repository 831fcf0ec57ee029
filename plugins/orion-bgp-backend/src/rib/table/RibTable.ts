import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  ExportRecord,
  PathRecord,
  PrefixKey as RoutePrefix,
  PathFlag,
  RouteUpdate,
} from '../../routes/RouteSource';
import { VrpTable } from '../../rpki/VrpTable';
import { NeighborFact } from '../answer/NeighborFacts';
import { AttributePool, PerPart, PoolUser } from '../pool/AttributePool';
import { BitSet } from '../pool/BitSet';
import { FamilyTable } from './FamilyTable';
import {
  addressBytes,
  PrefixKey,
  setPrefixKey,
  toPrefixKey,
} from './PrefixKey';
import { markRows, renumberRows, toRow } from './poolRows';
import { Rows } from './Rows';
import { judgeRows } from './judgeRows';
import { validateRows } from './validateRows';

/** What a table needs to know beside its paths. */
export interface RibTableOptions {
  router: string;
  /** The AS the router speaks for: the origin of paths without one (RFC 6811 §2). */
  asn: number;
}

/** All paths of one router, in {@link AttributePool}'s numbers. */
export class RibTable implements PoolUser {
  readonly router: string;
  readonly asn: number;
  readonly pool: AttributePool;
  readonly v4: FamilyTable;
  readonly v6: FamilyTable;
  /** Sessions of the export bitmap, in the order of its bits. */
  readonly #exportSessions: number[] = [];
  readonly #key: PrefixKey = { family: 4, a: 0, b: 0, c: 0, d: 0, length: 0 };
  #vrps?: VrpTable;
  /** As of when these were: some may have ended since. */
  #vrpsAt?: number;
  /** What bases were judged by: a base keeps its paths as long as it is. */
  readonly #judged = new WeakMap<Rows, string>();

  /** `v4` and `v6` are sorted and without repetition, see RibTableBuilder. */
  constructor(
    options: RibTableOptions & { pool: AttributePool; v4: Rows; v6: Rows },
  ) {
    this.router = options.router;
    this.asn = options.asn;
    this.pool = options.pool;
    this.v4 = new FamilyTable(options.v4);
    this.v6 = new FamilyTable(options.v6);
    this.pool.attach(this);
  }

  family(family: 4 | 6): FamilyTable {
    return family === 4 ? this.v4 : this.v6;
  }

  /** Bytes of its own; the pool is shared. */
  get byteLength(): number {
    return this.v4.byteLength + this.v6.byteLength;
  }

  /** Changes that wait for a merge. */
  get pending(): number {
    return this.v4.pending + this.v6.pending;
  }

  /** Takes over a change as a daemon told it; true where paths are others by that. */
  apply(update: RouteUpdate): boolean {
    return this.#hasMoved(update.path, () => this.#take(update));
  }

  /**
   * Takes over all paths of a prefix as they are now; none when it is gone. True
   * where they are others than before.
   */
  replace(prefix: RoutePrefix, paths: PathRecord[]): boolean {
    return this.#hasMoved(prefix, key => this.#replace(prefix, key, paths));
  }

  #take({ path, withdrawn }: RouteUpdate): void {
    const session = this.pool.sessions.intern(path.session);
    const key = this.#key;
    setPrefixKey(key, path.family, path.address, path.length);
    const table = this.family(path.family);
    if (withdrawn) {
      table.withdraw(key, session, path.pathId);
      return;
    }
    const row = toRow(this.pool, path);
    row.meta |=
      this.#vrps?.verdictBits(
        key,
        this.pool.paths.originKind(row.path),
        this.pool.paths.origin(row.path),
        this.asn,
      ) ?? 0;
    table.upsert(key, row);
  }

  #replace(prefix: RoutePrefix, key: PrefixKey, paths: PathRecord[]): void {
    const table = this.family(prefix.family);
    // New ones first: a path that stays keeps where it goes out to.
    paths.forEach(path => this.#take({ path, withdrawn: false }));
    // Two tables of a router have a best path each, of which one change leaves one.
    table.markBest(key, (session, pathId) =>
      isBest(paths, this.pool.sessions.name(session), pathId),
    );
    const stays = (rows: Rows, at: number) =>
      paths.some(
        ({ session, pathId }) =>
          this.pool.sessions.find(session) === rows.session[at] &&
          pathId === rows.pathIdAt(at),
      );
    for (const rows of [table.delta, table.base]) {
      const from = rows.lowerBound(key);
      for (let at = rows.upperBound(key, from) - 1; at >= from; at--) {
        if (!stays(rows, at)) {
          table.withdraw(key, rows.session[at], rows.pathIdAt(at));
        }
      }
    }
  }

  #hasMoved(
    { family, address, length }: RoutePrefix,
    work: (key: PrefixKey) => void,
  ): boolean {
    const table = this.family(family);
    const key = toPrefixKey(family, address, length);
    const before = table.fingerprint(key);
    work(key);
    return table.fingerprint(key) !== before;
  }

  /** Forgets what goes out to a neighbor, before it is read again. */
  clearExports(to: string): void {
    const bit = this.exportBit(this.pool.sessions.intern(to));
    if (bit >= 0) {
      this.v4.clearExport(bit);
      this.v6.clearExport(bit);
    }
  }

  /** Notes that a path goes out to a neighbor; false when the table has no such path. */
  markExport(to: string, route: ExportRecord): boolean {
    const bit = this.#addExportBit(this.pool.sessions.intern(to));
    const key = this.#key;
    setPrefixKey(key, route.family, route.address, route.length);
    const from =
      route.from === undefined
        ? undefined
        : this.pool.sessions.intern(route.from);
    return this.family(route.family).markExport(key, from, bit);
  }

  /** Prefixes that go out to a neighbor, `most` of each family. */
  listExports(to: string, most: number): RoutePrefix[] {
    const bit = this.exportBit(this.pool.sessions.intern(to));
    return bit < 0
      ? []
      : [this.v4, this.v6].flatMap(table =>
          table.listExports(bit, most).map(key => ({
            family: key.family,
            address: addressBytes(key),
            length: key.length,
          })),
        );
  }

  /** Sessions anything was ever marked for. */
  get exportSessions(): readonly number[] {
    return this.#exportSessions;
  }

  /** Its bit in the export bitmap, -1 when nothing was ever marked for it. */
  exportBit(session: number): number {
    return this.#exportSessions.indexOf(session);
  }

  /** Sessions a row goes out to. */
  exportedTo(rows: Rows, at: number): number[] {
    const { exports, exportWords } = rows;
    return this.#exportSessions.filter(
      (_, bit) =>
        (exports[at * exportWords + (bit >>> 5)] & (1 << (bit & 31))) !== 0,
    );
  }

  /** Brings in what came since; a copy of one family exists meanwhile. */
  merge(): void {
    this.v4.merge();
    this.v6.merge();
  }

  /**
   * The same a family at a time: whoever asks meanwhile is answered before each.
   * Of what comes from a socket the first turn goes on without having looked for
   * others, so that one behind each would not do.
   */
  async mergeInTurns(): Promise<void> {
    for (const family of [this.v4, this.v6]) {
      await nextTurn();
      family.merge();
    }
    await nextTurn();
  }

  /** Validates every path anew; without VRPs all are unknown. */
  validate(vrps: VrpTable | undefined): void {
    this.#vrps = vrps;
    this.#vrpsAt = vrps?.at;
    for (const rows of this.#allRows()) {
      validateRows(rows, this.pool.paths, vrps, this.asn);
    }
  }

  /** Whether every path is validated by these, as they are now. */
  isValidatedBy(vrps: VrpTable | undefined): boolean {
    return this.#vrps === vrps && this.#vrpsAt === vrps?.at;
  }

  /**
   * Brings the ASPA verdict of every row up to date, by what the neighbors of the
   * sessions are. Some ten milliseconds for a full table when ASPAs, neighbors or
   * the base are others, and next to nothing else.
   */
  judge(facts: { [session: string]: NeighborFact | undefined }): void {
    const { aspas, sessions } = this.pool;
    aspas.fill();
    const by = `${aspas.version} ${sessions.count} ${JSON.stringify(facts)}`;
    for (const { base, delta } of [this.v4, this.v6]) {
      if (this.#judged.get(base) !== by) {
        judgeRows(base, aspas, sessions, facts);
        this.#judged.set(base, by);
      }
      judgeRows(delta, aspas, sessions, facts);
    }
  }

  /** After this the table is of no use, and what only it used may go. */
  release(): void {
    this.pool.detach(this);
  }

  markUsed(used: PerPart<BitSet>): void {
    this.#allRows().forEach(rows => markRows(rows, used));
  }

  renumber(numbers: PerPart<Uint32Array>): void {
    this.#allRows().forEach(rows => renumberRows(rows, numbers));
  }

  #allRows(): Rows[] {
    return [this.v4.base, this.v4.delta, this.v6.base, this.v6.delta];
  }

  #addExportBit(session: number): number {
    const known = this.exportBit(session);
    if (known >= 0) {
      return known;
    }
    const bit = this.#exportSessions.push(session) - 1;
    this.v4.widenExports((bit >>> 5) + 1);
    this.v6.widenExports((bit >>> 5) + 1);
    return bit;
  }
}

/** Of two with the same session and path identifier the later one counts. */
function isBest(paths: PathRecord[], session: string, pathId: number): boolean {
  const path = paths.findLast(
    one => one.session === session && one.pathId === pathId,
  );
  return path !== undefined && (path.flags & PathFlag.best) !== 0;
}
