import { PathAttributes } from '../routes/PathAttributes';
import { parseAddress } from '../routes/addresses';
import { decodeAttributes } from './decodeAttributes';
import { encodeAttributes } from './encodeAttributes';
import { findOriginAs } from './findOriginAs';
import { formatAsPath } from './formatAsPath';
import { formatAttributes } from './formatAttributes';
import { formatCommunity } from './formatCommunities';
import { formatExtendedCommunity } from './formatExtendedCommunity';
import { parseAsn } from './parseAsn';

type Segments = NonNullable<PathAttributes['asPath']>;
const sequence = (...asns: number[]) => ({ type: 'sequence' as const, asns });

describe('AS paths', () => {
  it.each<[Segments, string, number | undefined]>([
    [[], '', undefined],
    [[sequence(6939)], '6939', 6939],
    [[sequence(6939, 64500, 64500)], '6939 64500 64500', 64500],
    [[sequence(0, 23456, 4294967295)], '0 23456 4294967295', 4294967295],
    [
      [sequence(6939), { type: 'set', asns: [64501, 64502] }],
      '6939 {64501 64502}',
      undefined,
    ],
    [[{ type: 'set', asns: [] }], '{}', undefined],
    [
      [{ type: 'confed-sequence', asns: [65000, 65001] }, sequence(6939)],
      '(65000 65001) 6939',
      6939,
    ],
    [[{ type: 'confed-set', asns: [65000] }], '[65000]', undefined],
    [[sequence(1), sequence(2)], '1 2', 2],
  ])('%j is %j', (segments, text, origin) => {
    expect(formatAsPath(segments)).toBe(text);
    expect(findOriginAs(segments)).toBe(origin);
  });

  it('keeps more than 255 hops together', () => {
    const asns = Array.from({ length: 600 }, (_, index) => index + 1);
    const attributes = { asPath: [sequence(...asns)] };
    const decoded = decodeAttributes(encodeAttributes(attributes));
    expect(decoded).toEqual(attributes);
    expect(formatAttributes(decoded).asPath).toBe(asns.join(' '));
    expect(formatAttributes(decoded).originAs).toBe(600);
  });
});

describe('parseAsn', () => {
  it.each<[string, number | undefined]>([
    ['0', 0],
    ['6939', 6939],
    ['AS6939', 6939],
    ['as394955', 394955],
    ['4294967295', 4294967295],
    ['4294967296', undefined],
    ['6.1739', 394955],
    ['0.6939', 6939],
    ['65535.65535', 4294967295],
    ['65536.0', undefined],
    ['1.65536', undefined],
    ['1.', undefined],
    ['.1', undefined],
    ['1.2.3', undefined],
    ['01', undefined],
    ['-1', undefined],
    ['1e3', undefined],
    ['', undefined],
    ['AS', undefined],
    [' 1', undefined],
  ])('%j is %p', (text, asn) => {
    expect(parseAsn(text)).toBe(asn);
  });
});

describe('communities', () => {
  it.each([
    [0, '0:0'],
    [0x1b1b0064, '6939:100'],
    [0xfffeffff, '65534:65535'],
    [0xffff0000, 'GRACEFUL_SHUTDOWN'],
    [0xffff029a, 'BLACKHOLE'],
    [0xffffff01, 'NO_EXPORT'],
    [0xffffff02, 'NO_ADVERTISE'],
    [0xffffff03, 'NO_EXPORT_SUBCONFED'],
    [0xffffff04, 'NOPEER'],
    [0xffffff05, '65535:65285'],
  ])('%i is %s', (community, text) => {
    expect(formatCommunity(community)).toBe(text);
  });

  it.each([
    ['00021b1b00000064', 'rt:6939:100'],
    ['00031b1bffffffff', 'soo:6939:4294967295'],
    ['0102c00002010064', 'rt:192.0.2.1:100'],
    ['0202000606cb0064', 'rt:394955:100'],
    ['4202000606cb0064', 'rt:394955:100'],
    ['40041b1b49742400', 'lb:6939:1000000'],
    ['030b000000000007', 'color:7'],
    ['4300000000000000', 'ovs:valid'],
    ['4300000000000002', 'ovs:invalid'],
    ['4300000000000009', 'generic:0x43000000:0x00000009'],
    ['0600aabbccddeeff', 'generic:0x0600aabb:0xccddeeff'],
    ['00091b1b00000064', 'generic:0x00091b1b:0x00000064'],
  ])('%s is %s', (bytes, text) => {
    expect(formatExtendedCommunity(Buffer.from(bytes, 'hex'))).toBe(text);
  });
});

describe('formatAttributes', () => {
  it('says everything a route shows', () => {
    expect(
      formatAttributes({
        origin: 2,
        asPath: [sequence(6939, 394955)],
        nextHop: parseAddress('2001:DB8::1'),
        nextHopLinkLocal: parseAddress('fe80::1'),
        med: 0,
        localPref: 100,
        aggregator: { asn: 394955, address: parseAddress('192.0.2.1')! },
        otc: 6939,
        communities: [0x1b1b0064],
        largeCommunities: [[4294967295, 1, 0]],
        extendedCommunities: [Buffer.from('00021b1b00000064', 'hex')],
        unknown: [{ flags: 0xc0, type: 99, value: new Uint8Array(1000) }],
      }),
    ).toEqual({
      asPath: '6939 394955',
      originAs: 394955,
      nextHop: '2001:db8::1',
      nextHopLinkLocal: 'fe80::1',
      bgpOrigin: 'incomplete',
      med: 0,
      localPref: 100,
      aggregator: '394955 192.0.2.1',
      otc: 6939,
      communities: [
        { kind: 'standard', value: '6939:100' },
        { kind: 'large', value: '4294967295:1:0' },
        { kind: 'extended', value: 'rt:6939:100' },
      ],
      unknownAttributes: [{ type: 99, value: '00'.repeat(256) }],
    });
  });

  it('says nothing about what is absent', () => {
    const { asPath, communities, unknownAttributes, ...rest } =
      formatAttributes({});
    expect({ asPath, communities, unknownAttributes }).toEqual({
      asPath: '',
      communities: [],
      unknownAttributes: [],
    });
    expect(Object.values(rest).every(value => value === undefined)).toBe(true);
  });
});
