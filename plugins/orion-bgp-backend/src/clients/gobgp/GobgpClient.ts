import {
  CallOptions,
  GobgpConnection,
  isUnimplemented,
} from './GobgpConnection';
import {
  GetBgpResponse,
  GetTableResponse,
  GobgpDefinedSet,
  GobgpFamily,
  GobgpPeer,
  GobgpPolicyAssignment,
  GobgpTable,
  ListPathResponse,
  ListPolicyAssignmentResponse,
  ListRpkiResponse,
  WatchEventResponse,
} from './gobgpMessages';
import { GobgpApi, loadGobgpApi } from './loadGobgpApi';

/** Of every call but those that list routes. */
const SHORT_MS = 10_000;
const DUMP_MS = 120_000;
/** Routes gobgpd gathers before it sends them, where that is known to be safe. */
const DEFAULT_BATCH_SIZE = { 3: undefined, 4: 4096 } as const;

export interface PathQuery {
  table: GobgpTable;
  /** The neighbor whose adj-in or adj-out is listed. */
  name?: string;
  family: GobgpFamily;
  /**
   * Exactly these, as `formatPrefix` writes them; all without. Never text of a
   * person: gobgpd 3.10 ends at one that is no address.
   */
  prefixes?: string[];
}

export interface GobgpClientOptions {
  /** Only for GoBGP 4 or GoBGP 3 from 3.32 on: versions between lose routes with it. */
  batchSize?: number;
}

/**
 * What ORION asks of a gobgpd of either generation. There is no method that
 * changes anything.
 */
export class GobgpClient {
  readonly #connection: GobgpConnection;
  readonly #options: GobgpClientOptions;
  #api: GobgpApi | undefined;

  constructor(connection: GobgpConnection, options: GobgpClientOptions = {}) {
    this.#connection = connection;
    this.#options = options;
  }

  get router(): string {
    return this.#connection.target.router;
  }

  /** The daemon's generation; asked once, and again after it turned out to be another. */
  async api(signal: AbortSignal): Promise<GobgpApi> {
    this.#api ??= await this.#detect(signal);
    return this.#api;
  }

  async getBgp(signal: AbortSignal): Promise<GetBgpResponse> {
    return await this.#unary('GetBgp', {}, signal);
  }

  async getTable(
    query: PathQuery,
    signal: AbortSignal,
  ): Promise<GetTableResponse> {
    const { table, name, family } = query;
    const request = { table_type: table, name, family };
    return await this.#unary('GetTable', request, signal);
  }

  /** Never with the number of exported routes, which GoBGP counts by walking its table. */
  async listPeers(signal: AbortSignal): Promise<GobgpPeer[]> {
    const found = await this.#list<{ peer?: GobgpPeer }>(
      'ListPeer',
      {},
      signal,
    );
    return found.flatMap(({ peer }) => peer ?? []);
  }

  async listRpki(signal: AbortSignal): Promise<ListRpkiResponse[]> {
    return this.#list<ListRpkiResponse>('ListRpki', {}, signal);
  }

  /** The one chain of policies for what goes out; undefined when it has none. */
  async policyAssignment(
    way: 'import' | 'export',
    signal: AbortSignal,
  ): Promise<GobgpPolicyAssignment | undefined> {
    const direction =
      way === 'import' ? 'POLICY_DIRECTION_IMPORT' : 'POLICY_DIRECTION_EXPORT';
    const found = await this.#list<{ assignment?: GobgpPolicyAssignment }>(
      'ListPolicyAssignment',
      { direction },
      signal,
    );
    return found
      .map(({ assignment }) => assignment)
      .find(assignment => assignment?.name === 'global');
  }

  /** Prefixes or neighbors that policies refer to by name. */
  async definedSets(
    type: 'DEFINED_TYPE_PREFIX' | 'DEFINED_TYPE_NEIGHBOR',
    signal: AbortSignal,
  ): Promise<GobgpDefinedSet[]> {
    const found = await this.#list<{ defined_set?: GobgpDefinedSet }>(
      'ListDefinedSet',
      { defined_type: type },
      signal,
    );
    return found.flatMap(({ defined_set: set }) => set ?? []);
  }

  /** Of the global table, in both directions. */
  async listPolicyAssignments(
    signal: AbortSignal,
  ): Promise<ListPolicyAssignmentResponse[]> {
    return this.#list('ListPolicyAssignment', {}, signal);
  }

  /** Routes with attributes and prefixes as bytes, a destination at a time. */
  async listPaths(
    query: PathQuery,
    options: {
      signal: AbortSignal;
      onMessage(message: ListPathResponse): void | Promise<void>;
    },
  ): Promise<void> {
    const { generation } = await this.api(options.signal);
    const { table, name, family, prefixes } = query;
    const request = {
      table_type: table,
      name,
      family,
      prefixes: prefixes?.map(prefix => ({ prefix, type: 'TYPE_EXACT' })),
      enable_only_binary: true,
      enable_nlri_binary: true,
      enable_attribute_binary: true,
      batch_size: this.#options.batchSize ?? DEFAULT_BATCH_SIZE[generation],
    };
    // For one prefix of what goes out it makes the whole list.
    const isShort = prefixes && table !== 'TABLE_TYPE_ADJ_OUT';
    const deadlineMs = isShort ? SHORT_MS : DUMP_MS;
    await this.#stream('ListPath', request, { ...options, deadlineMs });
  }

  /** Until the signal aborts or gobgpd ends it. */
  async watchEvents(
    request: object,
    options: {
      signal: AbortSignal;
      onMessage(event: WatchEventResponse): void;
    },
  ): Promise<void> {
    await this.#stream('WatchEvent', request, options);
  }

  async #detect(signal: AbortSignal): Promise<GobgpApi> {
    const options = { signal, deadlineMs: SHORT_MS };
    const latest = loadGobgpApi(4);
    try {
      await this.#connection.unary(latest, 'GetBgp', {}, options);
      return latest;
    } catch (error) {
      if (!isUnimplemented(error)) {
        throw error;
      }
    }
    const older = loadGobgpApi(3);
    await this.#connection.unary(older, 'GetBgp', {}, options);
    return older;
  }

  async #unary<T>(
    method: string,
    request: object,
    signal: AbortSignal,
  ): Promise<T> {
    const api = await this.api(signal);
    const options = { signal, deadlineMs: SHORT_MS };
    return await this.#connection
      .unary<T>(api, method, request, options)
      .catch(error => this.#forget(error));
  }

  /** All messages of a short answer. */
  async #list<T>(
    method: string,
    request: object,
    signal: AbortSignal,
  ): Promise<T[]> {
    const messages: T[] = [];
    await this.#stream<T>(method, request, {
      signal,
      deadlineMs: SHORT_MS,
      onMessage: message => void messages.push(message),
    });
    return messages;
  }

  async #stream<T>(
    method: string,
    request: object,
    options: CallOptions & { onMessage(message: T): void | Promise<void> },
  ): Promise<void> {
    const api = await this.api(options.signal);
    await this.#connection
      .stream(api, method, request, options)
      .catch(error => this.#forget(error));
  }

  /** A daemon without its service is another one, of the other generation. */
  #forget(error: unknown): never {
    if (isUnimplemented(error)) {
      this.#api = undefined;
    }
    throw error;
  }
}
