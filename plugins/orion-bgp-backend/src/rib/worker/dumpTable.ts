import { RouteSource } from '../../routes/RouteSource';
import { RouteSourceError } from '../../routes/RouteSourceError';
import { tableCounters } from '../../routes/tableCounters';
import { VrpTable } from '../../rpki/VrpTable';
import { AttributePool } from '../pool/AttributePool';
import { RibTable } from '../table/RibTable';
import { RibTableBuilder } from '../table/RibTableBuilder';
import { RouterTableConfig } from './RibConfig';

/** Some three full tables of one router; a fourth belongs to a route collector. */
const MAX_PATHS = 4_000_000;

/** A whole table as the daemon had it. */
export interface DumpResult {
  /** Undefined when there are more paths than are kept, or a longer answer than is read. */
  table?: RibTable;
  /** Undefined when the answer was too long: nobody knows how many there are. */
  counts?: { ipv4: number; ipv6: number };
  tookMs: number;
  /** The router's counters right before it: while they stand, the table is true. */
  counters: string;
  /** Routes that go out, by session. */
  exported: ReadonlyMap<string, number>;
  /** Sessions that are up and whose exports could not be read: no path is marked for them. */
  unreadExports: readonly string[];
  /** The daemon counts what it sends: its counters tell when that is another. */
  countsExports: boolean;
  /** Attributes that came only in part. */
  cutAttributes: number;
  /** What is missing, as a sentence. */
  problem?: string;
}

/** A dump that began and did not come to an end: it cost the daemon something. */
export class DumpFailure extends Error {
  readonly costMs: number;

  constructor(cause: unknown, costMs: number) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.costMs = costMs;
  }
}

/**
 * Reads all paths of a router and, where it tells, what goes out to its neighbors.
 * A table with too many paths, or with an answer above what the driver reads of
 * anybody, is none: the result says so.
 *
 * @throws DumpFailure once the daemon was dumped; before, what the source throws
 */
export async function dumpTable(options: {
  config: RouterTableConfig;
  source: RouteSource;
  pool: AttributePool;
  /** Asked when the table is built: they may change meanwhile. */
  vrps(): VrpTable | undefined;
  /** From here on it costs the daemon something. */
  onBegin?(): void;
  signal: AbortSignal;
}): Promise<DumpResult> {
  const { config, source, pool, vrps, signal } = options;
  const { id: router, asn, maxPaths = MAX_PATHS } = config;
  const started = performance.now();
  const tookMs = () => performance.now() - started;
  const counts = { ipv4: 0, ipv6: 0 };
  const before = await source.readRouter({ signal });
  const counters = tableCounters(before.sessions);
  const countsExports = before.sessions.some(({ families }) =>
    families.some(family => family.counters.exported !== undefined),
  );
  let cutAttributes = 0;
  const exported = new Map<string, number>();
  const told = () => ({
    ...{ counts, counters, exported, countsExports, cutAttributes },
    unreadExports: [],
    tookMs: tookMs(),
  });
  let builder: RibTableBuilder | undefined = new RibTableBuilder(pool, {
    router,
    asn,
  });
  options.onBegin?.();
  try {
    await source.dumpPaths({
      signal,
      onCut: count => {
        cutAttributes += count;
      },
      sink: path => {
        counts[path.family === 4 ? 'ipv4' : 'ipv6']++;
        builder?.add(path);
        if (builder && builder.count > maxPaths) {
          builder.discard();
          builder = undefined;
        }
      },
    });
  } catch (error) {
    builder?.discard();
    if (isTooLong(error)) {
      // Of what came until then nothing is kept: part of a table looks like a table.
      return {
        ...told(),
        counts: undefined,
        problem: tellTooLong(router, error),
      };
    }
    throw wasReached(error) ? new DumpFailure(error, tookMs()) : error;
  }
  // TypeScript does not see that the sink may have taken it away.
  const filled = builder as RibTableBuilder | undefined;
  if (!filled) {
    const problem = `Router ${router} has ${
      counts.ipv4 + counts.ipv6
    } paths, more than the ${maxPaths} that are kept: only counts are`;
    return { ...told(), problem };
  }
  const table = filled.build(vrps());
  try {
    const unread = config.skipExports
      ? {}
      : await readExports(table, source, exported, signal);
    return { ...told(), table, ...unread };
  } catch (error) {
    table.release();
    throw new DumpFailure(error, tookMs());
  }
}

/** The daemon has more than is read of anybody: asked again, it says the same. */
function isTooLong(error: unknown): error is RouteSourceError {
  return error instanceof RouteSourceError && error.problem === 'limit';
}

function tellTooLong(router: string, { message }: RouteSourceError): string {
  return `The table of router ${router} is longer than ORION reads, so only what its sessions count is there: ${message}. No setting raises that`;
}

/** A connection that was never made cost nobody anything. */
function wasReached(error: unknown): boolean {
  return !(error instanceof RouteSourceError && error.problem === 'connect');
}

/**
 * Without what goes out to somebody a table is still worth having: then the
 * answer says whose list is missing. One that cannot be read says nothing of
 * the next.
 */
async function readExports(
  table: RibTable,
  source: RouteSource,
  counts: Map<string, number>,
  signal: AbortSignal,
): Promise<Partial<Pick<DumpResult, 'problem' | 'unreadExports'>>> {
  if (!source.capabilities?.exportedRoutes) {
    return {};
  }
  const { sessions } = await source.readRouter({ signal });
  const unreadExports: string[] = [];
  let reason: string | undefined;
  for (const { name, state } of sessions) {
    if (state !== 'established') {
      continue;
    }
    try {
      const count = await source.dumpExports({
        signal,
        session: name,
        sink: route => {
          table.markExport(name, route);
        },
      });
      counts.set(name, count);
    } catch (error) {
      if (signal.aborted) {
        throw error;
      }
      // Marks of a list that broke off would be half of the truth.
      table.clearExports(name);
      unreadExports.push(name);
      reason ??= error instanceof Error ? error.message : String(error);
    }
  }
  return reason === undefined
    ? {}
    : {
        unreadExports,
        problem: `What goes out to ${unreadExports.join(
          ', ',
        )} could not be read: ${reason}`,
      };
}
