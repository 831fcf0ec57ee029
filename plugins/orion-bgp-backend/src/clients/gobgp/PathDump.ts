import { formatPrefix, ParsedPrefix } from '../../routes/addresses';
import { PathFlag, PathRecord } from '../../routes/RouteSource';
import { unicast } from './familyNames';
import { flagRefused } from './flagRefused';
import { GobgpClient } from './GobgpClient';
import { GobgpPath } from './gobgpMessages';
import { Neighbor, Neighbors } from './listNeighbors';
import { PathKeySet } from './PathKeySet';
import { copyRecord, PathReader } from './PathReader';

type Sink = (path: PathRecord) => void | Promise<void>;

/** Prefixes asked for in one request. */
const CHUNK = 256;
const FROM_NEIGHBOR = PathFlag.received | PathFlag.accepted;

export interface PathDumpDeps {
  client: GobgpClient;
  family: 4 | 6;
  signal: AbortSignal;
  sink: Sink;
  neighbors: Neighbors;
  /** Where next hops are reached, see {@link PathReader}. */
  reached?: readonly ParsedPrefix[];
}

/**
 * Every path of one family, once each.
 *
 * @remarks
 * The global table comes first and is handed over as it streams: these paths
 * passed the import policy and have the attributes it gave them. Of it only a
 * set of keys is kept (16 bytes a path). What a neighbor sent beyond that, its
 * adj-in has; it is listed only when it counts more paths than the global table
 * has from this neighbor, which spares most routers half of the work.
 *
 * GoBGP would mark refused paths by itself (`enable_filtered`), but GoBGP 4
 * writes the outcome of the policy back into the adj-in while doing so: a path
 * that a policy prepends to grows with every reading. Hence the difference of
 * the two tables. A path that came in between the two listings would look
 * refused: all candidates are looked up once more in the global table.
 */
export class PathDump {
  readonly #client: GobgpClient;
  readonly #family: 4 | 6;
  readonly #signal: AbortSignal;
  readonly #sink: Sink;
  readonly #neighbors: Neighbor[];
  readonly #nameOf: (address: string) => string;
  readonly #reached: readonly ParsedPrefix[] | undefined;
  readonly #sessions = new Map<string, { index: number; paths: number }>();
  #known = new PathKeySet();
  #count = 0;

  constructor(deps: PathDumpDeps) {
    this.#client = deps.client;
    this.#family = deps.family;
    this.#signal = deps.signal;
    this.#sink = deps.sink;
    this.#neighbors = deps.neighbors.up.filter(({ families }) =>
      families.includes(deps.family),
    );
    this.#nameOf = deps.neighbors.names.nameOf;
    this.#reached = deps.reached;
  }

  /** The number of paths handed over. */
  async run(): Promise<number> {
    const family = unicast[this.#family];
    const { num_path: expected = 0 } = await this.#client.getTable(
      { table: 'TABLE_TYPE_GLOBAL', family },
      this.#signal,
    );
    this.#known = new PathKeySet(expected);
    await this.#list({ table: 'TABLE_TYPE_GLOBAL' }, (record, path) => {
      const { index } = this.#countPath(record);
      this.#known.add(record.address, record.length, index, record.pathId);
      record.flags |= flagsInGlobal(record, path);
      return this.#hand(record);
    });
    for (const neighbor of this.#neighbors) {
      await this.#dumpNeighbor(neighbor);
    }
    return this.#count;
  }

  async #dumpNeighbor(neighbor: Neighbor): Promise<void> {
    const table = 'TABLE_TYPE_ADJ_IN';
    const { name, isSeparate } = neighbor;
    const { num_path: paths = 0 } = await this.#client.getTable(
      { table, name, family: unicast[this.#family] },
      this.#signal,
    );
    const session = this.#sessionOf(name);
    if (paths === 0 || (!isSeparate && paths === session.paths)) {
      return;
    }
    let candidates: PathRecord[] = [];
    await this.#list({ table, name }, record => {
      if (isSeparate) {
        // What became of it GoBGP does not tell.
        record.flags |= PathFlag.received;
        return this.#hand(record);
      }
      const { address, length, pathId } = record;
      if (this.#known.has(address, length, session.index, pathId)) {
        return undefined;
      }
      candidates.push(copyRecord(record));
      if (candidates.length < CHUNK) {
        return undefined;
      }
      const full = candidates;
      candidates = [];
      return this.#handRefused(full, neighbor);
    });
    await this.#handRefused(candidates, neighbor);
  }

  /** Paths of a neighbor's adj-in that the global table did not have. */
  async #handRefused(
    candidates: PathRecord[],
    neighbor: Neighbor,
  ): Promise<void> {
    if (candidates.length === 0) {
      return;
    }
    const prefixes = [
      ...new Set(
        candidates.map(({ address, length }) => formatPrefix(address, length)),
      ),
    ];
    const accepted = new Map<string, PathRecord>();
    const query = { table: 'TABLE_TYPE_GLOBAL', prefixes } as const;
    await this.#list(query, (record, path) => {
      if (record.session === neighbor.name) {
        record.flags |= flagsInGlobal(record, path);
        accepted.set(keyOf(record), copyRecord(record));
      }
    });
    for (const candidate of candidates) {
      const now = accepted.get(keyOf(candidate));
      if (!now) {
        candidate.flags |= flagRefused(candidate.attributes, neighbor);
      }
      await this.#hand(now ?? candidate);
    }
  }

  /**
   * All paths of some prefixes. The adj-ins are asked before the global table,
   * so that a path that comes in meanwhile is in both.
   */
  async lookUp(prefixes: string[]): Promise<number> {
    for (let from = 0; from < prefixes.length; from += CHUNK) {
      await this.#lookUpChunk(prefixes.slice(from, from + CHUNK));
    }
    return this.#count;
  }

  async #lookUpChunk(prefixes: string[]): Promise<void> {
    const sent: { neighbor: Neighbor; records: PathRecord[] }[] = [];
    for (const neighbor of this.#neighbors) {
      const records = await this.#sentBy(neighbor, prefixes);
      sent.push({ neighbor, records });
    }
    const accepted = new Set<string>();
    const query = { table: 'TABLE_TYPE_GLOBAL', prefixes } as const;
    await this.#list(query, (record, path) => {
      accepted.add(keyOf(record));
      record.flags |= flagsInGlobal(record, path);
      return this.#hand(record);
    });
    for (const { records, neighbor } of sent) {
      for (const record of records) {
        if (!accepted.has(keyOf(record))) {
          record.flags |= neighbor.isSeparate
            ? PathFlag.received
            : flagRefused(record.attributes, neighbor);
          await this.#hand(record);
        }
      }
    }
  }

  async #sentBy({ name }: Neighbor, prefixes: string[]): Promise<PathRecord[]> {
    const records: PathRecord[] = [];
    const query = { table: 'TABLE_TYPE_ADJ_IN', name, prefixes } as const;
    await this.#list(query, record => {
      records.push(copyRecord(record));
    });
    return records;
  }

  async #list(
    query: Omit<Parameters<GobgpClient['listPaths']>[0], 'family'>,
    take: (record: PathRecord, path: GobgpPath) => void | Promise<void>,
  ): Promise<void> {
    const reader = new PathReader(this.#family, this.#reached, this.#nameOf);
    const handle = (paths: GobgpPath[], from: number): void | Promise<void> => {
      for (let index = from; index < paths.length; index++) {
        const record = reader.read(paths[index]);
        if (record && query.name) {
          // An adj-in is its neighbor's, whatever a path says.
          record.session = query.name;
        }
        const taken = record && take(record, paths[index]);
        if (taken) {
          return taken.then(() => handle(paths, index + 1));
        }
      }
      return undefined;
    };
    await this.#client.listPaths(
      { ...query, family: unicast[this.#family] },
      {
        signal: this.#signal,
        onMessage: ({ destination }) => handle(destination?.paths ?? [], 0),
      },
    );
  }

  #hand(record: PathRecord): void | Promise<void> {
    this.#count++;
    return this.#sink(record);
  }

  #countPath({ session }: PathRecord) {
    const entry = this.#sessionOf(session);
    entry.paths++;
    return entry;
  }

  #sessionOf(name: string) {
    let entry = this.#sessions.get(name);
    if (!entry) {
      entry = { index: this.#sessions.size, paths: 0 };
      this.#sessions.set(name, entry);
    }
    return entry;
  }
}

/** GoBGP marks the first path of a prefix as best even when its next hop does not resolve. */
function flagsInGlobal(record: PathRecord, path: GobgpPath): number {
  const best = path.best && !path.is_nexthop_invalid ? PathFlag.best : 0;
  const source = record.session === '' ? PathFlag.accepted : FROM_NEIGHBOR;
  return best | source;
}

function keyOf({ address, length, session, pathId }: PathRecord): string {
  return `${formatPrefix(address, length)} ${session} ${pathId}`;
}
