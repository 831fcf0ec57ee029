import { PathAttributes } from '../routes/PathAttributes';

/**
 * For tests: a generator of attribute sets, the same for the same seed. It
 * brings long paths, sets, confederations and every kind of community.
 */
export function createAttributeGenerator(seed: number) {
  let state = seed;
  /** A number below `limit` (Lehmer's generator, good enough for tests). */
  const pick = (limit: number) => {
    state = (state * 48271) % 0x7fffffff;
    return Math.floor((state / 0x7fffffff) * limit);
  };
  const chance = (percent: number) => pick(100) < percent;
  const bytes = (length: number) =>
    Uint8Array.from({ length }, () => pick(256));
  const list = <T>(length: number, make: () => T) =>
    Array.from({ length }, make);
  const asn = () => (chance(30) ? pick(0x100000000) : pick(65536));
  const segmentTypes = [
    'sequence',
    'set',
    'confed-sequence',
    'confed-set',
  ] as const;

  function next(): PathAttributes {
    const attributes: PathAttributes = {};
    if (chance(90)) {
      attributes.origin = pick(3) as 0 | 1 | 2;
    }
    if (chance(90)) {
      attributes.asPath = list(chance(80) ? 1 : pick(4), () => ({
        type: chance(80) ? 'sequence' : segmentTypes[pick(4)],
        asns: list(chance(3) ? 200 + pick(400) : 1 + pick(9), asn),
      }));
    }
    if (chance(50)) {
      attributes.nextHop = Uint8Array.of(192, 0, 2, pick(256));
    } else if (chance(80)) {
      attributes.nextHop = Uint8Array.of(0x20, 1, 0xd, 0xb8, ...bytes(12));
      if (chance(40)) {
        attributes.nextHopLinkLocal = Uint8Array.of(0xfe, 0x80, ...bytes(14));
      }
    }
    if (chance(40)) {
      attributes.med = pick(0x100000000);
    }
    if (chance(40)) {
      attributes.localPref = pick(0x100000000);
    }
    if (chance(10)) {
      attributes.atomicAggregate = true;
      attributes.aggregator = { asn: asn(), address: bytes(4) };
    }
    if (chance(60)) {
      attributes.communities = list(1 + pick(80), () => pick(0x100000000));
    }
    if (chance(20)) {
      attributes.extendedCommunities = list(1 + pick(4), () => bytes(8));
    }
    if (chance(30)) {
      attributes.largeCommunities = list(1 + pick(30), () => [
        asn(),
        pick(0x100000000),
        pick(9),
      ]);
    }
    if (chance(10)) {
      attributes.originatorId = pick(0x100000000);
      attributes.clusterList = list(1 + pick(3), () => pick(0x100000000));
    }
    if (chance(10)) {
      attributes.otc = asn();
    }
    if (chance(10)) {
      attributes.unknown = [
        { flags: 0xc0, type: 128 + pick(100), value: bytes(pick(400)) },
      ];
    }
    return attributes;
  }

  return { next, pick, bytes, chance };
}
