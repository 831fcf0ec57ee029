import { toPrefixKey } from '../table/PrefixKey';
import { parseAddress } from '../../routes/addresses';
import { RouteSearchError } from './RouteSearchError';
import { parseRouteSearch } from './parseRouteSearch';

const key = (address: string, length: number) =>
  toPrefixKey(address.includes(':') ? 6 : 4, parseAddress(address)!, length);

describe('parseRouteSearch', () => {
  it.each([
    ['', {}, []],
    ['  ', {}, []],
    [
      '2001:db8::/32',
      { prefix: { match: 'exact', key: key('2001:db8::', 32) } },
      [{ kind: 'prefix', match: 'exact', prefix: '2001:db8::/32' }],
    ],
    [
      '2001:db8::/32+',
      { prefix: { match: 'covered', key: key('2001:db8::', 32) } },
      [{ kind: 'prefix', match: 'more-specific', prefix: '2001:db8::/32' }],
    ],
    [
      'covering:192.0.2.0/25',
      { prefix: { match: 'covering', key: key('192.0.2.0', 25) } },
      [{ kind: 'prefix', match: 'covering', prefix: '192.0.2.0/25' }],
    ],
    [
      '2001:DB8::1/32',
      { prefix: { match: 'exact', key: key('2001:db8::', 32) } },
      [
        {
          kind: 'prefix',
          match: 'exact',
          prefix: '2001:db8::/32',
          given: '2001:DB8::1/32',
        },
      ],
    ],
    [
      '192.0.2.1',
      { prefix: { match: 'longest', key: key('192.0.2.1', 32) } },
      [{ kind: 'prefix', match: 'longest', prefix: '192.0.2.1' }],
    ],
    [
      '::',
      { prefix: { match: 'longest', key: key('::', 128) } },
      [{ kind: 'prefix', match: 'longest', prefix: '::' }],
    ],
    [
      '0.0.0.0/0',
      { prefix: { match: 'exact', key: key('0.0.0.0', 0) } },
      [{ kind: 'prefix', match: 'exact', prefix: '0.0.0.0/0' }],
    ],
    ['AS64500', { asns: [64500] }, [{ kind: 'path-contains', asn: 64500 }]],
    [
      '6939 as64500',
      { asns: [6939, 64500] },
      [
        { kind: 'path-contains', asn: 6939 },
        { kind: 'path-contains', asn: 64500 },
      ],
    ],
    ['1.10', { asns: [65546] }, [{ kind: 'path-contains', asn: 65546 }]],
    ['origin:AS64500', { originAs: 64500 }, [{ kind: 'origin', asn: 64500 }]],
    [
      '6939:100',
      { communities: [{ kind: 'standard', parts: [6939, 100] }] },
      [{ kind: 'community', community: '6939:100' }],
    ],
    [
      '6939:*',
      { communities: [{ kind: 'standard', parts: [6939, '*'] }] },
      [{ kind: 'community', community: '6939:*' }],
    ],
    [
      '394955:65666:1',
      { communities: [{ kind: 'large', parts: [394955, 65666, 1] }] },
      [{ kind: 'community', community: '394955:65666:1' }],
    ],
    [
      'rt:64500:1',
      {
        communities: [
          {
            ...{ kind: 'extended', type: 'rt' },
            ...{ administrator: 'as', parts: [64500, 1] },
          },
        ],
      },
      [{ kind: 'community', community: 'rt:64500:1' }],
    ],
    [
      'soo:192.0.2.1:*',
      {
        communities: [
          {
            ...{ kind: 'extended', type: 'soo' },
            ...{ administrator: 'address', parts: [0xc0000201, '*'] },
          },
        ],
      },
      [{ kind: 'community', community: 'soo:192.0.2.1:*' }],
    ],
    [
      'rt:*:7',
      {
        communities: [
          {
            ...{ kind: 'extended', type: 'rt' },
            ...{ administrator: '*', parts: ['*', 7] },
          },
        ],
      },
      [{ kind: 'community', community: 'rt:*:7' }],
    ],
    [
      'NO_EXPORT',
      { communities: [{ kind: 'standard', parts: [65535, 65281] }] },
      [{ kind: 'community', community: 'NO_EXPORT' }],
    ],
    [
      'community:blackhole',
      { communities: [{ kind: 'standard', parts: [65535, 666] }] },
      [{ kind: 'community', community: 'blackhole' }],
    ],
    [
      'nexthop:2001:db8::1',
      { nextHop: parseAddress('2001:db8::1') },
      [{ kind: 'next-hop', address: '2001:db8::1' }],
    ],
    ['rpki:invalid', { rpki: 'invalid' }, [{ kind: 'rpki', rpki: 'invalid' }]],
    ['reason:none', { reason: 'none' }, [{ kind: 'reason', reason: 'none' }]],
    [
      'session:he_v6 reason:RPKI-length',
      { session: 'he_v6', reason: 'rpki-length' },
      [
        { kind: 'session', session: 'he_v6' },
        { kind: 'reason', reason: 'rpki-length' },
      ],
    ],
    [
      'reason:community filtered:yes',
      { reason: 'community', flagsMask: 2, flagsValue: 2 },
      [
        { kind: 'reason', reason: 'community' },
        { kind: 'flag', flag: 'filtered', value: true },
      ],
    ],
    [
      'rpki:notfound',
      { rpki: 'not-found' },
      [{ kind: 'rpki', rpki: 'not-found' }],
    ],
    [
      'session:he_v6 exported:2001:db8::9',
      { session: 'he_v6', exportedTo: '2001:db8::9' },
      [
        { kind: 'session', session: 'he_v6' },
        { kind: 'exported', session: '2001:db8::9' },
      ],
    ],
    [
      'filtered:yes best:no',
      { flagsMask: 10, flagsValue: 2 },
      [
        { kind: 'flag', flag: 'filtered', value: true },
        { kind: 'flag', flag: 'best', value: false },
      ],
    ],
    [
      'accepted:yes',
      { flagsMask: 4, flagsValue: 4 },
      [{ kind: 'flag', flag: 'accepted', value: true }],
    ],
    [
      'accepted:no',
      { flagsMask: 4, flagsValue: 0 },
      [{ kind: 'flag', flag: 'accepted', value: false }],
    ],
    ['family:ipv6', { family: 6 }, [{ kind: 'family', family: 6 }]],
    [
      '^6939 .* 64500$',
      { pathPatterns: ['^6939 .* 64500$'] },
      [{ kind: 'path-matches', pattern: '^6939 .* 64500$' }],
    ],
    [
      '_1299_',
      { pathPatterns: ['_1299_'] },
      [{ kind: 'path-matches', pattern: '_1299_' }],
    ],
    [
      '6939 (64500|64501)+ .',
      { pathPatterns: ['6939 (64500|64501)+ .'] },
      [{ kind: 'path-matches', pattern: '6939 (64500|64501)+ .' }],
    ],
    [
      '6939.*64500',
      { pathPatterns: ['6939.*64500'] },
      [{ kind: 'path-matches', pattern: '6939.*64500' }],
    ],
    [
      'path:6939 64500',
      { pathPatterns: ['6939 64500'] },
      [{ kind: 'path-matches', pattern: '6939 64500' }],
    ],
    [
      'path:"6939 64500" 174',
      { pathPatterns: ['6939 64500'], asns: [174] },
      [
        { kind: 'path-matches', pattern: '6939 64500' },
        { kind: 'path-contains', asn: 174 },
      ],
    ],
    [
      '[= * 1299 * =] rpki:valid',
      { pathPatterns: ['[= * 1299 * =]'], rpki: 'valid' },
      [
        { kind: 'path-matches', pattern: '[= * 1299 * =]' },
        { kind: 'rpki', rpki: 'valid' },
      ],
    ],
    [
      '192.0.2.0/24 ^6939 .$ 6939:1',
      {
        prefix: { match: 'exact', key: key('192.0.2.0', 24) },
        pathPatterns: ['^6939 .$'],
        communities: [{ kind: 'standard', parts: [6939, 1] }],
      },
      [
        { kind: 'prefix', match: 'exact', prefix: '192.0.2.0/24' },
        { kind: 'path-matches', pattern: '^6939 .$' },
        { kind: 'community', community: '6939:1' },
      ],
    ],
  ])('understands %s', (text, query, terms) => {
    expect(parseRouteSearch(text)).toEqual({ query, terms });
  });

  it.each([
    ['192.0.2', 'neither an IPv4 address'],
    ['192.0.2.0/33', 'neither an IPv4 address'],
    ['2001:db8::/129', 'neither an IPv6 address'],
    ['2001:db8:::1', 'neither an IPv6 address'],
    ['192.0.2.1 198.51.100.0/24', 'second prefix'],
    ['in:somewhere', 'names no prefix'],
    ['he_v6', 'for a session write session:he_v6'],
    ['AS4294967296', 'not understood'],
    ['70000:1', '70000 is more than 65535'],
    ['1:2:4294967296', '4294967296 is more than 4294967295'],
    ['rt:1.2:3', 'no extended community'],
    ['nexthop:he', 'names no address'],
    ['rpki:maybe', 'is none of valid, invalid'],
    ['reason:any', 'is none of none, community, rpki-length, rpki-origin'],
    ['reason:none reason:none', 'a second time'],
    ['best:perhaps', 'neither yes nor no'],
    ['best:yes best:no', 'said twice'],
    ['session:a session:b', 'a second time'],
    ['session:', 'names no session'],
    ['origin:x', 'names no AS number'],
    ['color:7', 'not understood'],
    ['^(6939', 'is no pattern of AS paths: "(" is not closed'],
    ['[= 1299', 'misses the closing =]'],
    ['path:"1299', 'closing quotation mark'],
    ['<script>', 'is not understood'],
    ['x'.repeat(301), 'at most 300 characters'],
  ])('says what is wrong with %s', (text, problem) => {
    expect(() => parseRouteSearch(text)).toThrow(RouteSearchError);
    expect(() => parseRouteSearch(text)).toThrow(problem);
  });

  it('takes what a prefix means from the caller, unless the text says it', () => {
    const match = (text: string) =>
      parseRouteSearch(text, { prefixMatch: 'covered' }).query.prefix?.match;
    expect(match('192.0.2.0/24')).toBe('covered');
    expect(match('192.0.2.0/24-')).toBe('covering');
    expect(match('192.0.2.1')).toBe('longest');
  });

  it('never fails in any other way', () => {
    const alphabet = '0169.:/*+?[]={}()|^$_- asnopxrtk"\u0000é';
    let state = 1;
    for (let round = 0; round < 20_000; round++) {
      let text = '';
      for (let at = round % 40; at >= 0; at--) {
        state = (state * 48271) % 0x7fffffff;
        text += alphabet[state % alphabet.length];
      }
      const outcome = () => {
        try {
          return parseRouteSearch(text);
        } catch (error) {
          return error instanceof RouteSearchError ? error : [text, error];
        }
      };
      expect(outcome()).not.toBeInstanceOf(Array);
    }
  });
});
