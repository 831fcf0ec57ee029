import { parsePrefix } from '../../routes/addresses';
import { toPrefixKey } from '../../rib/table/PrefixKey';
import { encodeRtrPdu } from './encodeRtrPdu';
import { RtrParser } from './RtrParser';
import { RtrPdu, RtrProtocolError } from './RtrPdu';

function key(text: string) {
  const { family, address, length } = parsePrefix(text)!;
  return toPrefixKey(family, address, length);
}

/** Messages and their bytes as RFC 8210 §5 draws them. */
const messages: [string, RtrPdu][] = [
  [
    '0100 abcd 0000000c 00000007',
    { version: 1, type: 'serial-notify', session: 0xabcd, serial: 7 },
  ],
  [
    '0101 abcd 0000000c ffffffff',
    { version: 1, type: 'serial-query', session: 0xabcd, serial: 0xffffffff },
  ],
  ['0002 0000 00000008', { version: 0, type: 'reset-query' }],
  [
    '0103 abcd 00000008',
    { version: 1, type: 'cache-response', session: 0xabcd },
  ],
  [
    '0104 0000 00000014 01181900 c0000200 0000fbf4',
    {
      version: 1,
      type: 'prefix',
      announce: true,
      prefix: key('192.0.2.0/24'),
      maxLength: 25,
      asn: 64500,
    },
  ],
  [
    '0106 0000 00000020 00203000 20010db8 00000000 00000000 00000000 0000fbf4',
    {
      version: 1,
      type: 'prefix',
      announce: false,
      prefix: key('2001:db8::/32'),
      maxLength: 48,
      asn: 64500,
    },
  ],
  [
    '0107 abcd 00000018 00000007 00000e10 00000258 00001c20',
    {
      version: 1,
      type: 'end-of-data',
      session: 0xabcd,
      serial: 7,
      intervals: { refresh: 3600, retry: 600, expire: 7200 },
    },
  ],
  [
    '0007 abcd 0000000c 00000007',
    {
      version: 0,
      type: 'end-of-data',
      session: 0xabcd,
      serial: 7,
      intervals: undefined,
    },
  ],
  ['0108 0000 00000008', { version: 1, type: 'cache-reset' }],
  [
    '010a 0002 00000014 00000000 00000004 6e6f7065',
    { version: 1, type: 'error-report', code: 2, text: 'nope' },
  ],
];
const toBytes = (hex: string) => Buffer.from(hex.replace(/ /g, ''), 'hex');
const stream = Buffer.concat(messages.map(([hex]) => toBytes(hex)));
const expected = messages.map(([, pdu]) => pdu);

describe('RtrParser', () => {
  it.each(messages)('reads and writes %s', (hex, pdu) => {
    expect(new RtrParser().push(toBytes(hex))).toEqual([pdu]);
    expect(encodeRtrPdu(pdu).toString('hex')).toBe(hex.replace(/ /g, ''));
  });

  it('reads the same wherever the stream is cut', () => {
    for (let first = 0; first <= stream.length; first++) {
      for (const second of [first, (first + stream.length) >> 1]) {
        const parser = new RtrParser();
        const pieces = [
          stream.subarray(0, first),
          stream.subarray(first, second),
          stream.subarray(second),
        ];
        expect(pieces.flatMap(piece => parser.push(piece))).toEqual(expected);
      }
    }
    const parser = new RtrParser();
    expect(
      [...stream].flatMap(byte => parser.push(Uint8Array.of(byte))),
    ).toEqual(expected);
  });

  it('passes over router keys and what later versions add', () => {
    const parser = new RtrParser();
    expect(
      parser.push(toBytes('0109 0000 0000000a abcd 010b 0000 00000008')),
    ).toEqual([
      { version: 1, type: 'other', code: 9 },
      { version: 1, type: 'other', code: 11 },
    ]);
  });

  it.each([
    [
      'as StayRTR sends it',
      '020b 0000 00000018 01 01 0002 0000fbf6 000000ae 00001b1b',
      { announce: true, customer: 64502, providers: [174, 6939], family: 6 },
    ],
    [
      'taken back, as StayRTR sends it',
      '020b 0000 00000010 00 00 0000 0000fbf6',
      { announce: false, customer: 64502, providers: [], family: 4 },
    ],
    [
      'as of the later drafts',
      '020b 0100 00000014 0000fbf6 000000ae 00001b1b',
      { announce: true, customer: 64502, providers: [174, 6939] },
    ],
    [
      'as of the later drafts, like an older one on the first look',
      '020b 0100 00000014 01000001 000000ae 00001b1b',
      { announce: true, customer: 16_777_217, providers: [174, 6939] },
    ],
    [
      'taken back, as of the later drafts',
      '020b 0000 0000000c 0000fbf6',
      { announce: false, customer: 64502, providers: [] },
    ],
  ])('reads an ASPA %s, and writes it again', (_, hex, parts) => {
    const pdu = { version: 2, type: 'aspa' as const, ...parts };
    expect(new RtrParser().push(toBytes(hex))).toEqual([pdu]);
    expect(encodeRtrPdu(pdu as RtrPdu)).toEqual(Buffer.from(toBytes(hex)));
  });

  it.each([
    ['without providers', '020b 0100 0000000c 0000fbf6', 9],
    [
      'taken back with providers',
      '020b 0000 00000014 00 00 0001 0000fbf6 1',
      9,
    ],
    ['without a customer', '020b 0100 00000008', 0],
    ['of odd length', '020b 0100 0000000f 0000fbf6 000000', 0],
  ])('refuses an ASPA %s', (_, hex, code) => {
    const bytes = toBytes(
      hex.endsWith(' 1') ? `${hex.slice(0, -1)}00001b1b` : hex,
    );
    expect(() => new RtrParser().push(bytes)).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('reads an error report that quotes a message, or nothing', () => {
    const quoting = '010a 0003 00000018 00000004 01020304 00000004 6e6f7065';
    expect(new RtrParser().push(toBytes(quoting))).toMatchObject([
      { code: 3, text: 'nope' },
    ]);
    expect(new RtrParser().push(toBytes('010a 0003 00000008'))).toMatchObject([
      { code: 3, text: '' },
    ]);
  });

  it.each([
    ['a length below the header', '0102 0000 00000007'],
    ['a length without end', '0102 0000 ffffffff'],
    ['a short prefix', '0104 0000 00000010 01181900 c0000200'],
    [
      'a prefix longer than its maximum',
      '0104 0000 00000014 01191800 c0000200 0000fbf4',
    ],
    [
      'a maximum beyond the address',
      '0104 0000 00000014 01182100 c0000200 0000fbf4',
    ],
    ['an end of data of the other version', '0107 abcd 0000000c 00000007'],
    [
      'a text that is longer than the message',
      '010a 0002 00000010 00000000 00000009',
    ],
  ])('refuses %s', (_, hex) => {
    expect(() => new RtrParser().push(toBytes(hex))).toThrow(RtrProtocolError);
  });

  it('never fails in any other way, on 100,000 damaged streams', () => {
    let state = 1;
    const pick = (limit: number) => {
      state = (state * 48271) % 0x7fffffff;
      return state % limit;
    };
    let read = 0;
    for (let round = 0; round < 100_000; round++) {
      const from = pick(stream.length);
      const bytes = Buffer.from(
        stream.subarray(round % 2 ? 0 : from, from + pick(80)),
      );
      for (let count = pick(4); count > 0 && bytes.length > 0; count--) {
        bytes[pick(bytes.length)] = pick(256);
      }
      const parser = new RtrParser();
      try {
        const cut = pick(bytes.length + 1);
        read += parser.push(bytes.subarray(0, cut)).length;
        read += parser.push(bytes.subarray(cut)).length;
      } catch (error) {
        if (!(error instanceof RtrProtocolError)) {
          throw error;
        }
      }
    }
    expect(read).toBeGreaterThan(50_000);
  });
});
