import { ServiceUnavailableError } from '@backstage/errors';
import { ReadOptions, RouteSource } from '../routes/RouteSource';

/** How long a router may take, in milliseconds. */
export interface SourceLimits {
  /** For its sessions and what the daemon says of itself. */
  readMs: number;
  /** For a list of what goes out. */
  listMs: number;
}

/**
 * A driver whose calls tell what took too long: which router, what was asked of it
 * and how long it had. The driver itself only knows that somebody ended its call.
 */
export class LimitedSource implements RouteSource {
  readonly #router: string;
  readonly #source: RouteSource;
  /** Of each signal that was given out. */
  readonly #limits = new Map<AbortSignal, { ms: number; over: AbortSignal }>();
  readonly lookupExports: RouteSource['lookupExports'];
  readonly lookupPaths: RouteSource['lookupPaths'];
  readonly watchPaths: RouteSource['watchPaths'];

  constructor(router: string, source: RouteSource) {
    this.#router = router;
    this.#source = source;
    // Absent where the driver has none.
    this.lookupExports =
      source.lookupExports &&
      (options =>
        this.#tell(
          `how session ${options.session} is told of prefixes`,
          options,
          () => source.lookupExports!(options),
        ));
    this.lookupPaths =
      source.lookupPaths &&
      (options =>
        this.#tell('its paths to prefixes', options, () =>
          source.lookupPaths!(options),
        ));
    this.watchPaths =
      source.watchPaths && (options => source.watchPaths!(options));
  }

  /** A signal for calls of this source that aborts after so long, or with the caller's. */
  within(ms: number, signal: AbortSignal): AbortSignal {
    const over = AbortSignal.timeout(ms);
    const both = AbortSignal.any([signal, over]);
    this.#limits.set(both, { ms, over });
    return both;
  }

  get driver() {
    return this.#source.driver;
  }

  get capabilities() {
    return this.#source.capabilities;
  }

  get isListing() {
    return this.#source.isListing;
  }

  readRouter(options: ReadOptions) {
    return this.#tell('its sessions', options, () =>
      this.#source.readRouter(options),
    );
  }

  waitForSessionChange(
    options: Parameters<RouteSource['waitForSessionChange']>[0],
  ) {
    return this.#source.waitForSessionChange(options);
  }

  dumpPaths(options: Parameters<RouteSource['dumpPaths']>[0]) {
    return this.#tell('its paths', options, () =>
      this.#source.dumpPaths(options),
    );
  }

  dumpExports(options: Parameters<RouteSource['dumpExports']>[0]) {
    return this.#tell(
      `the list of what goes out over session ${options.session}`,
      options,
      () => this.#source.dumpExports(options),
    );
  }

  close() {
    return this.#source.close();
  }

  async #tell<T>(
    what: string,
    { signal }: ReadOptions,
    ask: () => Promise<T>,
  ): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      const limit = this.#limits.get(signal);
      // What the caller ended meanwhile missed no limit.
      if (limit?.over.aborted && signal.reason === limit.over.reason) {
        throw new ServiceUnavailableError(
          `Router ${this.#router} did not tell ${what} within ${
            limit.ms / 1000
          } s`,
        );
      }
      throw error;
    }
  }
}
