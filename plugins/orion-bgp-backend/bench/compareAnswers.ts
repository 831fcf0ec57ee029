import { searchTables } from '../src/rib/query/searchTables';
import { parseRouteSearch } from '../src/rib/search/parseRouteSearch';
import { addressBytes } from '../src/rib/table/PrefixKey';
import { RibTable } from '../src/rib/table/RibTable';
import { formatPrefix } from '../src/routes/addresses';
import { milliseconds } from './BenchTable';
import { DaemonBench } from './DaemonBench';
import { differenceOf, ToolRun } from './daemonTools';
import { quantile } from './quantile';

const LONGEST = { atMost: 1, below: true, unit: 'ms' } as const;
const QUERY = { atMost: 10, below: true, unit: 'ms' } as const;

/** Asks the index, and holds its answer beside that of the tool. */
export function compareAnswers(
  rib: RibTable,
  { bench, total: all }: DaemonBench,
  question: { what: string; q: string; tool: ToolRun; theirs: Set<string> },
): void {
  const { q, theirs, tool, what } = question;
  const { query } = parseRouteSearch(q);
  const times = Array.from({ length: 101 }, () => {
    const began = performance.now();
    searchTables([rib], query, { limit: 100 });
    return performance.now() - began;
  });
  const { routes, total } = searchTables([rib], query, { limit: all });
  const ours = new Set(
    routes.map(({ rows, at }) => {
      const key = rows.readKey(at);
      return formatPrefix(addressBytes(key), key.length);
    }),
  );
  const value = quantile(times, 0.5);
  bench.add({
    what: `${what} (${theirs.size})`,
    value,
    text: `${milliseconds(value)} (p99 ${milliseconds(quantile(times, 0.99))})`,
    toolMs: tool.ms,
    bar: what.startsWith('longest') ? LONGEST : QUERY,
  });
  const difference = differenceOf(ours, theirs);
  if (difference) {
    bench.fail(`${what}, "${q}": ${difference}`);
  }
  if (total !== theirs.size) {
    bench.fail(`${what}, "${q}": ORION counts ${total}, not ${theirs.size}`);
  }
  if (theirs.size === 0) {
    bench.fail(`${what}, "${q}": nothing fits, which compares nothing`);
  }
}
