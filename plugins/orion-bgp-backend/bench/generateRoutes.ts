import { encodeAttributes } from '../src/attributes/encodeAttributes';
import { PathFlag, PathRecord } from '../src/routes/RouteSource';

/** How a generated table looks. */
export interface GeneratedTable {
  v4: number;
  v6: number;
  /** Distinct sets of attributes, about. */
  distinct: number;
  seed: number;
  /** As BIRD, which always has one; GoBGP has none over eBGP. */
  localPref?: number;
}

/** Routes of a full table. */
export const FULL_TABLE = 1_280_000;

/** How many to measure with: a full table, or `ORION_BENCH_ROUTES`. */
export function routesWanted(): { v4: number; v6: number } {
  const total = Number(process.env.ORION_BENCH_ROUTES ?? FULL_TABLE);
  if (!Number.isInteger(total) || total < 1000) {
    throw new Error('ORION_BENCH_ROUTES is a number of at least 1000');
  }
  const v6 = Math.round(total * 0.1875);
  return { v4: total - v6, v6 };
}

/** Share of prefixes by length, per mille, as in tables of 2025. */
const v4Lengths = shares({
  8: 0.02,
  12: 0.3,
  14: 1,
  15: 2,
  16: 13,
  17: 8,
  18: 14,
  19: 25,
  20: 44,
  21: 52,
  22: 115,
  23: 100,
  24: 626,
});
const v6Lengths = shares({
  20: 0.1,
  28: 1,
  29: 30,
  30: 3,
  32: 110,
  33: 15,
  34: 12,
  36: 40,
  38: 10,
  40: 110,
  42: 20,
  44: 110,
  45: 10,
  46: 35,
  47: 12,
  48: 482,
});

/** Some carriers, the first of them far more often. */
const tier1 = [
  1299,
  174,
  3356,
  2914,
  3257,
  6453,
  6461,
  3491,
  6762,
  5511,
  9002,
  7018,
  701,
  1239,
  3320,
  12956,
  ...Array.from({ length: 2000 }, (_, at) => 20_000 + at * 7),
];

/** Calls `sink` for each route, with the same record object each time; the same for the same seed. */
export function generateRoutes(
  table: GeneratedTable,
  sink: (record: PathRecord) => void,
): void {
  const random = createRandom(table.seed);
  const attributes = createAttributes(table, random);
  const record: PathRecord = {
    family: 4,
    address: new Uint8Array(4),
    length: 24,
    attributes: new Uint8Array(),
    session: 'he_v4',
    origin: 'bgp',
    pathId: 0,
    flags: PathFlag.received | PathFlag.accepted | PathFlag.best,
    since: 1_760_000_000,
  };
  const seen = new Set<number>();
  while (seen.size < table.v4) {
    const length = v4Lengths(random());
    // 1.0.0.0 to 223.255.255.255, clustered as announcements are.
    const word = (0x01000000 + Math.floor(random() * 0xdf000000)) >>> 0;
    const network = (word & (0xffffffff << (32 - length))) >>> 0;
    const key = network * 64 + length;
    // BIRD takes no route to the loopback network from anybody; GoBGP does.
    if (seen.has(key) || network >>> 24 === 127) {
      continue;
    }
    seen.add(key);
    record.length = length;
    new DataView(record.address.buffer).setUint32(0, network);
    record.attributes = attributes(4);
    record.since++;
    sink(record);
  }
  generateV6(table.v6, random, record, attributes, sink);
}

function generateV6(
  count: number,
  random: () => number,
  record: PathRecord,
  attributes: (family: 4 | 6) => Uint8Array,
  sink: (record: PathRecord) => void,
): void {
  record.family = 6;
  record.address = new Uint8Array(16);
  record.session = 'he_v6';
  const view = new DataView(record.address.buffer);
  const seen = new Set<string>();
  while (seen.size < count) {
    const length = v6Lengths(random());
    const high = (0x20000000 + Math.floor(random() * 0x0a000000)) >>> 0;
    const low = Math.floor(random() * 0x100000000) >>> 0;
    view.setUint32(
      0,
      length < 32 ? (high & (-1 << (32 - length))) >>> 0 : high,
    );
    view.setUint32(4, length > 32 ? (low & (-1 << (64 - length))) >>> 0 : 0);
    const key = `${view.getUint32(0)}.${view.getUint32(4)}.${length}`;
    if (seen.has(key)) {
      continue;
    }
    seen.add(key);
    record.length = length;
    record.attributes = attributes(6);
    record.since++;
    sink(record);
  }
}

/** Attributes of the next route: one of a set, few of them far more often than others. */
function createAttributes(table: GeneratedTable, random: () => number) {
  const make = (family: 4 | 6) =>
    encodeAttributes({
      origin: random() < 0.9 ? 0 : 2,
      asPath: [{ type: 'sequence', asns: path(random) }],
      nextHop:
        family === 4
          ? Uint8Array.of(192, 0, 2, 1)
          : Uint8Array.of(
              0x20,
              1,
              0xd,
              0xb8,
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              1,
            ),
      med: random() < 0.1 ? Math.floor(random() * 200) : undefined,
      localPref: table.localPref,
      communities: Array.from(
        { length: Math.floor(random() * 4) },
        () => 6939 * 65536 + Math.floor(random() ** 3 * 8000),
      ),
      largeCommunities:
        random() < 0.1
          ? [[6939, Math.floor(random() * 20), Math.floor(random() * 500)]]
          : undefined,
    });
  const pools = { 4: [] as Uint8Array[], 6: [] as Uint8Array[] };
  const total = table.v4 + table.v6;
  const sizes = {
    4: Math.floor((table.distinct * table.v4) / total),
    6: Math.floor((table.distinct * table.v6) / total),
  };
  return (family: 4 | 6) => {
    const pool = pools[family];
    if (pool.length < sizes[family]) {
      pool.push(make(family));
      return pool[pool.length - 1];
    }
    return pool[Math.floor(random() ** 2 * pool.length)];
  };
}

function path(random: () => number): number[] {
  const asns = [6939];
  const hops = 1 + Math.floor(random() + random() * 3 + random() * 2);
  for (let hop = 1; hop < hops; hop++) {
    asns.push(tier1[Math.floor(random() ** 2 * tier1.length)]);
  }
  // Some 80,000 origins.
  const origin = 1000 + Math.floor(random() ** 1.5 * 80_000) * 3;
  const repeated = random() < 0.15 ? 1 + Math.floor(random() * 3) : 0;
  return [...asns, ...Array.from({ length: 1 + repeated }, () => origin)];
}

/** mulberry32: fast and the same everywhere. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 0x100000000;
  };
}

function shares(byLength: { [length: number]: number }) {
  const entries = Object.entries(byLength);
  const total = entries.reduce((sum, [, share]) => sum + share, 0);
  return (random: number) => {
    let left = random * total;
    for (const [length, share] of entries) {
      left -= share;
      if (left < 0) {
        return Number(length);
      }
    }
    return Number(entries[entries.length - 1][0]);
  };
}
