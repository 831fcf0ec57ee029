/* eslint-disable no-console */
/**
 * Measures reading and asking a full table beside the daemons' own tools in the
 * same run: BIRD with `birdc`, GoBGP 4 with `gobgp`. Both are filled over BGP.
 * Run it from the package, or through `./orion bench bgp`:
 *
 *   node --expose-gc -r @backstage/cli/config/nodeTransform.cjs bench/daemons.ts
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findDaemon, startRealBird, startRealGobgp } from '@orion/lab';
import { createRouteSource } from '../src/clients/createRouteSource';
import { AttributePool } from '../src/rib/pool/AttributePool';
import { diffTables } from '../src/rib/diff/diffTables';
import { searchTables } from '../src/rib/query/searchTables';
import { parseRouteSearch } from '../src/rib/search/parseRouteSearch';
import { RibTable } from '../src/rib/table/RibTable';
import { RibTableBuilder } from '../src/rib/table/RibTableBuilder';
import { RouteSource } from '../src/routes/RouteSource';
import { BgpFeeder, FedRoute } from './BgpFeeder';
import { generateRoutes } from './generateRoutes';

const TOTAL = Number(process.env.ORION_BENCH_ROUTES ?? 1_280_000);
const V6 = Math.round(TOTAL * 0.1875);
const FEEDER = '127.0.0.3';
const PORTS = { bird: 22_791, gobgp: 22_792 };
const SIGNAL = AbortSignal.timeout(30 * 60_000);

const rows: [string, string, string, string][] = [
  ['what', 'ORION', "the daemon's own tool", 'ratio'],
];

async function main() {
  const groups = generate();
  const pool = new AttributePool();
  const bird = await measureBird(groups, pool);
  const gobgp = findDaemon('gobgpd4')
    ? await measureGobgp(groups, pool)
    : undefined;
  if (gobgp) {
    const began = performance.now();
    const { counts } = diffTables(bird, gobgp, {
      scope: 'accepted',
      limit: 10,
    });
    note(
      `diff of both tables (${counts.same} same, ${counts.onlyA} + ${counts.onlyB} + ${counts.different} apart)`,
      performance.now() - began,
    );
  } else {
    console.log('GoBGP 4 is missing: ./orion tools --peers');
  }
  print();
  process.exit(0);
}

/** Routes by their attributes, as a neighbor packs them. */
function generate(): FedRoute[][] {
  const groups = new Map<string, FedRoute[]>();
  const table = { v4: TOTAL - V6, v6: V6, distinct: 400_000, seed: 1 };
  generateRoutes(table, ({ family, address, length, attributes }) => {
    const key = `${family}${Buffer.from(attributes).toString('latin1')}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push({ family, address: address.slice(), length, attributes });
  });
  console.log(`${TOTAL} routes with ${groups.size} sets of attributes`);
  return [...groups.values()];
}

/** A daemon that has just started sends its first callers away. */
async function open(port: number, host: string): Promise<BgpFeeder> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await BgpFeeder.open({
        host,
        port,
        localAddress: FEEDER,
        routerId: 0x0afff003,
      });
    } catch (error) {
      if (attempt === 30) {
        throw error;
      }
      await sleep(1000);
    }
  }
}

async function feed(port: number, host: string, groups: FedRoute[][]) {
  const feeder = await open(port, host);
  for (const group of groups) {
    await feeder.announce(group);
  }
  await feeder.flush();
  return feeder;
}

async function measureBird(groups: FedRoute[][], pool: AttributePool) {
  const bird = await startRealBird({
    config: `
log stderr { warning, error, fatal };
router id 10.255.0.1;
timeformat route iso long;
protocol device {}
protocol bgp feeder {
  local 127.0.0.1 port ${PORTS.bird} as 394955;
  neighbor ${FEEDER} as 6939;
  multihop 2; passive;
  ipv4 { import all; export none; };
  ipv6 { import all; export none; };
}
`,
  });
  const began = performance.now();
  const feeder = await feed(PORTS.bird, '127.0.0.1', groups);
  const count = async () =>
    [
      ...(await bird.ask('show route count')).matchAll(/(\d+) of \d+ routes/g),
    ].reduce((sum, [, n]) => sum + Number(n), 0);
  await settle('BIRD', count);
  console.log(`BIRD has ${await count()} routes after ${since(began)}`);
  const source = createRouteSource({
    id: 'bird',
    endpoint: { driver: 'bird', socket: bird.socketPath },
  });
  const birdc = (command: string) =>
    run(join('/usr/sbin', 'birdc'), ['-s', bird.socketPath, command]);
  const tool = await birdc('show route all');
  const table = await load('BIRD', source, pool, tool);
  for (const [what, q, command] of [
    ['longest match', '11.22.33.44', 'show route for 11.22.33.44 all'],
    ['more specific of a /8', '11.0.0.0/8+', 'show route in 11.0.0.0/8 count'],
    [
      'AS in path',
      'AS1299',
      'show route where bgp_path ~ [= * 1299 * =] count',
    ],
    [
      'community',
      '6939:100',
      'show route where (6939,100) ~ bgp_community count',
    ],
  ]) {
    note(`${what}, beside birdc`, ask(table, q), await birdc(command));
  }
  await source.close();
  feeder.close();
  await bird.stop();
  return table;
}

async function measureGobgp(groups: FedRoute[][], pool: AttributePool) {
  const gobgp = await startRealGobgp({
    api: 4,
    config: `
[global.config]
  as = 394955
  router-id = "10.255.0.2"
  port = ${PORTS.gobgp}
  local-address-list = ["127.0.0.2"]
[[neighbors]]
  [neighbors.config]
    neighbor-address = "${FEEDER}"
    peer-as = 6939
  [neighbors.transport.config]
    local-address = "127.0.0.2"
    passive-mode = true
  [neighbors.ebgp-multihop.config]
    enabled = true
    multihop-ttl = 2
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv4-unicast"
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv6-unicast"
`,
  });
  const began = performance.now();
  const feeder = await feed(PORTS.gobgp, '127.0.0.2', groups);
  const source = createRouteSource({
    id: 'gobgp',
    endpoint: { driver: 'gobgp', target: gobgp.target },
  });
  const count = async () => {
    const { sessions } = await source.readRouter({ signal: SIGNAL });
    return sessions.reduce(
      (sum, { families }) =>
        families.reduce(
          (inner, { counters }) => inner + (counters.received?.value ?? 0),
          sum,
        ),
      0,
    );
  };
  await settle('GoBGP', count);
  console.log(`GoBGP has ${await count()} routes after ${since(began)}`);
  const cli = findCli();
  const [host, port] = gobgp.target.split(':');
  const gobgpCli = (args: string) =>
    cli ? run(cli, ['-u', host, '-p', port, ...args.split(' ')]) : undefined;
  const rib = await gobgpCli('global rib -a ipv4');
  const rib6 = await gobgpCli('global rib -a ipv6');
  const tool = rib && rib6 && { ms: rib.ms + rib6.ms, bytes: rib.bytes };
  const table = await load('GoBGP', source, pool, tool);
  note(
    'exact prefix, beside gobgp',
    ask(table, '11.0.0.0/24'),
    await gobgpCli('global rib 11.0.0.0/24'),
  );
  await source.close();
  feeder.close();
  await gobgp.stop();
  return table;
}

/** Reads a whole table into the index, which is what `birdc` and `gobgp` only print. */
async function load(
  name: string,
  source: RouteSource,
  pool: AttributePool,
  tool: { ms: number } | undefined,
): Promise<RibTable> {
  global.gc?.();
  const before = process.memoryUsage();
  const began = performance.now();
  const builder = new RibTableBuilder(pool, { router: name, asn: 394955 });
  const count = await source.dumpPaths({
    signal: SIGNAL,
    sink: path => builder.add(path),
  });
  const table = builder.build();
  pool.tidy();
  const tookMs = performance.now() - began;
  global.gc?.();
  const after = process.memoryUsage();
  const bytes =
    after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed;
  note(`${name}: read, intern, sort ${count} paths`, tookMs, tool);
  rows.push([
    `${name}: memory of its table`,
    `${(bytes / 2 ** 20).toFixed(0)} MiB`,
    '',
    '',
  ]);
  return table;
}

function ask(table: RibTable, q: string): number {
  const { query } = parseRouteSearch(q);
  const times = Array.from({ length: 20 }, () => {
    const began = performance.now();
    searchTables([table], query, { limit: 100 });
    return performance.now() - began;
  }).sort((a, b) => a - b);
  return times[10];
}

/** Until the number stands still: daemons take routes in for a while. */
async function settle(name: string, count: () => Promise<number>) {
  let last = -1;
  for (let round = 0; round < 600; round++) {
    const now = await count();
    if (now > 0 && now === last) {
      return;
    }
    last = now;
    await sleep(1000);
  }
  throw new Error(`${name} never held still`);
}

/** Runs a tool with its output thrown away. */
async function run(binary: string, args: string[]) {
  const began = performance.now();
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let bytes = 0;
  child.stdout.on('data', chunk => {
    bytes += chunk.length;
  });
  await once(child, 'close');
  return { ms: performance.now() - began, bytes };
}

function findCli(): string | undefined {
  const daemon = findDaemon('gobgpd4');
  const cli = daemon?.replace(/gobgpd4$/, 'gobgp4');
  return cli && existsSync(cli) ? cli : undefined;
}

function note(what: string, tookMs: number, tool?: { ms: number }): void {
  rows.push([
    what,
    format(tookMs),
    tool ? format(tool.ms) : '',
    tool ? (tookMs / tool.ms).toFixed(2) : '',
  ]);
}

function format(ms: number): string {
  return ms < 100 ? `${ms.toFixed(2)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

function since(began: number): string {
  return format(performance.now() - began);
}

function print(): void {
  const widths = [0, 1, 2, 3].map(column =>
    Math.max(...rows.map(row => row[column].length)),
  );
  console.log();
  for (const row of rows) {
    console.log(
      row.map((cell, column) => cell.padEnd(widths[column])).join('  '),
    );
  }
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
