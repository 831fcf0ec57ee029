import { setImmediate as nextTurn } from 'node:timers/promises';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  RpkiVerdict,
  TableState,
} from '@orion/backstage-plugin-orion-bgp-common';
import { parsePrefix } from '../../routes/addresses';
import { MAX_SENT_PREFIXES } from '../../routes/toSentRoute';
import { AspaTable } from '../../rpki/aspa/AspaTable';
import { ageState, chooseFeed } from '../../rpki/chooseFeed';
import { VrpFeed } from '../../rpki/VrpFeed';
import { VrpTable } from '../../rpki/VrpTable';
import { CommunityDictionary } from '../answer/CommunityDictionary';
import { countReasons } from '../answer/countReasons';
import { RouteContext, toRoute, toVrp } from '../answer/toRoute';
import { AsPathPatternError } from '../path/PathNode';
import { lossOfSession } from '../impact/lossOfSession';
import { KernelFeed } from '../kernel/KernelFeed';
import { movedBetween } from '../moves/movedBetween';
import { SeenTable } from '../moves/SeenTable';
import { AttributePool } from '../pool/AttributePool';
import { SearchTooCostlyError } from '../pool/WorkBudget';
import { readCursor, writeCursor } from '../query/RouteCursor';
import { searchTables } from '../query/searchTables';
import { countTable } from './countTable';
import { CreateRouteSource } from './createRouteSource';
import { diffAnswer } from './diffAnswer';
import { kernelPageAnswer } from './kernelPageAnswer';
import {
  DiffAnswer,
  DumpNote,
  RibCalls,
  SearchAnswer,
  VrpSourceState,
} from './protocol';
import { RibConfig } from './RibConfig';
import { TableKeeper } from './TableKeeper';

/** Takes some ten milliseconds. */
const PATHS_AT_ONCE = 20_000;
/** Most routes of one page. */
const MAX_LIMIT = 1000;
/** ROAs end and sources grow old to the minute. */
const LOOK_MS = 60_000;

/** Answers what is asked of the worker. */
type Handlers = {
  [K in keyof RibCalls]: (
    input: RibCalls[K][0],
  ) => RibCalls[K][1] | Promise<RibCalls[K][1]>;
};

/**
 * What lives in the worker: the pool, one keeper per router, the VRPs. Knows
 * nothing of threads.
 */
export class RibHost {
  readonly #createSource: CreateRouteSource;
  readonly #onChange: () => void;
  readonly #onDump?: (dump: DumpNote) => void;
  readonly #pool = new AttributePool();
  #keepers: TableKeeper[] = [];
  #feeds: VrpFeed[] = [];
  #kernels = new Map<string, KernelFeed>();
  #vrps?: VrpTable;
  /** Ends when every table is validated by these. */
  #validated: Promise<void> = Promise.resolve();
  #dictionary = new CommunityDictionary([]);
  #judging?: NodeJS.Immediate;
  #looking?: NodeJS.Timeout;

  constructor(deps: {
    createSource: CreateRouteSource;
    /** The state of a table is not what it was. */
    onChange(): void;
    /** A dump began or ended. */
    onDump?(dump: DumpNote): void;
  }) {
    this.#createSource = deps.createSource;
    this.#onChange = deps.onChange;
    this.#onDump = deps.onDump;
  }

  readonly calls: Handlers = {
    configure: config => this.#configure(config),
    search: request => this.#search(request),
    diff: request => this.#diff(request),
    tables: () => this.tables(),
    counts: ({ routers }) =>
      this.#keepers
        .filter(({ state }) => routers.includes(state.router))
        .map(countTable),
    reasons: request => this.#reasons(request),
    validate: request => this.#validate(request),
    rpki: async () => {
      await this.#validated;
      return this.#rpkiStates();
    },
    kernel: ({ router, recursive, since }) => {
      const kernel = this.#kernel(router);
      const { beganAt } = kernel.state;
      if (since && !(Date.parse(beganAt ?? '') > Date.parse(since))) {
        kernel.refresh();
      }
      return kernel.answer(this.#keeper(router).seen, recursive);
    },
    kernelDifferences: ({ router, ...request }) =>
      kernelPageAnswer(
        this.#kernel(router),
        this.#keeper(router).seen,
        request,
      ),
    aspa: ({ asn }) => ({
      available: this.#aspas !== undefined,
      providers: this.#aspas?.providersOf(asn),
    }),
    impact: request => this.#impact(request),
    sent: request => this.#sent(request),
    listing: ({ router }) => this.#keeper(router).isListing,
    refresh: ({ router }) => this.#keeper(router).refresh(),
    changesMoved: ({ router }) => this.#keeper(router).changesMoved(),
    exportsMoved: ({ router, sessions }) =>
      this.#keeper(router).exportsMoved(sessions),
    resync: ({ router }) => this.#keeper(router).resync(),
    stop: () => this.stop(),
  };

  tables(): TableState[] {
    return this.#keepers.map(keeper => keeper.state);
  }

  /** Ends all connections; may be called twice. */
  async stop(): Promise<void> {
    clearImmediate(this.#judging);
    clearInterval(this.#looking);
    this.#judging = undefined;
    const ending = [
      ...this.#keepers,
      ...this.#feeds,
      ...this.#kernels.values(),
    ];
    this.#keepers = [];
    this.#feeds = [];
    this.#kernels = new Map();
    await Promise.all(ending.map(one => one.stop()));
  }

  async #configure(config: RibConfig): Promise<void> {
    await this.stop();
    this.#dictionary = new CommunityDictionary(config.communities);
    this.#feeds = config.rpki.map(source =>
      VrpFeed.start(source, () => this.#chooseVrps()),
    );
    this.#looking = setInterval(() => this.#chooseVrps(), LOOK_MS).unref();
    this.#kernels = new Map(
      config.routers.flatMap(({ id, kernel }) =>
        kernel ? [[id, KernelFeed.start(kernel)]] : [],
      ),
    );
    // By name, which is also the order of routes to one prefix.
    const routers = [...config.routers].sort((a, b) => (a.id < b.id ? -1 : 1));
    this.#keepers = routers.map(
      router =>
        new TableKeeper({
          config: router,
          createSource: () => this.#createSource(router.source),
          pool: this.#pool,
          vrps: () => this.#vrps,
          onChange: () => {
            this.#onChange();
            this.#judgePaths();
          },
          onDump: costMs => this.#onDump?.({ router: router.id, costMs }),
        }),
    );
    this.#keepers.forEach(keeper => keeper.start());
  }

  #search(request: RibCalls['search'][0]): SearchAnswer {
    const started = performance.now();
    const { limit } = request;
    if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
      throw new InputError(`limit is a whole number from 1 to ${MAX_LIMIT}`);
    }
    const keepers = request.routers
      ? this.#keepers.filter(({ state }) =>
          request.routers?.includes(state.router),
        )
      : this.#keepers;
    request.routers?.forEach(router => this.#keeper(router));
    const cursor = request.cursor ? readCursor(request.cursor) : undefined;
    const tables = keepers.flatMap(({ table }) => table ?? []);
    if (request.query.aspa && !this.#aspas) {
      throw new InputError(
        'No source of orion.bgp.rpki has ASPAs, so no path has a verdict: leave out aspa',
      );
    }
    const { neighbors } = request;
    const context = { ...this.#context(), neighbors };
    const { dictionary, tellsReasons } = context;
    this.#pool.aspas.use(this.#aspas);
    const page = asInputError(() =>
      searchTables(tables, request.query, {
        limit,
        cursor,
        neighbors,
        ...{ dictionary, tellsReasons },
      }),
    );
    return {
      items: page.routes.map(route => toRoute(route, context)),
      nextCursor: page.next && writeCursor(page.next),
      total: page.total,
      rejected: page.rejected,
      tables: keepers.map(({ state }) => state),
      tookMs: performance.now() - started,
    };
  }

  #reasons({ router, session }: RibCalls['reasons'][0]) {
    const { capabilities, state, table } = this.#keeper(router);
    const tellsReasons = capabilities?.filterReasons ?? false;
    return {
      ...(table
        ? countReasons(table, session, this.#dictionary, tellsReasons)
        : { items: [], total: 0, more: 0 }),
      tellsReasons,
      table: state,
    };
  }

  async #diff(request: RibCalls['diff'][0]): Promise<DiffAnswer> {
    const sides = [request.a, request.b];
    const tables = sides.map(router => this.#seen(router).table);
    // A walk over both needs them without pending changes; what a change is judged by
    // is let in while these are brought in.
    for (const table of tables) {
      if (table.pending > 0) {
        await table.mergeInTurns();
      }
    }
    // Meanwhile another one may have taken the place of either.
    const [a, b] = sides.map(router => this.#seen(router));
    const moves = movedBetween(a, b);
    return {
      ...diffAnswer(a.table, b.table, request, this.#context(), moves),
      tables: this.tables().filter(({ router }) => sides.includes(router)),
    };
  }

  async #impact(
    request: RibCalls['impact'][0],
  ): Promise<RibCalls['impact'][1]> {
    // What remains is judged by one state of the VRPs, and not by two.
    await this.#validated;
    this.#keeper(request.router);
    const tables = this.#keepers.flatMap(({ table }) => table ?? []);
    return {
      ...lossOfSession(tables, request),
      validated: this.#vrps !== undefined,
      tables: this.#keepers.map(({ state, counters, ageMs }) => ({
        state,
        counters,
        ageMs,
      })),
    };
  }

  /** @throws InputError for what is no prefix, and for too many. */
  #sent({ router, session, prefixes }: RibCalls['sent'][0]) {
    if (prefixes.length > MAX_SENT_PREFIXES) {
      throw new InputError(
        `prefixes are ${MAX_SENT_PREFIXES} at most, not ${prefixes.length}`,
      );
    }
    const wrong = prefixes.find(text => parsePrefix(text) === undefined);
    if (wrong !== undefined) {
      throw new InputError(`"${wrong}" is no prefix`);
    }
    return this.#keeper(router).readSent({ session, prefixes });
  }

  #validate({ prefix, originAs }: RibCalls['validate'][0]): RpkiVerdict {
    if (!this.#vrps) {
      return { state: 'unknown', covering: [] };
    }
    return {
      ...this.#vrps.validate(prefix, originAs),
      covering: this.#vrps.covering(prefix).map(toVrp),
    };
  }

  #rpkiStates(): VrpSourceState[] {
    return this.#feeds.map(feed => ({
      ...feed.state,
      age: ageState(feed, Date.now()),
      used: feed.vrps !== undefined && feed.vrps === this.#vrps,
    }));
  }

  /**
   * The first source that is not too old counts. All tables are validated anew
   * when it is another one, or when ROAs of it have ended.
   */
  #chooseVrps(): void {
    const now = Date.now();
    const vrps = chooseFeed(this.#feeds, now)?.vrps;
    const ended = vrps?.expire(Math.floor(now / 1000));
    if (ended || vrps !== this.#vrps) {
      this.#vrps = vrps;
      this.#validated = this.#validateTables();
    }
    this.#judgePaths();
  }

  /**
   * A table at a time, so that nobody who searches waits for all of them: until
   * its turn a table answers by the VRPs of before.
   */
  async #validateTables(): Promise<void> {
    for (const keeper of this.#keepers) {
      // Before and not behind: of what comes from a socket a turn goes on without
      // having looked for others.
      await nextTurn();
      keeper.validate();
    }
  }

  /** A piece at a time, so that nobody who searches waits for a million paths. */
  #judgePaths(): void {
    if (this.#judging) {
      return;
    }
    const piece = () => {
      this.#pool.aspas.use(this.#aspas);
      if (this.#pool.aspas.fill(PATHS_AT_ONCE)) {
        this.#judging = undefined;
      } else {
        this.#judging = setImmediate(piece);
      }
    };
    this.#judging = setImmediate(piece);
  }

  #context(): RouteContext {
    return {
      vrps: this.#vrps,
      aspas: this.#aspas,
      dictionary: this.#dictionary,
      tellsReasons: router =>
        this.#keeper(router).capabilities?.filterReasons ?? false,
    };
  }

  /** Not every source has them: RTR below version 2 has none. */
  get #aspas(): AspaTable | undefined {
    const having = this.#feeds.filter(({ aspas }) => aspas && aspas.size > 0);
    return chooseFeed(having, Date.now())?.aspas;
  }

  #kernel(router: string): KernelFeed {
    const kernel = this.#kernels.get(router);
    if (!kernel) {
      throw new NotFoundError(`The kernel of router ${router} is not read`);
    }
    return kernel;
  }

  #keeper(router: string): TableKeeper {
    const keeper = this.#keepers.find(({ state }) => state.router === router);
    if (!keeper) {
      throw new NotFoundError(`There is no router ${router}`);
    }
    return keeper;
  }

  #seen(router: string): SeenTable {
    const { seen, state } = this.#keeper(router);
    if (!seen) {
      throw new NotFoundError(
        `There is no table of router ${router}: it is ${state.state}`,
      );
    }
    return seen;
  }
}

/** A pattern that cannot be used, or too much of them, is the caller's to change. */
function asInputError<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (
      error instanceof AsPathPatternError ||
      error instanceof SearchTooCostlyError
    ) {
      throw new InputError(error.message);
    }
    throw error;
  }
}
