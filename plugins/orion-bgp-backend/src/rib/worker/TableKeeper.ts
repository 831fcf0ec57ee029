import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { RouteSource } from '../../routes/RouteSource';
import { VrpTable } from '../../rpki/VrpTable';
import { AttributePool } from '../pool/AttributePool';
import { RibTable } from '../table/RibTable';
import { dumpTable, DumpResult } from './dumpTable';
import { EventFollower } from './EventFollower';
import { ExportReader } from './ExportReader';
import { RouterTableConfig } from './RibConfig';
import { Wake } from './Wake';

/** A dump costs the daemon; between two lies at least this many times what one took. */
const REST_FACTOR = 50;
const MIN_DUMP_INTERVAL_MS = 5 * 60_000;
const RESYNC_INTERVAL_MS = 60 * 60_000;
/** A comparison asked for: sessions may flap faster than a table can be read. */
const MIN_RESYNC_MS = 10_000;
const RESYNC_REST_FACTOR = 5;
/** Between two dumps that a person waits for. */
const MIN_ASKED_MS = 5_000;
/** Changes are merged into the table when they are this many, or this old. */
const MERGE_PENDING = 8192;
const MERGE_AGE_MS = 60_000;
/** The pool is tidied every so many merges. */
const TIDY_EVERY = 16;
const RETRY_MS = [1_000, 5_000, 15_000, 60_000, 300_000];

/** What a keeper works with. */
export interface TableKeeperDeps {
  config: RouterTableConfig;
  /** Made by the loop, so that a source that cannot be made yet is tried again. */
  createSource(): RouteSource;
  pool: AttributePool;
  vrps(): VrpTable | undefined;
  /** The state is not what it was. */
  onChange(): void;
}

/**
 * Keeps the table of one router, in a loop that ends with {@link TableKeeper.stop}.
 *
 * A daemon with events is subscribed to first and dumped then: what is told
 * during the dump is read again after it, so nothing is missed, and from then
 * on the table is live until the stream breaks. A comparison with a new dump
 * follows every hour, after a break, and when asked for. A daemon without events
 * is dumped when its counters moved, with long rests between.
 */
export class TableKeeper {
  readonly #deps: TableKeeperDeps;
  readonly #abort = new AbortController();
  readonly #wake = new Wake();
  readonly #exports: ExportReader;
  #source?: RouteSource;
  #table?: RibTable;
  #state: TableState['state'] = 'loading';
  #last?: DumpResult;
  #dumpedAt?: number;
  #updatedAt?: number;
  #error?: string;
  #moved = false;
  /** Something goes out that the table does not have. */
  #lacking = false;
  #resync = false;
  #asked = false;
  #failures = 0;
  #pendingSince?: number;
  #merges = 0;
  #ended: Promise<void> = Promise.resolve();
  #follower?: EventFollower;

  constructor(deps: TableKeeperDeps) {
    this.#deps = deps;
    this.#exports = new ExportReader({
      minRestMs: deps.config.minExportRestMs,
    });
  }

  /** Undefined before the first dump and for a table that is too large. */
  get table(): RibTable | undefined {
    return this.#table;
  }

  get state(): TableState {
    const { config, pool } = this.#deps;
    const table = this.#table;
    const counted = this.#last?.counts;
    const count = (get: 'paths' | 'prefixes') => ({
      ipv4: table?.v4[get] ?? (get === 'paths' ? counted?.ipv4 : 0) ?? 0,
      ipv6: table?.v6[get] ?? (get === 'paths' ? counted?.ipv6 : 0) ?? 0,
    });
    return {
      router: config.id,
      state: this.#state,
      dumpedAt: toIso(this.#dumpedAt),
      updatedAt: toIso(this.#updatedAt),
      dumpMs: this.#last && Math.round(this.#last.tookMs),
      nextDumpAt: this.#nextDumpIso(),
      paths: count('paths'),
      prefixes: count('prefixes'),
      bytes: (table?.byteLength ?? 0) + pool.byteLength,
      error: this.#error,
    };
  }

  /** What the router counted right before the last dump. */
  get counters(): string | undefined {
    return this.#last?.counters;
  }

  /** Since the end of the last dump. */
  get ageMs(): number | undefined {
    const ageMs =
      this.#dumpedAt === undefined ? -1 : Date.now() - this.#dumpedAt;
    // A dump of the future: somebody set the clock, and its age is not known.
    return ageMs < 0 ? undefined : ageMs;
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

  /** Validates every path with the VRPs there are now. */
  validate(): void {
    this.#table?.validate(this.#deps.vrps());
  }

  async #run(): Promise<void> {
    while (!this.#abort.signal.aborted) {
      try {
        const source = (this.#source ??= this.#deps.createSource());
        if (!source.capabilities) {
          await source.readRouter({ signal: this.#abort.signal });
        }
        const canFollow =
          source.capabilities?.routeEvents && source.watchPaths !== undefined;
        if (canFollow && this.#state !== 'summary-only') {
          await this.#follow(source);
        } else {
          await this.#poll(source);
        }
        this.#failures = 0;
      } catch (error) {
        await this.#fail(error);
      }
    }
  }

  /** One dump, and then the wait until the next is due. */
  async #poll(source: RouteSource): Promise<void> {
    await this.#dump(source);
    this.#set(this.#table ? 'polled' : 'summary-only');
    this.#failures = 0;
    for (;;) {
      await this.#readExports(source);
      const left = this.#isDue() ? this.#nextDump() - Date.now() : undefined;
      if (this.#abort.signal.aborted || (left !== undefined && left <= 0)) {
        return;
      }
      await this.#wake.wait(
        Math.min(left ?? MERGE_AGE_MS, this.#exports.leftMs ?? MERGE_AGE_MS),
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
      const { unmatched } = await this.#exports.read(
        source,
        this.#table,
        signal,
      );
      this.#lacking ||= unmatched > 0;
      this.#error = this.#last?.problem;
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
    const follower = new EventFollower(source, this.#abort.signal);
    this.#follower = follower;
    try {
      await follower.ready();
      await this.#dump(source);
      this.#failures = 0;
      if (!this.#table) {
        this.#set('summary-only');
        return;
      }
      while (Date.now() < this.#nextDump() && !this.#abort.signal.aborted) {
        const changed = await follower.apply(this.#table);
        this.#set('live');
        if (changed > 0) {
          this.#updatedAt = Date.now();
          // Such a daemon does not count what it sends.
          this.#exports.note();
        }
        await this.#readExports(source);
        this.#maintain();
        await follower.wait(this.#wake, 1_000);
      }
    } finally {
      this.#follower = undefined;
      await follower.close();
    }
  }

  /** Reads the whole table; the old one answers until the new one is there. */
  async #dump(source: RouteSource): Promise<void> {
    const { config, pool, vrps } = this.#deps;
    this.#set(this.#dumpedAt === undefined ? 'loading' : 'resyncing');
    this.#moved = false;
    this.#lacking = false;
    this.#resync = false;
    this.#asked = false;
    this.#exports.forget();
    this.#last = await dumpTable({
      config,
      source,
      pool,
      vrps,
      signal: this.#abort.signal,
    });
    this.#exports.learn(this.#last.exported);
    this.#table?.release();
    this.#table = this.#last.table;
    this.#dumpedAt = Date.now();
    this.#pendingSince = undefined;
    this.#error = this.#last.problem;
    pool.tidy();
    this.#deps.onChange();
  }

  /** Brings changes into the table, here and not while somebody asks. */
  #maintain(): void {
    const pending = this.#table?.pending ?? 0;
    this.#pendingSince =
      pending === 0 ? undefined : this.#pendingSince ?? Date.now();
    const age = Date.now() - (this.#pendingSince ?? Date.now());
    if (pending >= MERGE_PENDING || age >= MERGE_AGE_MS) {
      this.#table?.merge();
      this.#pendingSince = undefined;
      if (++this.#merges % TIDY_EVERY === 0) {
        this.#deps.pool.tidy();
      }
    }
  }

  async #fail(error: unknown): Promise<void> {
    if (this.#abort.signal.aborted) {
      return;
    }
    const { router } = this.#deps.config.source;
    this.#error =
      error instanceof Error ? error.message : `Router ${router}: ${error}`;
    this.#set(this.#table ? 'polled' : 'unavailable');
    const delay = RETRY_MS[Math.min(this.#failures++, RETRY_MS.length - 1)];
    await this.#wake.wait(delay, { deaf: true, signal: this.#abort.signal });
  }

  /** A live table is compared every hour, or when asked for; another when it moved. */
  #isDue(): boolean {
    return (
      this.#isLive() ||
      this.#moved ||
      this.#lacking ||
      this.#resync ||
      this.#asked
    );
  }

  #isLive(): boolean {
    return this.#follower !== undefined;
  }

  /** Unix milliseconds. */
  #nextDump(): number {
    const { config } = this.#deps;
    const tookMs = this.#last?.tookMs ?? 0;
    if (this.#asked) {
      return (this.#dumpedAt ?? 0) + MIN_ASKED_MS;
    }
    // A prefix that goes out and is not in the table is most likely our own and
    // new: somebody waits for it.
    const least = config.minDumpIntervalMs ?? MIN_DUMP_INTERVAL_MS;
    const polled = Math.max(
      this.#lacking ? Math.min(MIN_ASKED_MS, least) : least,
      REST_FACTOR * tookMs,
    );
    const live = this.#resync
      ? Math.max(MIN_RESYNC_MS, RESYNC_REST_FACTOR * tookMs)
      : config.resyncIntervalMs ?? RESYNC_INTERVAL_MS;
    return (this.#dumpedAt ?? 0) + (this.#isLive() ? live : polled);
  }

  /** Nothing is due while nothing moved. */
  #nextDumpIso(): string | undefined {
    return this.#dumpedAt !== undefined && this.#isDue()
      ? toIso(this.#nextDump())
      : undefined;
  }

  #set(state: TableState['state']): void {
    if (state !== this.#state) {
      this.#state = state;
      this.#deps.onChange();
    }
  }
}

function toIso(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
