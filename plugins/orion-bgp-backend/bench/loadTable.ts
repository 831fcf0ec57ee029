import { RibTable } from '../src/rib/table/RibTable';
import { RibTableBuilder } from '../src/rib/table/RibTableBuilder';
import { RouteSource } from '../src/routes/RouteSource';
import { milliseconds } from './BenchTable';
import { DaemonBench } from './DaemonBench';
import { FULL_TABLE } from './generateRoutes';
import { memory } from './memory';

/** A table, and the memory it takes when nothing is done to it. */
export interface LoadedTable {
  rib: RibTable;
  residentBytes: number;
}

/** Reads a whole table into the index, which is what `birdc` and `gobgp` only print. */
export async function loadTable(
  source: RouteSource,
  { bench, pool, signal, total }: DaemonBench,
  against: {
    name: string;
    /** As the daemon counts them. */
    had: number;
    tool: { ms: number };
    atMostMib: number;
  },
): Promise<LoadedTable> {
  const { name, had, tool } = against;
  const before = memory();
  const began = performance.now();
  const builder = new RibTableBuilder(pool, { router: name, asn: 394955 });
  const count = await source.dumpPaths({
    signal,
    sink: path => builder.add(path),
  });
  const rib = builder.build();
  pool.tidy();
  const value = performance.now() - began;
  bench.add({
    what: `${name}: read, intern, sort ${count} paths`,
    value,
    text: milliseconds(value),
    toolMs: tool.ms,
    // GoBGP has no bar of its own: its tool reads the same RPC.
    bar:
      name === 'BIRD' && total >= FULL_TABLE
        ? { atMost: 2, unit: 'x' }
        : undefined,
  });
  const residentBytes = memory() - before;
  const mib = residentBytes / 2 ** 20;
  bench.add({
    what: `${name}: memory of its table`,
    value: mib,
    text: `${mib.toFixed(0)} MiB`,
    bar: { atMost: against.atMostMib, unit: 'MiB' },
  });
  if (count !== had || count !== total) {
    bench.fail(
      `${name} was fed ${total} routes, says it has ${had}, and ${count} were read`,
    );
  }
  return { rib, residentBytes };
}
