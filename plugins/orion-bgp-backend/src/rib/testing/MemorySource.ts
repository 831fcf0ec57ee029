import {
  RouterReading,
  RouteSource,
  PathOptions,
  PathRecord,
  ExportRecord,
  ReadOptions,
  RouteUpdate,
} from '../../routes/RouteSource';
import { SourceCapabilities } from '@orion/backstage-plugin-orion-bgp-common';

const capabilities: SourceCapabilities = {
  sessionEvents: false,
  routeEvents: false,
  filteredRoutes: true,
  filterReasons: true,
  exportedRoutes: true,
  lastError: true,
  bfd: false,
  roles: false,
  ownValidation: false,
  announce: false,
};

type Prefix = Pick<PathRecord, 'family' | 'address' | 'length'>;

/** For tests: a router whose table is a list, told what to do by its fields. */
export class MemorySource implements RouteSource {
  readonly driver = 'gobgp-v4';
  capabilities: SourceCapabilities | undefined;
  routes: PathRecord[] = [];
  exports: { [session: string]: ExportRecord[] } = {};
  /** Calls of `dumpPaths`, and of `lookupPaths`. */
  dumps = 0;
  lookups = 0;
  closed = false;
  isListing = false;
  /** As a dump tells them. */
  cutAttributes = 0;
  /** Counts what it sends, so that whoever reads it is told when that moved. */
  countsExports = true;
  /** Every call fails with this. */
  failure?: Error;
  /** Waited for in the middle of a dump. */
  duringDump?: () => void | Promise<void>;
  readonly #events: boolean;
  #sink?: (update: RouteUpdate) => void;
  #break?: (error: Error) => void;

  constructor(options: { events?: boolean } = {}) {
    this.#events = options.events ?? false;
    if (!this.#events) {
      this.watchPaths = undefined;
    }
  }

  /** Changes the table as the router would, and tells it. */
  update(path: PathRecord, withdrawn = false): void {
    this.routes = this.routes.filter(
      route =>
        !(
          samePrefix(route, path) &&
          route.session === path.session &&
          route.pathId === path.pathId
        ),
    );
    if (!withdrawn) {
      this.routes.push(path);
    }
    this.#sink?.({ path, withdrawn });
  }

  /** Ends the stream of events. */
  breakStream(): void {
    this.#break?.(new Error('the stream broke'));
  }

  get watched(): boolean {
    return this.#sink !== undefined;
  }

  async readRouter(): Promise<RouterReading> {
    this.#check();
    this.capabilities = { ...capabilities, routeEvents: this.#events };
    const sessions = Object.keys(this.exports).map(name => ({
      name,
      neighborAddress: '192.0.2.1',
      neighborAs: 6939,
      type: 'external' as const,
      state: 'established' as const,
      stateText: 'Established',
      adminState: 'up' as const,
      timers: {},
      localCapabilities: [],
      remoteCapabilities: [],
      families: [
        {
          family: 'ipv4-unicast',
          up: true,
          counters: this.countsExports
            ? { exported: { definition: 'bird.exported' as const } }
            : {},
        },
      ],
    }));
    const identity = { driver: this.driver, capabilities: this.capabilities };
    const parts = { rpkiCaches: [], fibWriters: [] };
    return {
      identity,
      sessions,
      parts,
      problems: [],
      notes: [],
    } as RouterReading;
  }

  async waitForSessionChange(): Promise<boolean> {
    return false;
  }

  async dumpPaths(options: PathOptions): Promise<number> {
    this.dumps++;
    options.onCut?.(this.cutAttributes);
    this.#check();
    const routes = [...this.routes];
    for (const [index, route] of routes.entries()) {
      if (index === routes.length >> 1) {
        await this.duringDump?.();
      }
      await options.sink(route);
    }
    this.#check();
    return routes.length;
  }

  async dumpExports(
    options: ReadOptions & {
      session: string;
      sink(route: ExportRecord): void | Promise<void>;
    },
  ): Promise<number> {
    const routes = this.exports[options.session] ?? [];
    routes.forEach(route => options.sink(route));
    return routes.length;
  }

  async lookupPaths(
    options: PathOptions & { prefixes: readonly Prefix[] },
  ): Promise<number> {
    this.lookups++;
    this.#check();
    const found = this.routes.filter(route =>
      options.prefixes.some(prefix => samePrefix(prefix, route)),
    );
    found.forEach(route => options.sink(route));
    return found.length;
  }

  watchPaths?: RouteSource['watchPaths'] = async ({
    signal,
    onReady,
    sink,
  }) => {
    this.#check();
    this.#sink = sink;
    onReady();
    try {
      await new Promise<void>((resolve, reject) => {
        this.#break = reject;
        signal.addEventListener('abort', () => resolve());
        if (signal.aborted) {
          resolve();
        }
      });
    } finally {
      this.#sink = undefined;
    }
  };

  async close(): Promise<void> {
    this.closed = true;
  }

  #check(): void {
    if (this.failure) {
      throw this.failure;
    }
  }
}

function samePrefix(one: Prefix, other: Prefix): boolean {
  return (
    one.family === other.family &&
    one.length === other.length &&
    Buffer.compare(one.address, other.address) === 0
  );
}
