import { parsePrefix } from '../src/routes/addresses';
import { RouteSource } from '../src/routes/RouteSource';
import { milliseconds } from './BenchTable';
import { DaemonBench } from './DaemonBench';
import { ToolRun } from './daemonTools';
import { FEEDER } from './feedDaemon';
import { quantile } from './quantile';

/** Announced by the GoBGP itself, once its table was read. */
export const OWN = '192.0.2.0/24';

/** A GoBGP makes all that goes out to a neighbor to find one prefix in it. */
export async function askHowTold(
  source: RouteSource,
  { bench, signal }: DaemonBench,
  tool: ToolRun,
): Promise<void> {
  const times: number[] = [];
  let found = 0;
  for (let round = 0; round < 5; round++) {
    const began = performance.now();
    found += await lookUpOwn(source, signal);
    times.push(performance.now() - began);
  }
  const value = quantile(times, 0.5);
  bench.add({
    what: 'how a neighbor is told of an own prefix, beside gobgp',
    value,
    text: milliseconds(value),
    toolMs: tool.ms,
  });
  if (found !== times.length || !tool.output.includes(OWN)) {
    bench.fail(
      `${OWN} goes out once: ORION found it ${found} times in ${times.length}, and gobgp printed "${tool.output}"`,
    );
  }
}

/** How many routes go out to the neighbor for the own prefix. */
export function lookUpOwn(
  source: RouteSource,
  signal: AbortSignal,
): Promise<number> {
  return source.lookupExports!({
    ...{ session: FEEDER, prefixes: [parsePrefix(OWN)!], signal },
    sink: () => {},
  });
}
