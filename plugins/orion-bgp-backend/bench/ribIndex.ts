/* eslint-disable no-console */
/**
 * Measures the route index at the size of a full table, 1.04 M IPv4 and 0.24 M
 * IPv6 routes, and holds it to the bars it was built for. Run it from the package;
 * `ORION_BENCH_ROUTES` makes it smaller:
 *
 *   node --expose-gc -r @backstage/cli/config/nodeTransform.cjs bench/ribIndex.ts
 */
import { AttributePool } from '../src/rib/pool/AttributePool';
import { diffTables } from '../src/rib/diff/diffTables';
import { RouteQuery } from '../src/rib/query/RouteQuery';
import { searchTables } from '../src/rib/query/searchTables';
import { RibTable } from '../src/rib/table/RibTable';
import { toPrefixKey } from '../src/rib/table/PrefixKey';
import { RibTableBuilder } from '../src/rib/table/RibTableBuilder';
import { parseAddress } from '../src/routes/addresses';
import { AspaTable } from '../src/rpki/aspa/AspaTable';
import { Aspa } from '../src/rpki/json/readRoa';
import { VrpTable } from '../src/rpki/VrpTable';
import { Bar, BenchTable, milliseconds as ms } from './BenchTable';
import {
  createRandom,
  GeneratedTable,
  generateRoutes,
  routesWanted,
} from './generateRoutes';
import { generateVrps } from './generateVrps';
import { measureDiff } from './measureDiff';
import { measureMoved } from './measureMoved';
import { measureUpkeep } from './measureUpkeep';
import { memory } from './memory';
import { middleOf, time } from './middleOf';
import { quantile } from './quantile';

const MIB = 1024 * 1024;
const size = routesWanted();
const LONGEST: Bar = { atMost: 1, below: true, unit: 'ms' };
const QUERY: Bar = { atMost: 10, below: true, unit: 'ms' };
const DIFF: Bar = { atMost: 50, below: true, unit: 'ms' };
/** Of each kind: so many that a single late one is not the p99. */
const QUERIES = 150;
const bench = new BenchTable();

async function main(): Promise<void> {
  await measure(1_140_000, 200);
  await measure(400_000, 80);
  process.exit(bench.finish());
}

/**
 * Two tables of one feed, and a third of another one.
 *
 * @param distinct - Sets of attributes in a feed. 400,000 are about what the tables of
 *   today have; with 1,140,000 nearly every route has one of its own.
 * @param another - Bar for the third table, in MiB: that of a further table, or of a
 *   first one where it finds nothing in the pool that it could share.
 */
async function measure(distinct: number, another: number): Promise<void> {
  const name = `${distinct / 1000}k sets`;
  const report: Report = (what, text, held) =>
    bench.add({
      what: `${name}: ${what}`,
      text,
      value: held?.value,
      bar: held?.bar,
    });
  const pool = new AttributePool();
  const before = memory();
  const load = (table: GeneratedTable, router: string) => {
    const builder = new RibTableBuilder(pool, { router, asn: 394955 });
    // Generating is not what is measured.
    let generated = performance.now();
    let adding = 0;
    generateRoutes(table, record => {
      const from = performance.now();
      generated += from - generated;
      builder.add(record);
      adding += performance.now() - from;
    });
    const from = performance.now();
    const built = builder.build();
    const building = performance.now() - from;
    const tidying = time(() => pool.tidy());
    report(
      `${router} in`,
      `${ms(adding)} intern + ${ms(building)} sort + ${ms(tidying)} index`,
    );
    return built;
  };
  const bird = load({ ...size, distinct, seed: 1, localPref: 100 }, 'bird');
  const first = memory();
  report('first table', mib(first - before), {
    value: (first - before) / MIB,
    bar: { atMost: 200, unit: 'MiB' },
  });
  report(
    '  of it rows / pool',
    `${mib(bird.byteLength)} / ${mib(pool.byteLength)}`,
  );
  report(
    '  paths / communities / rests',
    `${pool.paths.count} / ${pool.communities.count} / ${pool.rests.count}`,
  );
  const gobgp = load({ ...size, distinct, seed: 1 }, 'gobgp');
  const second = memory() - first;
  report('second table', mib(second), {
    value: second / MIB,
    bar: { atMost: 80, unit: 'MiB' },
  });

  reportMiddle(report, 'diff, same feed', DIFF, () => diff(bird, gobgp));
  queries(bird, report);
  const vrps = validation(bird, report);
  aspa(bird, report);
  measureDiff({ a: bird, b: gobgp, bar: DIFF, name, bench });
  measureMoved({ a: bird, b: gobgp, name, bench });
  changes(bird, report);
  reportMiddle(report, 'diff, after changes', DIFF, () => diff(bird, gobgp));
  await measureUpkeep({
    tables: [
      { rib: bird, residentBytes: first - before },
      { rib: gobgp, residentBytes: second },
    ],
    vrps,
    add: row => bench.add({ ...row, what: `${name}: ${row.what}` }),
  });
  // Another transit has paths of its own, and shares less.
  const third = memory();
  const other = load({ ...size, distinct, seed: 2 }, 'another transit');
  const further = memory() - third;
  report('third table, of another feed', mib(further), {
    value: further / MIB,
    bar: { atMost: another, unit: 'MiB' },
  });
  other.release();
  gobgp.release();
  bird.release();
}

function reportMiddle(
  report: Report,
  what: string,
  bar: Bar,
  run: () => void,
): void {
  const value = middleOf(run);
  report(what, ms(value), { value, bar });
}

function diff(a: RibTable, b: RibTable): void {
  diffTables(a, b, { scope: 'accepted', limit: 100 });
}

type Report = (
  what: string,
  text: string,
  held?: { value: number; bar: Bar },
) => void;

function queries(rib: RibTable, report: Report): void {
  const random = createRandom(7);
  const run = (what: string, bar: Bar | undefined, next: () => RouteQuery) => {
    const answer = { total: 0 };
    // The first ones run before the compiler has seen enough.
    for (let round = 0; round < 20; round++) {
      searchTables([rib], next(), { limit: 100 });
    }
    const times = Array.from({ length: QUERIES }, () => {
      const query = next();
      return time(() => {
        answer.total += searchTables([rib], query, { limit: 100 }).total;
      });
    });
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map(part =>
      quantile(times, part),
    );
    const mean = Math.round(answer.total / QUERIES);
    report(
      what,
      `p50 ${ms(p50)}, p95 ${ms(p95)}, p99 ${ms(p99)} (${mean} found)`,
      // A few are late whenever the machine does something else.
      bar && { value: p50, bar },
    );
  };
  const address = (family: 4 | 6) => {
    const bytes = new Uint8Array(family === 4 ? 4 : 16);
    crypto.getRandomValues(bytes);
    if (family === 6) {
      bytes[0] = 0x20 + Math.floor(random() * 10);
    }
    return bytes;
  };
  const prefix =
    (
      match: 'longest' | 'covering' | 'covered',
      family: 4 | 6,
      length: number,
    ) =>
    () => ({
      prefix: { match, key: toPrefixKey(family, address(family), length) },
    });
  run('longest match v4', LONGEST, prefix('longest', 4, 32));
  run('longest match v6', LONGEST, prefix('longest', 6, 128));
  run('covering v6 /64', QUERY, prefix('covering', 6, 64));
  run('covered v4 /8', QUERY, prefix('covered', 4, 8));
  run('everything', QUERY, () => ({}));
  run('AS in path, common', QUERY, () => ({ asns: [1299] }));
  run('AS in path, rare', QUERY, () => ({
    asns: [20_000 + 7 * Math.floor(random() * 2000)],
  }));
  run('origin AS', QUERY, () => ({
    originAs: 1000 + 3 * Math.floor(random() * 80_000),
  }));
  run('community', QUERY, () => ({
    communities: [
      { kind: 'standard', parts: [6939, Math.floor(random() * 8000)] },
    ],
  }));
  run('community *', QUERY, () => ({
    communities: [{ kind: 'standard', parts: [6939, '*'] }],
  }));
  run('large community', QUERY, () => ({
    communities: [
      { kind: 'large', parts: [6939, '*', Math.floor(random() * 500)] },
    ],
  }));
  run('next hop', QUERY, () => ({ nextHop: parseAddress('2001:db8::1')! }));
  run('AS + community + session', QUERY, () => ({
    asns: [174],
    communities: [{ kind: 'standard', parts: [6939, '*'] }],
    session: 'he_v6',
  }));
  run('pattern with an AS', QUERY, () => ({
    pathPatterns: ['^6939 174 .* [1000-2000]$'],
  }));
  run('pattern without', undefined, () => ({ pathPatterns: ['^. . . .$'] }));
}

function validation(rib: RibTable, report: Report): VrpTable {
  const builder = generateVrps(size);
  const from = performance.now();
  const vrps = builder.build();
  const built = performance.now() - from;
  report(
    `${vrps.count} VRPs`,
    `${mib(vrps.byteLength)}, sorted in ${ms(built)}`,
  );
  report('whole table validated', ms(middleOf(() => rib.validate(vrps))));
  const key = toPrefixKey(4, Uint8Array.of(192, 0, 2, 0), 24);
  const one = time(() => {
    for (let round = 0; round < 1000; round++) {
      vrps.validate(key, 64500);
    }
  });
  report('one route validated', us(one / 1000));
  for (const rpki of ['invalid', 'not-found'] as const) {
    reportState(report, `rpki:${rpki}`, () =>
      searchTables([rib], { rpki }, { limit: 100 }),
    );
  }
  return vrps;
}

/** Two of seven customers have an ASPA, with the provider the paths show. */
function aspa(rib: RibTable, report: Report): void {
  const { aspas: column, paths, sessions } = rib.pool;
  const aspas: Aspa[] = [];
  const asns = new Uint32Array(1 << 14);
  for (let path = 1; path < paths.count; path++) {
    const count = paths.readAsns(path, asns);
    const customer = asns[count - 1];
    if (count > 1 && customer % 7 < 2) {
      aspas.push({ customer, providers: [asns[count - 2]] });
    }
  }
  const given = new AspaTable(aspas);
  column.use(given);
  const judging = time(() => column.fill());
  report(
    `${given.size} ASPAs over ${paths.count} paths`,
    `${mib(column.byteLength)}, judged in ${ms(judging)}`,
  );
  const facts = Object.fromEntries(
    Array.from({ length: sessions.count }, (_, id) => [
      sessions.name(id),
      { asn: 6939, internal: false, relation: 'provider' as const },
    ]),
  );
  const neighbors = { [rib.router]: facts };
  for (const state of ['valid', 'invalid', 'unknown'] as const) {
    const query: RouteQuery = { aspa: state };
    const run = () => searchTables([rib], query, { limit: 100, neighbors });
    if (state === 'valid') {
      report('every row judged, first search', ms(time(run)));
    }
    reportState(report, `aspa:${state}`, run);
  }
}

/** A search by what was worked out of every row before. */
function reportState(
  report: Report,
  what: string,
  search: () => { total: number },
): void {
  let total = 0;
  const run = () => {
    ({ total } = search());
  };
  Array.from({ length: 20 }, run);
  const value = middleOf(run);
  report(what, `${ms(value)} (${total} found)`, { value, bar: QUERY });
}

function changes(rib: RibTable, report: Report): void {
  const updates: number[] = [];
  let seen = 0;
  generateRoutes(
    { ...size, distinct: 1000, seed: 1, localPref: 100 },
    record => {
      if (seen++ % 160 === 0) {
        updates.push(
          time(() => rib.apply({ path: record, withdrawn: seen % 3 === 0 })),
        );
      }
    },
  );
  updates.sort((a, b) => a - b);
  report(
    'one update',
    `p50 ${us(updates[updates.length >> 1])}, ${updates.length} in`,
  );
  const query: RouteQuery = { asns: [1299] };
  reportMiddle(report, 'AS in path over base and delta', QUERY, () =>
    searchTables([rib], query, { limit: 100 }),
  );
  report('merge', ms(time(() => rib.merge())));
}

function us(value: number): string {
  return `${(value * 1000).toFixed(1)} us`;
}

function mib(bytes: number): string {
  return `${(bytes / MIB).toFixed(1)} MiB`;
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
