/* eslint-disable no-bitwise */
import { seededRandom } from './seededRandom';
import { BgpFamily, BgpOffer } from './types';

const HE = 6939;
const HOUR = 60 * 60 * 1000;
/** About as the lengths of the real tables are shared out. */
const lengths6 = [48, 48, 48, 48, 48, 44, 40, 36, 32, 32, 32, 29];
const lengths4 = [24, 24, 24, 24, 24, 24, 23, 22, 22, 21, 20, 19, 16];
const blocks6 = [
  0x2001, 0x2400, 0x2600, 0x2604, 0x2620, 0x2804, 0x2a00, 0x2a02,
];
const origins = [
  'IGP',
  'IGP',
  'IGP',
  'IGP',
  'IGP',
  'IGP',
  'Incomplete',
  'EGP',
] as const;

type Random = (limit: number) => number;

/** What AS6939 announces to gw1: 1,500 networks of IPv6, 600 of IPv4. */
export function offersOf(family: BgpFamily, since: number): BgpOffer[] {
  const random = seededRandom(family === 'ipv6' ? 6 : 4);
  const offers = new Map<string, BgpOffer>();
  const count = family === 'ipv6' ? 1_500 : 600;
  const add = (prefix: string, refusedFor?: number) =>
    offers.set(prefix, offer(random, family, prefix, since, refusedFor));
  refusedAnyway(family).forEach(([prefix, reason]) => add(prefix, reason));
  add(family === 'ipv6' ? '::/0' : '0.0.0.0/0');
  while (offers.size < count) {
    // Two of a hundred are too long, another two fail origin validation.
    const kind = random(50);
    const prefix =
      family === 'ipv6'
        ? network6(random, kind === 0)
        : network4(random, kind === 0);
    if (!offers.has(prefix)) {
      add(prefix, [2, 1][kind]);
    }
  }
  return [...offers.values()];
}

/** Somebody announces parts of what is ours. */
function refusedAnyway(family: BgpFamily): [string, number][] {
  return family === 'ipv6'
    ? [
        ['2001:db8:3949:8000::/49', 3],
        ['2001:db8:394a::/48', 3],
      ]
    : [['192.0.2.128/25', 3]];
}

function offer(
  random: Random,
  family: BgpFamily,
  prefix: string,
  since: number,
  refusedFor?: number,
): BgpOffer {
  const v6 = family === 'ipv6';
  const origin = 1_000 + random(400_000);
  const transit = Array.from(
    { length: random(4) },
    () => 1_000 + random(65_000),
  );
  // Some make their path longer on purpose.
  const prepended = Array.from(
    { length: random(12) === 0 ? 3 : 1 },
    () => origin,
  );
  const set = random(300) === 0 ? [[64_500, 64_501]] : [];
  const tagged = random(3);
  return {
    prefix,
    refusedFor,
    since: since + random(8 * 24 * HOUR),
    attributes: {
      origin: origins[random(origins.length)],
      asPath: [HE, ...transit, ...prepended, ...set],
      nextHop: v6 ? '2001:db8:100::1' : '198.51.100.1',
      nextHopLinkLocal: v6 ? 'fe80::200:5eff:fe00:5301' : undefined,
      med: random(5) === 0 ? random(1_000) : undefined,
      communities: Array.from({ length: tagged }, (_, index) =>
        index
          ? [1_000 + random(64_000), random(5_000)]
          : [HE, 1_000 + random(9)],
      ),
      largeCommunities:
        random(4) === 0 ? [[HE, 1 + random(3), random(900)]] : [],
      aggregator:
        random(40) === 0
          ? { asn: origin, address: `203.0.113.${random(255)}` }
          : undefined,
      atomicAggregate: random(60) === 0 || undefined,
      otc: v6 ? HE : undefined,
    },
  };
}

function network6(random: Random, tooLong: boolean): string {
  const length = tooLong
    ? 52 + 4 * random(4)
    : lengths6[random(lengths6.length)];
  const words = [
    blocks6[random(blocks6.length)],
    random(65_536),
    random(65_536),
    random(65_536),
  ];
  const masked = words.map((word, index) => {
    const kept = Math.min(16, Math.max(0, length - 16 * index));
    return word & (0xffff << (16 - kept)) & 0xffff;
  });
  while (masked.length > 1 && masked.at(-1) === 0) {
    masked.pop();
  }
  return `${masked.map(word => word.toString(16)).join(':')}::/${length}`;
}

function network4(random: Random, tooLong: boolean): string {
  const length = tooLong ? 25 + random(4) : lengths4[random(lengths4.length)];
  let first = 1 + random(222);
  // Private, loopback and documentation space is not announced.
  while ([10, 100, 127, 169, 172, 192, 198, 203].includes(first)) {
    first = 1 + random(222);
  }
  const address =
    ((first << 24) | random(1 << 24)) & (0xffffffff << (32 - length));
  const bytes = [24, 16, 8, 0].map(shift => (address >>> shift) & 255);
  return `${bytes.join('.')}/${length}`;
}
