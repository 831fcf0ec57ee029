import { ResponseError } from '@backstage/errors';
import { AsNameList } from './asNameTypes';
import { DefaultApiClient } from './schema/openapi/generated';
import {
  ComparisonScope,
  DifferencePage,
  KernelDifferencePage,
  MigrationAnswer,
  OwnAggregates,
  OwnPrefixList,
} from './comparisonTypes';
import { RouteMatch } from './routeTermTypes';
import { RefusalReasons } from './refusalTypes';
import { Router, RouterList } from './routerTypes';
import { DecidedStateReport } from './decidedTypes';
import {
  ManagementRecord,
  PrefixRecords,
  RouteHistoryPage,
  TableGrowth,
} from './intentTypes';
import {
  CounterHistory,
  RoutePage,
  SessionDetail,
  SessionList,
  TableList,
  TransitionPage,
  TrendList,
} from './types';

/** Names one session. @public */
export interface SessionRef {
  /** Id of its router in the configuration. */
  router: string;
  /** BIRD's protocol name, or GoBGP's neighbor address. */
  session: string;
}

/** Which paths are wanted. @public */
export interface SearchRoutesQuery {
  /**
   * A prefix, an address, `AS64500`, `origin:64500`, a community, an AS-path
   * pattern, or `field:value` pairs, all of which must match. At most 300
   * characters; a part that makes no sense is a 400 that names it.
   */
  q?: string;
  /** Default `exact` for a prefix, `longest` for an address. */
  match?: RouteMatch;
  router?: string;
  /** 1 to 200. Default 50. */
  limit?: number;
  /** `nextCursor` of the page before, of the same search. */
  cursor?: string;
}

/** Which differences are wanted. @public */
export interface ListDifferencesQuery {
  scope: ComparisonScope;
  /** Address of the neighbor; needed for `exported`. */
  neighbor?: string;
  /** 1 to 200. Default 50. */
  limit?: number;
  /** `nextCursor` of the page before, of the same comparison. */
  cursor?: string;
}

/** Which differences of a kernel are wanted. @public */
export interface ListKernelDifferencesQuery {
  /** One of the two of the migration. */
  router: string;
  /** 1 to 200. Default 50. */
  limit?: number;
  /** `nextCursor` of the page before, of the same kernel. */
  cursor?: string;
}

/** Options of every call: a plugin token on the server side. @public */
export interface BgpCallOptions {
  /** Left out in a browser, where `fetchApi` adds the person's. */
  token?: string;
}

/**
 * The BGP domain as browsers and other plugins read it. Every method throws
 * `ResponseError` with the backend's own message: 403 without a role, 404 for a
 * router or session that is not known.
 *
 * @public
 */
export interface BgpApi {
  /** Every configured router, whether it answers or not. */
  listRouters(options?: BgpCallOptions): Promise<RouterList>;
  /**
   * Sessions of all routers, or of one: all of them, or a page of `limit`, at most
   * 200. `asn`: those with its neighbors, and of the routers that speak for it.
   */
  listSessions(
    query?: { router?: string; asn?: number; limit?: number; cursor?: string },
    options?: BgpCallOptions,
  ): Promise<SessionList>;
  getSession(ref: SessionRef, options?: BgpCallOptions): Promise<SessionDetail>;
  /** Newest first. */
  listTransitions(
    ref: SessionRef,
    query?: { limit?: number; cursor?: string },
    options?: BgpCallOptions,
  ): Promise<TransitionPage>;
  /** `hours`: 1 to 2160, default 24. */
  getCounters(
    ref: SessionRef,
    query?: { hours?: number },
    options?: BgpCallOptions,
  ): Promise<CounterHistory>;
  /** Refused routes of a session by why they were. */
  countRefusals(
    ref: SessionRef,
    options?: BgpCallOptions,
  ): Promise<RefusalReasons>;
  /** Routes received by every session over the last 24 hours. */
  listTrends(options?: BgpCallOptions): Promise<TrendList>;
  /**
   * Paths of all routers, refused ones included; with the state of each table. A
   * signal gives the search up.
   */
  searchRoutes(
    query?: SearchRoutesQuery,
    options?: BgpCallOptions & { signal?: AbortSignal },
  ): Promise<RoutePage>;
  /** What the AS announces, and who says so. */
  getOwnAggregates(options?: BgpCallOptions): Promise<OwnAggregates>;
  /** What the AS announces, with its ROAs and where it goes out. */
  listOwnPrefixes(options?: BgpCallOptions): Promise<OwnPrefixList>;
  /** What NetBox has of a prefix, written with its length. */
  getPrefixRecords(
    prefix: string,
    options?: BgpCallOptions,
  ): Promise<PrefixRecords>;
  /** Changes of a watched prefix and of what lies in it, newest first. */
  listPrefixHistory(
    query: { prefix: string; limit?: number; cursor?: string },
    options?: BgpCallOptions,
  ): Promise<RouteHistoryPage>;
  /** Size of a router's table. `hours`: 1 to 2160, default 24. */
  getGrowth(
    router: string,
    query?: { hours?: number },
    options?: BgpCallOptions,
  ): Promise<TableGrowth>;
  /** Names of autonomous systems, at most 500 at once; the unknown are left out. */
  listAsNames(asns: number[], options?: BgpCallOptions): Promise<AsNameList>;
  /** The configured replacement of a router, compared now, with its gates. */
  getMigration(options?: BgpCallOptions): Promise<MigrationAnswer>;
  /** Differences between its two routers; 404 when none is configured. */
  listDifferences(
    query: ListDifferencesQuery,
    options?: BgpCallOptions,
  ): Promise<DifferencePage>;
  /**
   * What the kernel of one of its routers does not have as it was chosen; 404 when no
   * migration is configured.
   */
  listKernelDifferences(
    query: ListKernelDifferencesQuery,
    options?: BgpCallOptions,
  ): Promise<KernelDifferencePage>;
  /** How each router's table stands in the index. */
  listTables(options?: BgpCallOptions): Promise<TableList>;
  /**
   * What a change decided no longer counts; 404 when that is so already, or
   * another change decided since.
   */
  forgetDecidedState(changeId: number, options?: BgpCallOptions): Promise<void>;
  /** Asks for an immediate look at the sessions; returns without waiting for it. */
  refresh(router: string, options?: BgpCallOptions): Promise<Router>;
}

/** What {@link BgpClient} is made of. @public */
export interface BgpClientOptions {
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  fetchApi?: { fetch: typeof fetch };
}

/**
 * {@link BgpApi} over the generated client.
 *
 * @public
 */
export class BgpClient implements BgpApi {
  readonly #client: DefaultApiClient;
  readonly #options: BgpClientOptions;

  /**
   * Pass `fetchApi` in a browser: it adds the person's token. On a server the
   * call options carry one.
   */
  constructor(options: BgpClientOptions) {
    this.#options = options;
    this.#client = new DefaultApiClient(options);
  }

  /** {@inheritDoc BgpApi.listRouters} */
  async listRouters(options?: BgpCallOptions) {
    return read<RouterList>(await this.#client.listRouters({}, options));
  }

  /** {@inheritDoc BgpApi.listSessions} */
  async listSessions(
    query: {
      router?: string;
      asn?: number;
      limit?: number;
      cursor?: string;
    } = {},
    options?: BgpCallOptions,
  ) {
    const answer = await this.#client.listSessions({ query }, options);
    return read<SessionList>(answer);
  }

  /** {@inheritDoc BgpApi.getSession} */
  async getSession(path: SessionRef, options?: BgpCallOptions) {
    return read<SessionDetail>(
      await this.#client.getSession({ path }, options),
    );
  }

  /** {@inheritDoc BgpApi.listTransitions} */
  async listTransitions(
    path: SessionRef,
    query: { limit?: number; cursor?: string } = {},
    options?: BgpCallOptions,
  ) {
    const answer = await this.#client.listTransitions({ path, query }, options);
    return read<TransitionPage>(answer);
  }

  /** {@inheritDoc BgpApi.getCounters} */
  async getCounters(
    path: SessionRef,
    query: { hours?: number } = {},
    options?: BgpCallOptions,
  ) {
    const answer = await this.#client.getCounters({ path, query }, options);
    return read<CounterHistory>(answer);
  }

  /** {@inheritDoc BgpApi.countRefusals} */
  async countRefusals(path: SessionRef, options?: BgpCallOptions) {
    return read<RefusalReasons>(
      await this.#client.countRefusals({ path }, options),
    );
  }

  /** {@inheritDoc BgpApi.listTrends} */
  async listTrends(options?: BgpCallOptions) {
    return read<TrendList>(await this.#client.listTrends({}, options));
  }

  /** {@inheritDoc BgpApi.searchRoutes} */
  async searchRoutes(
    query: SearchRoutesQuery = {},
    { signal, ...options }: BgpCallOptions & { signal?: AbortSignal } = {},
  ) {
    const client = signal ? this.#until(signal) : this.#client;
    return read<RoutePage>(await client.searchRoutes({ query }, options));
  }

  /** {@inheritDoc BgpApi.getOwnAggregates} */
  async getOwnAggregates(options?: BgpCallOptions) {
    return read<OwnAggregates>(
      await this.#client.getOwnAggregates({}, options),
    );
  }

  /** {@inheritDoc BgpApi.listOwnPrefixes} */
  async listOwnPrefixes(options?: BgpCallOptions) {
    return read<OwnPrefixList>(await this.#client.listOwnPrefixes({}, options));
  }

  /**
   * Where NetBox says people reach a router itself; for other plugins. Rejects
   * with a `NotFoundError` for one that is not configured.
   */
  async getManagementAddresses(router: string, options?: BgpCallOptions) {
    return read<ManagementRecord>(
      await this.#client.getManagementAddresses({ path: { router } }, options),
    );
  }

  /** {@inheritDoc BgpApi.getPrefixRecords} */
  async getPrefixRecords(prefix: string, options?: BgpCallOptions) {
    const query = { prefix };
    const answer = await this.#client.getPrefixRecords({ query }, options);
    return read<PrefixRecords>(answer);
  }

  /** {@inheritDoc BgpApi.listPrefixHistory} */
  async listPrefixHistory(
    query: { prefix: string; limit?: number; cursor?: string },
    options?: BgpCallOptions,
  ) {
    const answer = await this.#client.listPrefixHistory({ query }, options);
    return read<RouteHistoryPage>(answer);
  }

  /** {@inheritDoc BgpApi.getGrowth} */
  async getGrowth(
    router: string,
    query: { hours?: number } = {},
    options?: BgpCallOptions,
  ) {
    const path = { router };
    const answer = await this.#client.getGrowth({ path, query }, options);
    return read<TableGrowth>(answer);
  }

  /** {@inheritDoc BgpApi.listAsNames} */
  async listAsNames(asns: number[], options?: BgpCallOptions) {
    const query = { asns: asns.join(',') };
    return read<AsNameList>(await this.#client.listAsNames({ query }, options));
  }

  /** {@inheritDoc BgpApi.getMigration} */
  async getMigration(options?: BgpCallOptions) {
    return read<MigrationAnswer>(
      await this.#client.getMigration({ query: {} }, options),
    );
  }

  /** {@inheritDoc BgpApi.listDifferences} */
  async listDifferences(query: ListDifferencesQuery, options?: BgpCallOptions) {
    const answer = await this.#client.listDifferences({ query }, options);
    return read<DifferencePage>(answer);
  }

  /** {@inheritDoc BgpApi.listKernelDifferences} */
  async listKernelDifferences(
    query: ListKernelDifferencesQuery,
    options?: BgpCallOptions,
  ) {
    const answer = await this.#client.listKernelDifferences({ query }, options);
    return read<KernelDifferencePage>(answer);
  }

  /** {@inheritDoc BgpApi.listTables} */
  async listTables(options?: BgpCallOptions) {
    return read<TableList>(await this.#client.listTables({}, options));
  }

  /** For the pipeline alone: says what a change decided. May be repeated. */
  async reportDecidedState(body: DecidedStateReport, options?: BgpCallOptions) {
    await done(await this.#client.reportDecidedState({ body }, options));
  }

  /** {@inheritDoc BgpApi.forgetDecidedState} */
  async forgetDecidedState(changeId: number, options?: BgpCallOptions) {
    await done(
      await this.#client.forgetDecidedState({ path: { changeId } }, options),
    );
  }

  /** {@inheritDoc BgpApi.refresh} */
  async refresh(router: string, options?: BgpCallOptions) {
    const answer = await this.#client.refreshRouter(
      { path: { router } },
      options,
    );
    return read<Router>(answer);
  }

  /** The generated client has no signals. */
  #until(signal: AbortSignal): DefaultApiClient {
    const { fetchApi = { fetch }, ...options } = this.#options;
    return new DefaultApiClient({
      ...options,
      fetchApi: {
        fetch: (input, init) => fetchApi.fetch(input, { ...init, signal }),
      },
    });
  }
}

async function done(answer: { ok: boolean }): Promise<void> {
  if (!answer.ok) {
    throw await ResponseError.fromResponse(answer as never);
  }
}

async function read<T>(answer: {
  ok: boolean;
  json(): Promise<unknown>;
}): Promise<T> {
  await done(answer);
  return (await answer.json()) as T;
}
