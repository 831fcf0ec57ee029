import { encodeAttributes } from '../../attributes/encodeAttributes';
import { clearHostBits } from '../../routes/addresses';
import { AsPathSegment } from '../../routes/PathAttributes';
import { PathRecord } from '../../routes/RouteSource';

/** Names of sessions the routes come over. */
export const sessionNames = ['', 'he_v4', 'he_v6', 'ix_1', 'ix_2'];

/** For tests: routes that often meet, the same for the same seed. */
export function createRouteGenerator(seed: number) {
  let state = seed;
  /** A number below `limit`. */
  const pick = (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 0x100000000) * limit);
  };
  const asn = () => 64496 + pick(12);
  const list = <T>(length: number, make: () => T) =>
    Array.from({ length }, make);

  function prefix(): Pick<PathRecord, 'family' | 'address' | 'length'> {
    const family = pick(2) ? 4 : 6;
    const bits = family === 4 ? 32 : 128;
    const address = new Uint8Array(bits / 8);
    // Few values for few bytes, so that prefixes contain each other.
    for (const at of [0, 1, 2, bits / 8 - 1]) {
      address[at] = [0, 1, 128, 255][pick(4)];
    }
    const length = [0, 1, 8, 9, 16, 23, 24, bits - 1, bits, pick(bits + 1)][
      pick(10)
    ];
    clearHostBits(address, length);
    return { family, address, length };
  }

  function segment(): AsPathSegment {
    const types = ['sequence', 'sequence', 'set', 'confed-sequence'] as const;
    return { type: types[pick(4)], asns: list(1 + pick(3), asn) };
  }

  function attributes(): Uint8Array {
    return encodeAttributes({
      origin: pick(3) as 0 | 1 | 2,
      asPath: pick(10)
        ? [
            { type: 'sequence', asns: list(pick(4), asn) },
            ...list(pick(2), segment),
          ]
        : undefined,
      nextHop: [
        Uint8Array.of(192, 0, 2, pick(3)),
        Uint8Array.of(0x20, 1, 0xd, 0xb8, ...list(11, () => 0), pick(3)),
        undefined,
      ][pick(3)],
      nextHopLinkLocal:
        pick(8) === 0
          ? Uint8Array.of(0xfe, 0x80, ...list(13, () => 0), pick(3))
          : undefined,
      localPref: pick(2) ? 100 : undefined,
      communities: list(pick(3), () => asn() * 65536 + pick(5)),
      largeCommunities: list(pick(3), () => [asn(), pick(3), pick(3)]),
      extendedCommunities: list(pick(2), () =>
        Uint8Array.of(
          [0, 0x40, 1, 2][pick(4)],
          2 + pick(3),
          0,
          0,
          0,
          pick(3),
          0,
          pick(3),
        ),
      ),
    });
  }

  function route(): PathRecord {
    return {
      ...prefix(),
      attributes: attributes(),
      session: sessionNames[pick(sessionNames.length)],
      origin: 'bgp',
      pathId: pick(4) ? 0 : pick(3),
      flags: pick(64),
      since: 1_760_000_000 + pick(1000),
    };
  }

  return { pick, asn, prefix, route };
}
