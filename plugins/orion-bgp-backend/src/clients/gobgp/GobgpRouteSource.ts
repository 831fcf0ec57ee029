import {
  BgpDriver,
  SessionReading,
  SourceCapabilities,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  formatPrefix,
  ParsedPrefix,
  parsePrefix,
} from '../../routes/addresses';
import {
  ExportRecord,
  PathRecord,
  PrefixKey,
  ReadOptions,
  RouteSource,
  RouterReading,
  SentRecord,
} from '../../routes/RouteSource';
import { RouteSourceError } from '../../routes/RouteSourceError';
import { dumpExports, lookupExports } from './dumpExports';
import { GobgpClient } from './GobgpClient';
import { GobgpConnection } from './GobgpConnection';
import { GobgpPeer } from './gobgpMessages';
import { GobgpTarget } from './GobgpTarget';
import { listNeighbors, Neighbors, toNeighbors } from './listNeighbors';
import { GobgpApi } from './loadGobgpApi';
import { PathDump, PathDumpDeps } from './PathDump';
import { toParts } from './toParts';
import { unpackCapabilities } from './readCapabilities';
import { isDenied } from './isDenied';
import { isSeparate } from './isSeparate';
import { SessionWatch } from './SessionWatch';
import { sessionName, toSession } from './toSession';
import { watchPaths } from './watchPaths';
import { WatchPulse } from './WatchPulse';

/** GoBGP counts each neighbor's routes to list it: 100 ms with 200,000 of them. */
const NEIGHBORS_FOR_MS = 10_000;
/** What goes out to a neighbor of a full table, for which gobgpd answers nobody else. */
const LIST_MS = 30_000;

export interface GobgpRouteSourceOptions extends GobgpTarget {
  /** See `GobgpClientOptions.batchSize`. */
  batchSize?: number;
  /** Prefixes in which next hops are reached, see {@link PathReader}. */
  nextHops?: readonly string[];
  /** Upper bound of one answer, default 512 MiB. */
  maxAnswerBytes?: number;
  /** Between two checks of a subscription to routes, default 10 s. */
  pulseMs?: number;
}

/**
 * GoBGP 3 and 4 over gRPC, told apart by asking. Two channels: one for what is
 * asked every few seconds, one for tables, so that a large answer delays no
 * small one and a failed dump ends no subscription.
 */
export class GobgpRouteSource implements RouteSource {
  readonly #connections: GobgpConnection[];
  readonly #client: GobgpClient;
  readonly #tables: GobgpClient;
  readonly #sessions: SessionWatch;
  #capabilities: SourceCapabilities | undefined;
  #driver: BgpDriver | undefined;
  readonly #pulseMs: number | undefined;
  readonly #reached: ParsedPrefix[];
  /** Long answers under way. */
  #busy = 0;
  #neighbors: { list: Neighbors; readAt: number } | undefined;

  static create(options: GobgpRouteSourceOptions): GobgpRouteSource {
    return new GobgpRouteSource(options);
  }

  private constructor(options: GobgpRouteSourceOptions) {
    const { maxAnswerBytes, batchSize, nextHops, pulseMs, ...target } = options;
    this.#pulseMs = pulseMs;
    this.#reached = (nextHops ?? []).map(text => parsePrefix(text)!);
    this.#connections = [
      new GobgpConnection(target, { maxAnswerBytes }),
      new GobgpConnection(target, { maxAnswerBytes }),
    ];
    const [short, long] = this.#connections;
    this.#client = new GobgpClient(short);
    this.#tables = new GobgpClient(long, { batchSize });
    this.#sessions = new SessionWatch(this.#client);
  }

  get driver(): BgpDriver | undefined {
    return this.#driver;
  }

  get capabilities(): SourceCapabilities | undefined {
    return this.#capabilities;
  }

  get isListing(): boolean {
    return this.#busy > 0;
  }

  async readRouter({ signal }: ReadOptions): Promise<RouterReading> {
    const client = this.#client;
    const { global = {} } = await client.getBgp(signal);
    const peers = (await client.listPeers(signal)).filter(sessionName);
    const api = await client.api(signal);
    const neighbors = toNeighbors(api, global, peers);
    const { names } = neighbors;
    const sessions = peers.map(peer =>
      toSession(
        api,
        peer,
        global.asn,
        isSeparate(peer) || names.isShared(sessionName(peer)!),
      ),
    );
    const problems = names.problems;
    const validators = await client.listRpki(signal).catch(error => {
      problems.push(String(error.message));
      return [];
    });
    const assignments = await client
      .listPolicyAssignments(signal)
      .catch(error => {
        // A proxy that was set up before it was asked for refuses it: no router's fault.
        if (!isDenied(error)) {
          problems.push(String(error.message));
        }
        return [];
      });
    const capabilities = capabilitiesOf(api, sessions, validators.length > 0);
    this.#driver = driverOf(api);
    this.#capabilities = capabilities;
    this.#keepNeighbors(neighbors);
    return {
      identity: {
        driver: driverOf(api),
        ...nameOf(api, peers),
        routerId: global.router_id || undefined,
        asn: global.asn || undefined,
        capabilities,
      },
      sessions,
      parts: toParts(validators, assignments),
      problems,
      notes: [],
    };
  }

  async waitForSessionChange(
    options: ReadOptions & { withinMs: number },
  ): Promise<boolean> {
    return await this.#sessions.wait(options.signal, options.withinMs);
  }

  async dumpPaths(
    options: ReadOptions & { sink(path: PathRecord): void | Promise<void> },
  ): Promise<number> {
    const { signal, sink } = options;
    const client = this.#tables;
    const neighbors = await listNeighbors(client, signal);
    return await this.#whileBusy(async () => {
      let count = 0;
      for (const family of [4, 6] as const) {
        const deps = { client, family, signal, sink, neighbors };
        count += await this.#pathDump(deps).run();
      }
      return count;
    });
  }

  async lookupPaths(
    options: ReadOptions & {
      prefixes: readonly PrefixKey[];
      sink(path: PathRecord): void | Promise<void>;
    },
  ): Promise<number> {
    const { signal, sink, prefixes } = options;
    const client = this.#client;
    const neighbors = await this.#recentNeighbors(signal);
    let count = 0;
    for (const family of [4, 6] as const) {
      const wanted = prefixes
        .filter(prefix => prefix.family === family)
        .map(({ address, length }) => formatPrefix(address, length));
      if (wanted.length > 0) {
        const deps = { client, family, signal, sink, neighbors };
        count += await this.#pathDump(deps).lookUp([...new Set(wanted)]);
      }
    }
    return count;
  }

  async dumpExports(
    options: ReadOptions & {
      session: string;
      sink(route: ExportRecord): void | Promise<void>;
    },
  ): Promise<number> {
    return await dumpExports(this.#tables, this.#listing(options));
  }

  /** GoBGP makes the whole list anew to answer: not to be asked often. */
  async lookupExports(
    options: ReadOptions & {
      session: string;
      prefixes: readonly PrefixKey[];
      sink(route: SentRecord): void;
    },
  ): Promise<number> {
    return await lookupExports(this.#client, this.#listing(options));
  }

  /** Only GoBGP 4 has batches of events; before, one event can be a whole table. */
  get watchPaths(): RouteSource['watchPaths'] {
    return this.#driver === 'gobgp-v3'
      ? undefined
      : async options => {
          const { generation } = await this.#tables.api(options.signal);
          if (generation === 3) {
            throw new RouteSourceError(
              'refused',
              `GoBGP of router ${
                this.#client.router
              } is of the third generation, whose route events are not used`,
            );
          }
          const pulse = new WatchPulse({
            client: this.#tables,
            everyMs: this.#pulseMs,
            isBusy: () => this.isListing,
          });
          await watchPaths(this.#tables, { ...options, pulse });
        };
  }

  #listing<T>(options: T) {
    const whileListing = <R>(work: () => Promise<R>) =>
      this.#whileBusy(work, LIST_MS);
    return { ...options, whileListing };
  }

  /** @param mostMs - who is silent for longer hangs, whatever was asked */
  async #whileBusy<T>(work: () => Promise<T>, mostMs?: number): Promise<T> {
    let isOver = false;
    const end = () => {
      this.#busy -= isOver ? 0 : 1;
      isOver = true;
    };
    const timer = mostMs ? setTimeout(end, mostMs).unref() : undefined;
    this.#busy++;
    try {
      return await work();
    } finally {
      clearTimeout(timer);
      end();
    }
  }

  #pathDump(deps: Omit<PathDumpDeps, 'reached'>): PathDump {
    return new PathDump({ ...deps, reached: this.#reached });
  }

  #keepNeighbors(list: Neighbors): Neighbors {
    this.#neighbors = { list, readAt: performance.now() };
    return list;
  }

  async #recentNeighbors(signal: AbortSignal): Promise<Neighbors> {
    const known = this.#neighbors;
    return known && performance.now() - known.readAt < NEIGHBORS_FOR_MS
      ? known.list
      : this.#keepNeighbors(await listNeighbors(this.#client, signal));
  }

  async close(): Promise<void> {
    this.#sessions.close();
    this.#connections.forEach(connection => connection.close());
  }
}

function driverOf({ generation }: GobgpApi): BgpDriver {
  return generation === 4 ? 'gobgp-v4' : 'gobgp-v3';
}

function capabilitiesOf(
  { generation }: GobgpApi,
  sessions: SessionReading[],
  ownValidation: boolean,
): SourceCapabilities {
  return {
    sessionEvents: true,
    routeEvents: generation === 4,
    filteredRoutes: true,
    // Refused paths are those of its adj-in, which no policy has touched.
    filterReasons: false,
    exportedRoutes: true,
    // GoBGP 4 has fields for it, which 4.8.0 leaves empty.
    lastError: sessions.some(({ lastError }) => lastError !== undefined),
    bfd: generation === 4,
    roles: false,
    ownValidation,
    announce: true,
  };
}

/** GoBGP tells its host and version only to its neighbors. */
function nameOf(api: GobgpApi, peers: GobgpPeer[]) {
  const sent = peers.flatMap(peer =>
    unpackCapabilities(api, peer.state?.local_cap),
  );
  const find = (field: string) =>
    sent.find(capability => capability.field === field)?.content;
  return {
    hostname: find('fqdn')?.host_name || undefined,
    version:
      find('software_version')?.software_version?.replace(/^GoBGP\//i, '') ||
      undefined,
  };
}
