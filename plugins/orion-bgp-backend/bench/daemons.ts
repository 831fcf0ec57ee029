/* eslint-disable no-console */
/**
 * Measures reading and asking a full table beside the daemons' own tools in the
 * same run: BIRD with `birdc`, GoBGP 4 with `gobgp`. Both are filled over BGP, and
 * both tools are asked what ORION is asked: another answer is a failure, as a
 * missed bar is. Run it from the package, or through `./orion bench bgp`;
 * `ORION_BENCH_ROUTES` makes it smaller:
 *
 *   node --expose-gc -r @backstage/cli/config/nodeTransform.cjs bench/daemons.ts
 */
import { AttributePool } from '../src/rib/pool/AttributePool';
import { diffTables } from '../src/rib/diff/diffTables';
import { BenchTable, milliseconds } from './BenchTable';
import { FedRoute } from './BgpFeeder';
import { DaemonBench } from './DaemonBench';
import { FULL_TABLE, generateRoutes, routesWanted } from './generateRoutes';
import { generateVrps } from './generateVrps';
import { measureBird } from './measureBird';
import { measureGobgp } from './measureGobgp';
import { measureMoving } from './measureMoving';
import { measureUpkeep } from './measureUpkeep';
import { quantile } from './quantile';

const size = routesWanted();
const TOTAL = size.v4 + size.v6;
const DIFF = { atMost: 50, below: true, unit: 'ms' } as const;

const bench = new BenchTable();

async function main(): Promise<void> {
  const given: DaemonBench = {
    bench,
    groups: generate(),
    total: TOTAL,
    pool: new AttributePool(),
    signal: AbortSignal.timeout(30 * 60_000),
  };
  const bird = await measureBird(given);
  const gobgp = await measureGobgp(given);
  const times = Array.from({ length: 10 }, () => {
    const began = performance.now();
    diffTables(bird.rib, gobgp.rib, { scope: 'accepted', limit: 10 });
    return performance.now() - began;
  });
  const { counts } = diffTables(bird.rib, gobgp.rib, {
    scope: 'accepted',
    limit: 10,
  });
  const apart = counts.onlyA + counts.onlyB + counts.different;
  const value = quantile(times, 0.5);
  bench.add({
    what: `diff of both tables (${counts.same} same, ${apart} apart)`,
    value,
    text: milliseconds(value),
    bar: DIFF,
  });
  if (apart > 0) {
    bench.fail(
      `both daemons had the same feed, and ${counts.onlyA} routes are only in BIRD's table, ${counts.onlyB} only in GoBGP's, ${counts.different} differ`,
    );
  }
  await measureMoving(given);
  // The index has no such heap of routes, over which a collection takes seconds.
  given.groups = [];
  await measureUpkeep({
    tables: [bird, gobgp],
    vrps: generateVrps(size).build(),
    add: row => bench.add(row),
  });
  if (TOTAL < FULL_TABLE) {
    // Of less what ORION spends once outweighs what it reads.
    console.log(
      `${TOTAL} routes: the ratio to birdc is held at ${FULL_TABLE} only`,
    );
  }
  process.exit(bench.finish());
}

/** Routes by their attributes, as a neighbor packs them. */
function generate(): FedRoute[][] {
  const groups = new Map<string, FedRoute[]>();
  generateRoutes(
    { ...size, distinct: 400_000, seed: 1 },
    ({ family, address, length, attributes }) => {
      const key = `${family}${Buffer.from(attributes).toString('latin1')}`;
      const group = groups.get(key) ?? [];
      groups.set(key, group);
      group.push({ family, address: address.slice(), length, attributes });
    },
  );
  console.log(`${TOTAL} routes with ${groups.size} sets of attributes`);
  return [...groups.values()];
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
