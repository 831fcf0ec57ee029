import { PathAttributes } from '../routes/PathAttributes';
import { decodeAttributes } from './decodeAttributes';
import { encodeAttributes } from './encodeAttributes';
import { parseWireAttributes } from './parseWireAttributes';
import { createAttributeGenerator } from './randomAttributes';
import { readMpNlri } from './readMpNlri';

const hex = (text: string) =>
  new Uint8Array(Buffer.from(text.replace(/\s/g, ''), 'hex'));

/** The attributes canonical bytes hold. */
const parse = (
  text: string,
  options?: Parameters<typeof parseWireAttributes>[1],
) => decodeAttributes(parseWireAttributes(hex(text), options));

const address = (...bytes: number[]) => Uint8Array.from(bytes);
const global6 = hex('20010db8000000000000000000000001');
const linkLocal = hex('fe800000000000000000000000000001');
const g6 = Buffer.from(global6).toString('hex');
const ll = Buffer.from(linkLocal).toString('hex');

describe('parseWireAttributes', () => {
  it('reads an UPDATE of IPv4', () => {
    const wire = `40 01 01 00
      40 02 0a 02 02 00001b1b 0000fbf4
      40 03 04 c0000201
      80 04 04 00000064
      c0 08 08 1b1b0064 00010001
      c0 20 0c 00001b1b 00000001 00000002`;
    const content: PathAttributes = {
      origin: 0,
      asPath: [{ type: 'sequence', asns: [6939, 64500] }],
      nextHop: address(192, 0, 2, 1),
      med: 100,
      communities: [0x00010001, 0x1b1b0064],
      largeCommunities: [[6939, 1, 2]],
    };
    expect(parse(wire)).toEqual(content);
    expect(parseWireAttributes(hex(wire))).toEqual(encodeAttributes(content));
  });

  it('takes attributes one by one and in any order', () => {
    const pieces = ['80 04 04 00000064', '40 02 00', '40 01 01 02'].map(hex);
    const content: PathAttributes = { origin: 2, asPath: [], med: 100 };
    expect(parseWireAttributes(pieces)).toEqual(encodeAttributes(content));
  });

  it.each([
    [
      'full, global',
      `0002 01 10 ${g6} 00 30 20010db80001`,
      { nextHop: global6 },
    ],
    [
      'full, global and link-local',
      `0002 01 20 ${g6} ${ll} 00`,
      { nextHop: global6, nextHopLinkLocal: linkLocal },
    ],
    [
      'full, link-local alone',
      `0002 01 10 ${ll} 00`,
      { nextHopLinkLocal: linkLocal },
    ],
    [
      'full, unspecified and link-local',
      `0002 01 20 ${'00'.repeat(16)} ${ll} 00`,
      { nextHopLinkLocal: linkLocal },
    ],
    [
      'full, global and nothing',
      `0002 01 20 ${g6} ${'00'.repeat(16)} 00`,
      { nextHop: global6 },
    ],
    ['full, unspecified', `0002 01 10 ${'00'.repeat(16)} 00`, {}],
    [
      'full, IPv4 routes over IPv6',
      `0001 01 10 ${g6} 00 18 c00002`,
      { nextHop: global6 },
    ],
    [
      'full, IPv4',
      `0001 01 04 c0000201 00`,
      { nextHop: address(192, 0, 2, 1) },
    ],
    [
      'full, VPN',
      `0002 80 18 ${'00'.repeat(8)} ${g6} 00`,
      { nextHop: global6 },
    ],
    ['full, without a next hop', `0001 85 00 00`, {}],
    ['short, global', `10 ${g6}`, { nextHop: global6 }],
    [
      'short, both',
      `20 ${g6} ${ll}`,
      { nextHop: global6, nextHopLinkLocal: linkLocal },
    ],
    ['short, IPv4', `04 c0000201`, { nextHop: address(192, 0, 2, 1) }],
  ])('understands MP_REACH_NLRI: %s', (_, value, expected) => {
    const bytes = hex(value);
    const wire = Uint8Array.of(0x90, 14, 0, bytes.length, ...bytes);
    const canonical = parseWireAttributes(wire);
    expect(decodeAttributes(canonical)).toEqual(expected);
    expect(canonical).toEqual(encodeAttributes(expected));
  });

  it('prefers the next hop of MP_REACH_NLRI unless told otherwise', () => {
    const wire = `40 03 04 c0000201 80 0e 15 0002 01 10 ${g6} 00`;
    expect(parse(wire)).toEqual({ nextHop: global6 });
    expect(parse(wire, { ignoreMpReach: true })).toEqual({
      nextHop: address(192, 0, 2, 1),
    });
  });

  it('leaves the unspecified next hop out', () => {
    expect(parse('40 03 04 00000000')).toEqual({});
  });

  it('counts the first of two', () => {
    expect(parse('80 04 04 00000001 80 04 04 00000002')).toEqual({ med: 1 });
  });

  it('keeps unknown attributes with their flags', () => {
    expect(parse('e0 63 02 beef')).toEqual({
      unknown: [{ flags: 0xe0, type: 99, value: hex('beef') }],
    });
  });

  it('knows an attribute with the partial bit set', () => {
    const partial = parseWireAttributes(hex('e0 08 04 1b1b0064'));
    expect(partial).toEqual(encodeAttributes({ communities: [0x1b1b0064] }));
  });

  it('reads extended length, also of a short value', () => {
    expect(parse('50 01 0001 01')).toEqual({ origin: 1 });
  });

  it('leaves out what is no attribute of a path', () => {
    expect(parse('80 0f 03 000201 c0 08 00 c0 20 00')).toEqual({});
  });

  describe('malformed (RFC 7606)', () => {
    it.each([
      ['ORIGIN of two bytes', '40 01 02 0000'],
      ['ORIGIN 3', '40 01 01 03'],
      ['AS_PATH with an unknown segment', '40 02 06 05 01 00001b1b'],
      ['AS_PATH that runs over', '40 02 06 02 02 00001b1b'],
      ['AS_PATH that ends in a header', '40 02 07 02 01 00001b1b 02'],
      ['NEXT_HOP of 16 bytes', `40 03 10 ${g6}`],
      ['MED of 3 bytes', '80 04 03 000001'],
      ['LOCAL_PREF of 5 bytes', '40 05 05 0000000100'],
      ['communities of 6 bytes', 'c0 08 06 1b1b00641b1b'],
      ['large communities of 8 bytes', 'c0 20 08 00001b1b00000001'],
      ['extended communities of 4 bytes', 'c0 10 04 00021b1b'],
      ['OTC of 2 bytes', 'c0 23 02 1b1b'],
      ['MP_REACH_NLRI that runs over', '80 0e 05 0002 01 10 00'],
      ['MP_REACH_NLRI of no size', '80 0e 0a 0002 01 05 0102030405 00'],
    ])('keeps as unknown: %s', (_, wire) => {
      const bytes = hex(wire);
      const [flags, type] = bytes;
      const { unknown, ...rest } = decodeAttributes(parseWireAttributes(bytes));
      expect(unknown).toEqual([{ flags, type, value: bytes.slice(3) }]);
      expect(rest).toEqual({});
    });

    it('discards ATOMIC_AGGREGATE with a value and a short AGGREGATOR', () => {
      expect(parse('40 06 01 00 c0 07 03 000000')).toEqual({});
    });

    it('drops empty segments', () => {
      expect(parse('40 02 0a 02 00 01 00 02 01 00001b1b')).toEqual({
        asPath: [{ type: 'sequence', asns: [6939] }],
      });
    });

    it('gives what came before the cut', () => {
      const wire = hex(
        '40 01 01 00 80 04 04 00000064 c0 08 08 1b1b0064 00010001',
      );
      for (let length = 0; length < wire.length; length++) {
        const { origin, med, ...rest } = decodeAttributes(
          parseWireAttributes(wire.subarray(0, length)),
        );
        expect(origin).toBe(length >= 4 ? 0 : undefined);
        expect(med).toBe(length >= 11 ? 100 : undefined);
        expect(rest).toEqual({});
      }
    });
  });

  describe('ASNs of 2 bytes (RFC 6793 §4.2.3)', () => {
    const narrow = { asBytes: 2 } as const;
    const path = (...asns: number[]) => ({
      asPath: [{ type: 'sequence' as const, asns }],
    });

    it.each([
      ['without AS4_PATH', '40 02 06 02 02 1b1b fbf4', path(6939, 64500)],
      [
        'with a shorter AS4_PATH',
        '40 02 08 02 03 1b1b 5ba0 5ba0 c0 11 0a 02 02 000606cb 00010000',
        path(6939, 394955, 65536),
      ],
      [
        'with AS4_PATH of the same length',
        '40 02 06 02 02 1b1b 5ba0 c0 11 0a 02 02 00001b1b 000606cb',
        path(6939, 394955),
      ],
      [
        'with a longer AS4_PATH, which is not believed',
        '40 02 04 02 01 5ba0 c0 11 0a 02 02 00001b1b 000606cb',
        path(23456),
      ],
      [
        'with a malformed AS4_PATH',
        '40 02 04 02 01 5ba0 c0 11 05 02 02 0000 1b',
        path(23456),
      ],
      [
        'with a set, which counts once',
        '40 02 0c 02 01 1b1b 01 02 0001 0002 02 00 c0 11 0a 01 02 00000001 000606cb',
        {
          asPath: [
            { type: 'sequence', asns: [6939] },
            { type: 'set', asns: [1, 394955] },
          ],
        },
      ],
      [
        'with a confederation in front, which counts nothing',
        '40 02 0a 03 01 fde8 02 02 1b1b 5ba0 c0 11 06 02 01 000606cb',
        {
          asPath: [
            { type: 'confed-sequence', asns: [65000] },
            { type: 'sequence', asns: [6939, 394955] },
          ],
        },
      ],
      [
        'with confederation segments in AS4_PATH, which are dropped',
        '40 02 04 02 01 5ba0 c0 11 0c 03 01 00000001 02 01 000606cb',
        path(394955),
      ],
    ])('%s', (_, wire, expected) => {
      expect(parse(wire, narrow)).toEqual(expected);
    });

    it('merges the aggregator', () => {
      const as4 = 'c0 12 08 000606cb c0000201';
      const address4 = address(192, 0, 2, 1);
      expect(parse(`c0 07 06 5ba0 c0000201 ${as4}`, narrow)).toEqual({
        aggregator: { asn: 394955, address: address4 },
      });
      expect(parse('c0 07 06 1b1b c0000201', narrow)).toEqual({
        aggregator: { asn: 6939, address: address4 },
      });
    });

    it('believes neither when an old speaker aggregated', () => {
      const wire = `40 02 04 02 01 5ba0 c0 07 06 1b1b c0000201
        c0 11 06 02 01 000606cb c0 12 08 000606cb c0000201`;
      expect(parse(wire, narrow)).toEqual({
        ...path(23456),
        aggregator: { asn: 6939, address: address(192, 0, 2, 1) },
      });
    });

    it('drops both in wide mode', () => {
      const wire = 'c0 11 06 02 01 000606cb c0 12 08 000606cb c0000201';
      expect(parse(wire)).toEqual({});
    });
  });

  it('has the bytes of encodeAttributes for 5,000 sets, however they come', () => {
    const random = createAttributeGenerator(1);
    for (let round = 0; round < 5000; round++) {
      const canonical = encodeAttributes(random.next());
      expect(parseWireAttributes(canonical)).toEqual(canonical);
      const shuffled = cut(canonical).sort(() => random.pick(3) - 1);
      expect(parseWireAttributes(shuffled)).toEqual(canonical);
    }
  });

  it('does not throw at 100,000 damaged inputs, and is stable', () => {
    const random = createAttributeGenerator(2);
    const unstable: string[] = [];
    let sample = encodeAttributes(random.next());
    for (let round = 0; round < 100_000; round++) {
      if (round % 20 === 0) {
        sample = encodeAttributes(random.next());
      }
      const wire = random.chance(30)
        ? random.bytes(random.pick(40))
        : sample.slice(0, 1 + random.pick(Math.max(1, sample.length)));
      for (let flips = random.pick(4); flips > 0 && wire.length > 0; flips--) {
        wire[random.pick(wire.length)] = random.pick(256);
      }
      const asBytes = random.chance(50) ? 2 : 4;
      const canonical = parseWireAttributes(wire, { asBytes });
      const again = encodeAttributes(decodeAttributes(canonical));
      const decoded = encodeAttributes(decodeAttributes(wire));
      const twice = encodeAttributes(decodeAttributes(decoded));
      if (differ(again, canonical) || differ(twice, decoded)) {
        unstable.push(Buffer.from(wire).toString('hex'));
      }
    }
    expect(unstable).toEqual([]);
  });
});

describe('readMpNlri', () => {
  it('finds what an UPDATE announces and withdraws', () => {
    const wire = `80 0f 0a 0002 01 30 20010db80002 80 0e 1c 0002 01 10 ${g6} 00 30 20010db80001`;
    expect(readMpNlri(hex(wire))).toEqual({
      unreach: { afi: 2, safi: 1, nlri: hex('30 20010db80002') },
      reach: { afi: 2, safi: 1, nlri: hex('30 20010db80001') },
    });
  });

  it.each(['', '80 0f 02 0002', '80 0e 04 0002 01 10', '80 0e 00'])(
    'finds nothing in %j',
    wire => {
      expect(readMpNlri(hex(wire))).toEqual({});
    },
  );
});

function differ(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) !== 0;
}

/** One array per attribute. */
function cut(block: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < block.length; ) {
    const size =
      block[at] & 0x10
        ? 4 + block[at + 2] * 256 + block[at + 3]
        : 3 + block[at + 2];
    pieces.push(block.subarray(at, at + size));
    at += size;
  }
  return pieces;
}
