import { readKernel } from '../../clients/kernel/readKernel';
import { KernelEndpoint } from '../../config';
import { toIso } from '../../routes/toIso';
import { movedBetween, Sight } from '../moves/movedBetween';
import { MoveLog } from '../moves/MoveLog';
import { SeenTable } from '../moves/SeenTable';
import { RibTable } from '../table/RibTable';
import { Wake } from '../worker/Wake';
import { compareKernel } from './compareKernel';
import {
  KernelAnswer,
  KernelComparison,
  KernelReach,
} from './KernelComparison';
import { KernelTable, KernelTableBuilder } from './KernelTable';
import { KernelPage } from './KernelWalk';
import {
  KernelDifferenceList,
  listKernelDifferences,
} from './listKernelDifferences';
import { noteKernelMoves } from './noteKernelMoves';

/** A reading costs both machines: between two lies at least this many times what one took. */
const REST_FACTOR = 20;
/** A comparison is given again for so long: the table behind it moves. */
const KEPT_MS = 2_000;
const MAX_REST_MS = 10 * 60_000;
/** Readings that are missing before the last one is called old. */
const MISSED = 3;
const DEFAULT_MAX_ROUTES = 4_000_000;

/** The kernel of one router. */
export interface KernelFeedConfig {
  endpoint: KernelEndpoint;
  /** Between two readings. */
  intervalMs: number;
  maxRoutes?: number;
}

/** Reads a router's kernel again and again, and keeps the last whole reading. */
export class KernelFeed {
  readonly #config: KernelFeedConfig;
  readonly #abort = new AbortController();
  readonly #wake = new Wake();
  readonly #ended: Promise<void>;
  readonly #moves = new MoveLog();
  #table?: KernelTable;
  #compared?: {
    at: number;
    of: { table: RibTable; kernel: KernelTable; recursive: string };
    comparison: KernelComparison;
  };
  #bootedAt?: number;
  /** Unix milliseconds, for people. */
  #fetchedAt?: number;
  /** The same moment by a clock that nobody sets: ages are of it. */
  #readAt = -Infinity;
  /** The last whole reading. */
  #tookMs = 0;
  #beganAt?: number;
  /** The same moment by the clock that nobody sets. */
  #asOf = -Infinity;
  #reach?: KernelReach;
  /** Of the last attempt, by the clock that nobody sets. */
  #triedAt = -Infinity;
  #asked = false;
  #error?: string;

  static start(config: KernelFeedConfig): KernelFeed {
    return new KernelFeed(config);
  }

  private constructor(config: KernelFeedConfig) {
    this.#config = config;
    this.#ended = this.#run();
  }

  /** Reads it again as soon as what a reading costs allows: somebody waits for it. */
  refresh(): void {
    this.#asked = true;
    this.#wake.now();
  }

  /** How the kernel stands beside a table; without one nothing is compared. */
  answer(
    seen: SeenTable | undefined,
    recursive: readonly string[],
  ): KernelAnswer {
    return {
      ...this.state,
      comparison: seen && this.#compare(seen, recursive),
    };
  }

  /** What differs, one by one; undefined before the first reading. */
  list(
    seen: SeenTable,
    recursive: readonly string[],
    page: KernelPage,
  ): KernelDifferenceList | undefined {
    const kernel = this.#table;
    const how = { recursive, moves: this.#movedSince(seen) };
    return kernel && listKernelDifferences(seen.table, kernel, how, page);
  }

  /** Of the reading alone. */
  get state(): Omit<KernelAnswer, 'comparison'> {
    const fetchedAt = this.#fetchedAt;
    const bootedAt = this.#bootedAt;
    return {
      fetchedAt: toIso(fetchedAt),
      beganAt: toIso(this.#beganAt),
      reach: this.#reach,
      ageMs:
        fetchedAt === undefined ? undefined : performance.now() - this.#readAt,
      maxAgeMs: MISSED * this.#restMs + this.#tookMs,
      bootedAt: toIso(bootedAt === undefined ? undefined : bootedAt * 1000),
      error: this.#error,
    };
  }

  /** Ends it; may be called twice. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#ended;
  }

  /** What both machines are spared after a reading, whoever waits. */
  get #costMs(): number {
    return Math.min(REST_FACTOR * this.#tookMs, MAX_REST_MS);
  }

  get #restMs(): number {
    return Math.max(this.#config.intervalMs, this.#costMs);
  }

  /** Over full tables it takes a moment, and several may ask at once. */
  #compare(
    seen: SeenTable,
    recursive: readonly string[],
  ): KernelComparison | undefined {
    const { table } = seen;
    const kernel = this.#table;
    if (!kernel) {
      return undefined;
    }
    const of = { table, kernel, recursive: recursive.join('\n') };
    const last = this.#compared;
    if (
      last &&
      performance.now() - last.at < KEPT_MS &&
      last.of.table === table &&
      last.of.kernel === kernel &&
      last.of.recursive === of.recursive
    ) {
      return last.comparison;
    }
    const moves = this.#movedSince(seen);
    const comparison = compareKernel(table, kernel, { recursive, moves });
    this.#compared = { at: performance.now(), of, comparison };
    return comparison;
  }

  /** Either is as old as its reading: what moved meanwhile one of both cannot have. */
  #movedSince(seen: Sight) {
    return movedBetween(seen, { asOf: this.#asOf, moves: this.#moves });
  }

  async #run(): Promise<void> {
    const { signal } = this.#abort;
    while (!signal.aborted) {
      this.#asked = false;
      await this.#read(signal);
      this.#triedAt = performance.now();
      await this.#rest(signal);
    }
  }

  async #rest(signal: AbortSignal): Promise<void> {
    const leftMs = () =>
      this.#triedAt +
      (this.#asked ? this.#costMs : this.#restMs) -
      performance.now();
    while (!signal.aborted && leftMs() > 0) {
      await this.#wake.wait(leftMs(), { signal });
    }
  }

  async #read(signal: AbortSignal): Promise<void> {
    const { endpoint, maxRoutes = DEFAULT_MAX_ROUTES } = this.#config;
    const builder = new KernelTableBuilder();
    const started = performance.now();
    const beganAt = Date.now();
    try {
      const { bootedAt } = await readKernel(endpoint, {
        signal,
        maxRoutes,
        sink: route => builder.add(route),
      });
      const table = builder.build();
      if (this.#table) {
        noteKernelMoves(this.#moves, this.#table, table, performance.now());
      }
      this.#table = table;
      this.#asOf = started;
      this.#reach = this.#table.reach;
      this.#beganAt = beganAt;
      this.#bootedAt = bootedAt;
      this.#fetchedAt = Date.now();
      this.#readAt = performance.now();
      this.#tookMs = performance.now() - started;
      this.#error = undefined;
    } catch (error) {
      this.#error = error instanceof Error ? error.message : String(error);
    }
  }
}
