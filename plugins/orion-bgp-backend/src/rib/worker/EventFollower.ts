import { PrefixKey, RouteSource, RouteUpdate } from '../../routes/RouteSource';
import { RibTable } from '../table/RibTable';
import { lookUp, prefixText } from './lookUp';
import { Wake } from './Wake';

/** Prefixes asked for in one go. */
const BATCH = 512;
/**
 * When more than this changed at once, a dump is cheaper than asking for each; and
 * no more is kept of what is told while a table is read.
 */
const MAX_TOUCHED = 50_000;
/** Batches of one go; the rest waits until the table was looked after. */
const MAX_BATCHES = 16;
/** A subscription stands at once, or something is wrong. */
const READY_MS = 30_000;
/** Events come in bursts: what comes this close together is asked for at once. */
const BURST_MS = 50;

/** What was told is too much to be asked for. */
export class TooManyChangesError extends Error {
  constructor() {
    super(
      `More than ${MAX_TOUCHED} prefixes changed at once: the table is read again`,
    );
    this.name = 'TooManyChangesError';
  }
}

/**
 * Takes a router's events into its table. An event says which prefix was
 * touched; its paths are then asked for, which also brings what events do not
 * tell. A daemon that cannot be asked must tell everything: there events are
 * applied as they came.
 */
export class EventFollower {
  readonly #source: RouteSource;
  readonly #abort = new AbortController();
  readonly #touched = new Map<string, PrefixKey>();
  readonly #updates: RouteUpdate[] = [];
  readonly #ready: Promise<void>;
  readonly #signal: AbortSignal;
  readonly #onMoved: (prefix: PrefixKey) => void;
  #ended?: Promise<void>;
  #failure?: { error: unknown };
  #wake?: Wake;
  #behind = false;
  #tooMany = false;

  /**
   * Subscribes at once.
   *
   * @param onMoved - told of each prefix whose paths are others by what was told
   */
  constructor(
    source: RouteSource,
    signal: AbortSignal,
    onMoved: (prefix: PrefixKey) => void,
  ) {
    this.#source = source;
    this.#onMoved = onMoved;
    this.#signal = AbortSignal.any([signal, this.#abort.signal]);
    this.#ready = new Promise((resolve, reject) => {
      this.#ended = this.#watch(resolve).catch(error => {
        this.#failure = { error };
        reject(error);
        this.#wake?.now();
      });
    });
    // Whoever does not wait for it learns of a failure with the next call.
    this.#ready.catch(() => {});
  }

  /** Resolves when a dump begun now misses nothing. */
  async ready(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const error = new Error(
        'route changes could not be subscribed to in 30 s',
      );
      timer = setTimeout(() => reject(error), READY_MS);
    });
    try {
      await Promise.race([this.#ready, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** More was told than one go took in: the table is not yet as the router's is. */
  get isBehind(): boolean {
    return this.#behind;
  }

  /**
   * Brings in what was told so far; returns how many changes that were.
   *
   * @throws TooManyChangesError when a dump is cheaper
   */
  async apply(table: RibTable): Promise<number> {
    this.#check();
    let count = this.#updates.length;
    for (const update of this.#updates.splice(0)) {
      if (table.apply(update)) {
        this.#onMoved(update.path);
      }
    }
    let batch = 0;
    for (; batch < MAX_BATCHES && this.#touched.size > 0; batch++) {
      count += await this.#lookUp(table);
      this.#check();
    }
    // What is told while it is asked for is the usual bustle.
    this.#behind = batch === MAX_BATCHES && this.#touched.size > BATCH;
    return count;
  }

  /** Sleeps until something was told. */
  async wait(wake: Wake, ms: number): Promise<void> {
    this.#check();
    this.#wake = wake;
    if (this.#touched.size === 0 && this.#updates.length === 0) {
      await wake.wait(ms);
      await wake.wait(BURST_MS, { deaf: true, signal: this.#signal });
    }
  }

  async close(): Promise<void> {
    this.#abort.abort();
    await this.#ended;
  }

  async #watch(onReady: () => void): Promise<void> {
    await this.#source.watchPaths?.({
      signal: this.#signal,
      onReady,
      sink: update => this.#note(update),
    });
    throw new Error('the stream of route changes ended');
  }

  #note(update: RouteUpdate): void {
    if (this.#tooMany) {
      return;
    }
    const { family, length } = update.path;
    const address = update.path.address.slice();
    if (this.#source.lookupPaths) {
      const prefix = { family, address, length };
      this.#touched.set(prefixText(prefix), prefix);
    } else {
      const attributes = update.path.attributes.slice();
      this.#updates.push({
        ...update,
        path: { ...update.path, address, attributes },
      });
    }
    if (this.#touched.size + this.#updates.length > MAX_TOUCHED) {
      this.#tooMany = true;
      this.#touched.clear();
      this.#updates.length = 0;
    }
    this.#wake?.now();
  }

  async #lookUp(table: RibTable): Promise<number> {
    const batch = [...this.#touched].slice(0, BATCH);
    // Touched again while they are read, they are read again.
    batch.forEach(([key]) => this.#touched.delete(key));
    await lookUp(table, {
      source: this.#source,
      prefixes: batch.map(([, prefix]) => prefix),
      signal: this.#signal,
      onMoved: this.#onMoved,
    });
    return batch.length;
  }

  #check(): void {
    if (this.#failure) {
      throw this.#failure.error;
    }
    if (this.#tooMany) {
      throw new TooManyChangesError();
    }
  }
}
