import {
  SourceCapabilities,
  TableState,
} from '@orion/backstage-plugin-orion-bgp-common';
import { RouteSource } from '../../routes/RouteSource';
import { VrpTable } from '../../rpki/VrpTable';
import { SeenTable } from '../moves/SeenTable';
import { TableMoves } from '../moves/TableMoves';
import { PastCounts } from '../answer/TableCounts';
import { AttributePool } from '../pool/AttributePool';
import { RibTable } from '../table/RibTable';
import { countTable } from './countTable';
import { DumpSchedule, StartRest } from './DumpSchedule';
import { DumpFailure, dumpTable, DumpResult } from './dumpTable';
import { EventFollower, TooManyChangesError } from './EventFollower';
import { ExportReader } from './ExportReader';
import { LastCounts } from './LastCounts';
import { noteDump } from './noteDump';
import { restText } from './restText';
import { RouterTableConfig } from './RibConfig';
import { SentAnswer } from './protocol';
import { SentReader } from './SentReader';
import { MERGE_AGE_MS, TableMerger } from './TableMerger';
import { tableState } from './tableState';
import { Wake } from './Wake';

/** What a keeper works with. */
export interface TableKeeperDeps {
  config: RouterTableConfig;
  /** Made by the loop, so that a source that cannot be made yet is tried again. */
  createSource(): RouteSource;
  pool: AttributePool;
  vrps(): VrpTable | undefined;
  /** The state is not what it was. */
  onChange(): void;
  /** A dump began, or ended after `costMs`, whole or not. */
  onDump?(costMs?: number): void;
  /** Milliseconds of a clock that never steps; for tests. */
  now?(): number;
}

/**
 * Keeps the table of one router, in a loop that ends with {@link TableKeeper.stop}.
 *
 * A daemon with events is subscribed to first and dumped then: what is told
 * during the dump is read again after it, so nothing is missed, and from then
 * on the table is live until the stream breaks. A comparison with a new dump
 * follows every hour, after a break, and when asked for. A daemon without events
 * is dumped when its counters moved, with long rests between, and every hour as
 * well: no daemon counts everything.
 */
export class TableKeeper {
  readonly #deps: TableKeeperDeps;
  readonly #abort = new AbortController();
  readonly #wake = new Wake();
  readonly #exports: ExportReader;
  readonly #sent: SentReader;
  readonly #schedule: DumpSchedule;
  readonly #counts: LastCounts;
  readonly #merger: TableMerger;
  readonly #moves: TableMoves;
  /** Ages are of a monotonic clock; what people read is of the other one. */
  readonly #now: () => number;
  #source?: RouteSource;
  #table?: RibTable;
  #state: TableState['state'] = 'loading';
  #last?: DumpResult;
  /** Unix milliseconds, for people, of a dump that is known to its end. */
  #dumpedAt?: number;
  /** The same moment, of the monotonic clock. */
  #readAt = -Infinity;
  #updatedAt?: number;
  #error?: string;
  #moved = false;
  #resync = false;
  #asked = false;
  /** Attributes that came only in part. */
  #cut = 0;
  /** Nobody asked the daemon what goes out: no path of the table can tell. */
  #withoutExports = false;
  #ended: Promise<void> = Promise.resolve();
  /** The daemon's events kept the table up, or were to. */
  #followed = false;
  /** After a failure. */
  #resting = false;
  /** Until the first dump, where the daemon was dumped before a start. */
  #startRest?: StartRest;

  constructor(deps: TableKeeperDeps) {
    this.#deps = deps;
    this.#sent = new SentReader({
      router: deps.config.id,
      skip: deps.config.skipExports,
    });
    const {
      crashedAfterMs,
      dumpedBefore,
      minDumpIntervalMs,
      resyncIntervalMs,
    } = deps.config;
    this.#now = deps.now ?? (() => performance.now());
    this.#moves = new TableMoves(this.#now);
    this.#exports = new ExportReader({
      minRestMs: deps.config.minExportRestMs,
      lookMs: deps.config.exportLookMs,
      onMoved: prefix => this.#moves.note(prefix),
    });
    this.#counts = new LastCounts(this.#now);
    this.#merger = new TableMerger(deps.pool, this.#now);
    this.#schedule = new DumpSchedule({
      minDumpIntervalMs,
      resyncIntervalMs,
      now: this.#now,
    });
    if (crashedAfterMs !== undefined) {
      this.#schedule.ended(crashedAfterMs);
      this.#error =
        'The route index crashed more than once: the table is read after the rest its daemon is due';
    } else if (dumpedBefore) {
      const { agoMs, costMs, rest } = dumpedBefore;
      this.#schedule.ended(costMs, agoMs);
      this.#startRest = rest;
      if (this.#leftMs() > 0) {
        this.#error = restText(deps.config.id, rest);
      }
    }
  }

  /** Undefined before the first dump and for a table that is too large. */
  get table(): RibTable | undefined {
    return this.#table;
  }

  /** The same with of when it is, and what moved in it. */
  get seen(): SeenTable | undefined {
    const { asOf, moves } = this.#moves;
    return this.#table && { table: this.#table, asOf, moves };
  }

  get state(): TableState {
    const { config, pool } = this.#deps;
    return tableState({
      router: config.id,
      state: this.#state,
      dumpedAt: this.#dumpedAt,
      updatedAt: this.#updatedAt,
      nextDumpAt: this.#nextDumpAt(),
      last: this.#last,
      table: this.#table,
      pool,
      cut: this.#cut,
      exports: this.#exports,
      withoutExports: this.#withoutExports,
      error: this.#error,
    });
  }

  /** The daemon makes a list for this keeper, and may answer nobody else. */
  get isListing(): boolean {
    return this.#source?.isListing ?? false;
  }

  /** Of its daemon; undefined before the first answer. */
  get capabilities(): SourceCapabilities | undefined {
    return this.#source?.capabilities;
  }

  /** Routes that went out at the last dump, by session; without those that were not read. */
  get exported(): ReadonlyMap<string, number> {
    return this.#last?.exported ?? new Map();
  }

  /** What the table told last while it was live or polled. */
  get pastCounts(): PastCounts | undefined {
    return this.#counts.kept;
  }

  /** What the router counted right before the last dump. */
  get counters(): string | undefined {
    return this.#last?.counters;
  }

  /** Since the end of the last dump, by a clock that nobody sets. */
  get ageMs(): number | undefined {
    return this.#dumpedAt === undefined
      ? undefined
      : this.#now() - this.#readAt;
  }

  start(): void {
    this.#ended = this.#run();
  }

  /** Ends the loop and the connections; may be called twice. */
  async stop(): Promise<void> {
    this.#abort.abort();
    this.#wake.now();
    await this.#ended;
    await this.#source?.close();
    this.#table?.release();
    this.#table = undefined;
    this.#counts.replaced(false);
  }

  /** The daemon's counters moved: dump again when it is time. */
  changesMoved(): void {
    this.#moved = true;
    this.#wake.now();
    this.#deps.onChange();
  }

  /** What goes out to these neighbors may have changed: read it again soon. */
  exportsMoved(sessions: readonly string[]): void {
    this.#exports.note(sessions);
    this.#wake.now();
  }

  /** Compare with a new dump soon, whatever the counters say. */
  resync(): void {
    this.#resync = true;
    this.#wake.now();
  }

  /** Reads the table again without the usual rest: a person is about to act on it. */
  refresh(): void {
    this.#asked = true;
    this.#wake.now();
  }

  /** How a neighbor is told of some prefixes, of the daemon and not of the table. */
  readSent(question: {
    session: string;
    prefixes: string[];
  }): Promise<SentAnswer> {
    return this.#sent.read(this.#source, question, this.#abort.signal);
  }

  /** Validates every path with the VRPs there are now. */
  validate(): void {
    this.#table?.validate(this.#deps.vrps());
  }

  async #run(): Promise<void> {
    const { crashedAfterMs, dumpedBefore } = this.#deps.config;
    if (crashedAfterMs !== undefined || dumpedBefore) {
      this.#deps.onChange();
      await this.#rest();
      this.#startRest = undefined;
      this.#error = undefined;
    }
    while (!this.#abort.signal.aborted) {
      try {
        const source = (this.#source ??= this.#deps.createSource());
        if (!source.capabilities) {
          await source.readRouter({ signal: this.#abort.signal });
        }
        const canFollow =
          source.capabilities?.routeEvents && source.watchPaths !== undefined;
        this.#followed = Boolean(canFollow && this.#state !== 'summary-only');
        if (this.#followed) {
          await this.#follow(source);
          if (this.#state === 'summary-only') {
            this.#followed = false;
            await this.#poll(source, { isRead: true });
          }
        } else {
          await this.#poll(source);
        }
      } catch (error) {
        await this.#fail(error);
      }
    }
  }

  /** One dump, and then the wait until the next is due. */
  async #poll(source: RouteSource, { isRead = false } = {}): Promise<void> {
    if (!isRead) {
      await this.#dump(source);
    }
    this.#set(this.#table ? 'polled' : 'summary-only');
    this.#schedule.succeeded();
    for (;;) {
      await this.#readExports(source);
      this.#keepCounts(this.#dumpedAt);
      await this.#merger.run(this.#table);
      const left = this.#leftMs();
      if (this.#abort.signal.aborted || left <= 0) {
        return;
      }
      await this.#wake.wait(
        Math.min(left, MERGE_AGE_MS, this.#exports.leftMs ?? MERGE_AGE_MS),
      );
    }
  }

  /** What goes out to single neighbors, when it is due. */
  async #readExports(source: RouteSource): Promise<void> {
    const { signal } = this.#abort;
    if (!this.#table || this.#exports.leftMs !== 0) {
      return;
    }
    if (this.#deps.config.skipExports || !source.capabilities?.exportedRoutes) {
      this.#exports.forget();
      return;
    }
    try {
      const { unmatched, left, cut, failure } = await this.#exports.read(
        source,
        this.#table,
        signal,
      );
      this.#counts.changed();
      // Read with the next dump, when that is due by the usual rest.
      this.#moved ||= unmatched > 0 || left > 0;
      this.#cut ||= cut;
      if (failure !== undefined) {
        throw failure;
      }
      // Of a table that is there it tells of lists alone.
      this.#error =
        this.#exports.unread.length > 0 ? this.#last?.problem : undefined;
    } catch (error) {
      if (signal.aborted) {
        throw error;
      }
      this.#error = `What goes out could not be read again: ${
        error instanceof Error ? error.message : error
      }`;
    }
    this.#deps.onChange();
  }

  /** Subscribes, dumps and follows until the stream breaks or a comparison is due. */
  async #follow(source: RouteSource): Promise<void> {
    const follower = new EventFollower(source, this.#abort.signal, prefix =>
      this.#moves.note(prefix),
    );
    try {
      if (this.#state === 'live') {
        // Nobody has told of changes since the last subscription ended.
        this.#set('resyncing');
      }
      await follower.ready();
      await this.#dump(source);
      if (!this.#table) {
        this.#set('summary-only');
        return;
      }
      const since = this.#now();
      while (this.#leftMs() > 0 && !this.#abort.signal.aborted) {
        const toldAt = this.#now();
        const changed = await follower.apply(this.#table);
        // With a session that ended went paths of which no event tells.
        const isOld = follower.isBehind || this.#resync;
        this.#set(isOld ? 'resyncing' : 'live');
        if (!isOld) {
          this.#moves.isOf(toldAt);
        }
        this.#schedule.followed(since);
        if (changed > 0) {
          this.#updatedAt = Date.now();
          this.#counts.changed();
          // Such a daemon does not count what it sends.
          this.#exports.note();
        }
        this.#keepCounts(isOld ? undefined : Date.now());
        await this.#readExports(source);
        await this.#merger.run(this.#table);
        await follower.wait(this.#wake, 1_000);
      }
    } finally {
      await follower.close();
    }
  }

  /** Reads the whole table; the old one answers until the new one is there. */
  async #dump(source: RouteSource): Promise<void> {
    const { config, pool, vrps } = this.#deps;
    // One whose answer was too long has nothing to compare, nor is this its first reading.
    if (this.#state !== 'summary-only' || this.#dumpedAt !== undefined) {
      this.#set(this.#dumpedAt === undefined ? 'loading' : 'resyncing');
    }
    this.#moved = false;
    this.#resync = false;
    this.#asked = false;
    this.#exports.forget();
    const beganAt = this.#now();
    this.#last = await noteDump(
      onBegin =>
        dumpTable({
          ...{ config, source, pool, vrps, onBegin },
          signal: this.#abort.signal,
        }),
      this.#deps.onDump,
    );
    const { exported, unreadExports, countsExports, cutAttributes } =
      this.#last;
    const canRead =
      this.#last.table &&
      !config.skipExports &&
      source.capabilities?.exportedRoutes;
    this.#withoutExports = this.#last.table !== undefined && !canRead;
    this.#exports.learn(exported, countsExports || !canRead, unreadExports);
    this.#cut = cutAttributes;
    if (this.#table && this.#last.table) {
      await this.#moves.replaced(this.#table, this.#last.table);
    }
    this.#table?.release();
    this.#table = this.#last.table;
    // Other ROAs may have come since it was built.
    if (this.#table?.isValidatedBy(vrps()) === false) {
      this.validate();
    }
    this.#moves.isOf(beganAt);
    this.#counts.replaced(this.#table !== undefined);
    this.#schedule.ended(this.#last.tookMs);
    this.#dumpedAt = this.#last.counts && Date.now();
    this.#readAt = this.#now();
    this.#merger.replaced();
    this.#error = this.#last.problem;
    pool.tidy();
    this.#deps.onChange();
  }

  /** What it was when nobody tells of its changes any more; of a time it is whole. */
  #keepCounts(at: number | undefined): void {
    if (this.#table && at !== undefined) {
      this.#counts.whole(at, () => countTable(this));
    }
  }

  async #fail(error: unknown): Promise<void> {
    if (this.#abort.signal.aborted) {
      return;
    }
    const { router } = this.#deps.config.source;
    this.#sent.forget();
    this.#error =
      error instanceof Error ? error.message : `Router ${router}: ${error}`;
    this.#schedule.failed(this.#costOf(error));
    if (!this.#table) {
      this.#set('unavailable');
    } else {
      // Nobody tells of changes to a table that was live: it is to be read again.
      this.#set(this.#followed ? 'resyncing' : 'polled');
    }
    await this.#rest();
  }

  /** Of a dump that was for nothing; undefined where none began. */
  #costOf(error: unknown): number | undefined {
    if (error instanceof TooManyChangesError) {
      return this.#last?.tookMs;
    }
    return error instanceof DumpFailure ? error.costMs : undefined;
  }

  /** Until it is tried again; whoever acts on the table may ask for less of it. */
  async #rest(): Promise<void> {
    const { signal } = this.#abort;
    this.#resting = true;
    for (;;) {
      const left = this.#leftMs();
      if (left <= 0 || signal.aborted) {
        this.#resting = false;
        return;
      }
      await this.#wake.wait(left, { signal });
    }
  }

  /** Until the next dump may begin. */
  #leftMs(): number {
    return this.#schedule.leftMs({
      live: this.#followed,
      moved: this.#moved,
      resync: this.#resync || this.#resting,
      asked: this.#asked,
      start: this.#startRest,
    });
  }

  #nextDumpAt(): number | undefined {
    return this.#last === undefined && !this.#resting
      ? undefined
      : Date.now() + this.#leftMs();
  }

  #set(state: TableState['state']): void {
    if (state !== this.#state) {
      this.#state = state;
      this.#deps.onChange();
    }
  }
}
