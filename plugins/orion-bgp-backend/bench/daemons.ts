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
import { setTimeout as sleep } from 'node:timers/promises';
import { startRealBird, startRealGobgp } from '@orion/lab';
import { createRouteSource } from '../src/clients/createRouteSource';
import { AttributePool } from '../src/rib/pool/AttributePool';
import { diffTables } from '../src/rib/diff/diffTables';
import { searchTables } from '../src/rib/query/searchTables';
import { parseRouteSearch } from '../src/rib/search/parseRouteSearch';
import { addressBytes } from '../src/rib/table/PrefixKey';
import { RibTable } from '../src/rib/table/RibTable';
import { RibTableBuilder } from '../src/rib/table/RibTableBuilder';
import {
  formatAddress,
  formatPrefix,
  parsePrefix,
} from '../src/routes/addresses';
import { RouteSource } from '../src/routes/RouteSource';
import { BenchTable, milliseconds } from './BenchTable';
import { BgpFeeder, FedRoute } from './BgpFeeder';
import {
  differenceOf,
  findTool,
  prefixesOfBirdc,
  prefixesOfGobgp,
  runTool,
  ToolRun,
} from './daemonTools';
import { FULL_TABLE, generateRoutes, routesWanted } from './generateRoutes';

const size = routesWanted();
const TOTAL = size.v4 + size.v6;
/** Of less than a full table what ORION spends once outweighs what it reads. */
const isFull = TOTAL >= FULL_TABLE;
const FEEDER = '127.0.0.3';
/** Announced by the GoBGP itself, once its table was read. */
const OWN = '192.0.2.0/24';
const PORTS = { bird: 22_791, gobgp: 22_792 };
const SIGNAL = AbortSignal.timeout(30 * 60_000);
const LONGEST = { atMost: 1, below: true, unit: 'ms' } as const;
const QUERY = { atMost: 10, below: true, unit: 'ms' } as const;
const DIFF = { atMost: 50, below: true, unit: 'ms' } as const;

const bench = new BenchTable();

async function main(): Promise<void> {
  const groups = generate();
  const pool = new AttributePool();
  const bird = await measureBird(groups, pool);
  const gobgp = await measureGobgp(groups, pool);
  const times = Array.from({ length: 10 }, () => {
    const began = performance.now();
    diffTables(bird, gobgp, { scope: 'accepted', limit: 10 });
    return performance.now() - began;
  });
  const { counts } = diffTables(bird, gobgp, { scope: 'accepted', limit: 10 });
  const apart = counts.onlyA + counts.onlyB + counts.different;
  const value = middle(times);
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
  if (!isFull) {
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
      ...(await bird.ask('show route count')).matchAll(
        /(\d+) of \d+ routes for \d+ networks in table/g,
      ),
    ].reduce((sum, [, n]) => sum + Number(n), 0);
  await settle('BIRD', count);
  console.log(`BIRD has ${await count()} routes after ${since(began)}`);
  const source = createRouteSource({
    id: 'bird',
    endpoint: { driver: 'bird', socket: bird.socketPath },
  });
  const birdc = (command: string, keep = false) =>
    runTool(findTool('birdc'), ['-s', bird.socketPath, command], { keep });
  const rib = await load(source, pool, {
    name: 'BIRD',
    had: await count(),
    tool: await birdc('show route all'),
    atMostMib: 200,
  });
  for (const { what, q, where } of questions(groups)) {
    const isLongest = where.startsWith('for ');
    // Counting is less work than printing, which only the comparison needs.
    const timed = await birdc(
      `show route ${where} ${isLongest ? 'all' : 'count'}`,
    );
    const { output } = await birdc(`show route ${where}`, true);
    answer(rib, {
      what: `${what}, beside birdc`,
      q,
      tool: timed,
      theirs: prefixesOfBirdc(output),
    });
  }
  await source.close();
  feeder.close();
  await bird.stop();
  return rib;
}

/** What BIRD can be asked too. */
function questions(groups: FedRoute[][]) {
  const { v4, v6 } = someAddresses(groups);
  return [
    { what: 'longest match v4', q: v4, where: `for ${v4}` },
    { what: 'longest match v6', q: v6, where: `for ${v6}` },
    {
      what: 'more specific of a /8',
      q: '11.0.0.0/8+',
      where: 'in 11.0.0.0/8',
    },
    { what: 'more specific of 2400::/8', q: '2400::/8+', where: 'in 2400::/8' },
    {
      what: 'AS in path',
      q: 'AS1299',
      where: 'where bgp_path ~ [= * 1299 * =]',
    },
    {
      what: 'community',
      q: '6939:100',
      where: 'where (6939,100) ~ bgp_community',
    },
  ];
}

/** Of routes from the middle of the feed: a match is there. */
function someAddresses(groups: FedRoute[][]) {
  const find = (family: 4 | 6) => {
    const those = groups.filter(([first]) => first.family === family);
    return formatAddress(those[those.length >> 1][0].address);
  };
  return { v4: find(4), v6: find(6) };
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
  const [host, port] = gobgp.target.split(':');
  const gobgpCli = (args: string, keep = false) =>
    runTool(findTool('gobgp4'), ['-u', host, '-p', port, ...args.split(' ')], {
      keep,
    });
  const whole = [
    await gobgpCli('global rib -a ipv4'),
    await gobgpCli('global rib -a ipv6'),
  ];
  const rib = await load(source, pool, {
    name: 'GoBGP',
    had: await count(),
    tool: { ms: whole[0].ms + whole[1].ms },
    atMostMib: 80,
  });
  const { v4, v6 } = someAddresses(groups);
  for (const { what, q, args } of [
    { what: 'longest match v4', q: v4, args: `-a ipv4 ${v4}` },
    { what: 'longest match v6', q: v6, args: `-a ipv6 ${v6}` },
    {
      what: 'more specific of a /8',
      q: '11.0.0.0/8+',
      args: '-a ipv4 11.0.0.0/8 longer-prefixes',
    },
    {
      what: 'more specific of 2400::/8',
      q: '2400::/8+',
      args: '-a ipv6 2400::/8 longer-prefixes',
    },
  ]) {
    const tool = await gobgpCli(`global rib ${args} -j`, true);
    const theirs = prefixesOfGobgp(tool.output);
    answer(rib, { what: `${what}, beside gobgp`, q, tool, theirs });
  }
  await gobgpCli(`global rib add ${OWN} -a ipv4`);
  await askHowTold(
    source,
    await gobgpCli(`neighbor ${FEEDER} adj-out -a ipv4`, true),
  );
  await askMeanwhile(gobgp.target, 'its whole table is read', () =>
    source.dumpPaths({ signal: SIGNAL, sink: () => {} }),
  );
  await askMeanwhile(gobgp.target, 'an own prefix is looked up', () =>
    lookUpOwn(source),
  );
  await source.close();
  feeder.close();
  await gobgp.stop();
  return rib;
}

/** Reads a whole table into the index, which is what `birdc` and `gobgp` only print. */
async function load(
  source: RouteSource,
  pool: AttributePool,
  against: {
    name: string;
    /** As the daemon counts them. */
    had: number;
    tool: { ms: number };
    atMostMib: number;
  },
): Promise<RibTable> {
  const { name, had, tool } = against;
  const before = memory();
  const began = performance.now();
  const builder = new RibTableBuilder(pool, { router: name, asn: 394955 });
  const count = await source.dumpPaths({
    signal: SIGNAL,
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
    bar: name === 'BIRD' && isFull ? { atMost: 2, unit: 'x' } : undefined,
  });
  const mib = (memory() - before) / 2 ** 20;
  bench.add({
    what: `${name}: memory of its table`,
    value: mib,
    text: `${mib.toFixed(0)} MiB`,
    bar: { atMost: against.atMostMib, unit: 'MiB' },
  });
  if (count !== had || count !== TOTAL) {
    bench.fail(
      `${name} was fed ${TOTAL} routes, says it has ${had}, and ${count} were read`,
    );
  }
  return rib;
}

/** Asks the index, and holds its answer beside that of the tool. */
function answer(
  rib: RibTable,
  question: { what: string; q: string; tool: ToolRun; theirs: Set<string> },
): void {
  const { q, theirs, tool, what } = question;
  const { query } = parseRouteSearch(q);
  const times = Array.from({ length: 21 }, () => {
    const began = performance.now();
    searchTables([rib], query, { limit: 100 });
    return performance.now() - began;
  });
  const { routes, total } = searchTables([rib], query, { limit: TOTAL });
  const ours = new Set(
    routes.map(({ rows, at }) => {
      const key = rows.readKey(at);
      return formatPrefix(addressBytes(key), key.length);
    }),
  );
  const value = middle(times);
  bench.add({
    what: `${what} (${theirs.size})`,
    value,
    text: milliseconds(value),
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

/** A GoBGP makes all that goes out to a neighbor to find one prefix in it. */
async function askHowTold(source: RouteSource, tool: ToolRun): Promise<void> {
  const times: number[] = [];
  let found = 0;
  for (let round = 0; round < 5; round++) {
    const began = performance.now();
    found += await lookUpOwn(source);
    times.push(performance.now() - began);
  }
  const value = middle(times);
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

function lookUpOwn(source: RouteSource): Promise<number> {
  return source.lookupExports!({
    ...{ session: FEEDER, prefixes: [parsePrefix(OWN)!], signal: SIGNAL },
    sink: () => {},
  });
}

/** How long whoever asks for the sessions waits at most while GoBGP makes a list. */
async function askMeanwhile(
  target: string,
  what: string,
  work: () => Promise<unknown>,
): Promise<void> {
  const endpoint = { driver: 'gobgp', target } as const;
  const asker = createRouteSource({ id: 'asker', endpoint });
  let isOver = false;
  let value = 0;
  const ask = async () => {
    let last = performance.now();
    while (!isOver) {
      // Beyond its deadline of ten seconds the next answer counts.
      const answered = await asker.readRouter({ signal: SIGNAL }).then(
        () => true,
        () => false,
      );
      if (answered) {
        value = Math.max(value, performance.now() - last);
        await sleep(100);
        last = performance.now();
      }
    }
  };
  const asking = ask();
  await work();
  isOver = true;
  await asking;
  await asker.close();
  bench.add({
    what: `GoBGP: longest wait for its sessions while ${what}`,
    value,
    text: milliseconds(value),
  });
}

/** Bytes in use, after everything unused is gone. */
function memory(): number {
  global.gc?.();
  global.gc?.();
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
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

function middle(times: number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1];
}

function since(began: number): string {
  return milliseconds(performance.now() - began);
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
