import { RouteTerm } from '@orion/backstage-plugin-orion-bgp-common';
import { parseRouteSearch } from './parseRouteSearch';
import { tellTerms } from './tellTerms';

describe('tellTerms', () => {
  it.each<[RouteTerm, string]>([
    [
      { kind: 'prefix', match: 'exact', prefix: '2001:db8::/32' },
      'prefix 2001:db8::/32',
    ],
    [
      { kind: 'prefix', match: 'longest', prefix: '192.0.2.1' },
      'longest match for 192.0.2.1',
    ],
    [
      { kind: 'prefix', match: 'covering', prefix: '192.0.2.0/25' },
      'prefixes that contain 192.0.2.0/25',
    ],
    [
      { kind: 'prefix', match: 'more-specific', prefix: '192.0.2.0/24' },
      'prefixes inside 192.0.2.0/24',
    ],
    [{ kind: 'path-contains', asn: 64500 }, 'path contains AS64500'],
    [{ kind: 'path-matches', pattern: '^6939 .$' }, 'path matches ^6939 .$'],
    [{ kind: 'origin', asn: 64500 }, 'origin AS64500'],
    [{ kind: 'community', community: '6939:*' }, 'community 6939:*'],
    [{ kind: 'next-hop', address: '2001:db8::1' }, 'next hop 2001:db8::1'],
    [{ kind: 'rpki', rpki: 'not-found' }, 'RPKI not-found'],
    [{ kind: 'aspa', aspa: 'invalid' }, 'ASPA invalid'],
    [{ kind: 'reason', reason: 'none' }, 'refused for no reason that is known'],
    [
      { kind: 'reason', reason: 'community' },
      'refused with a community that says why',
    ],
    [
      { kind: 'reason', reason: 'rpki-length' },
      'refused without a community that says why and RPKI invalid by its length',
    ],
    [
      { kind: 'reason', reason: 'rpki-origin' },
      'refused without a community that says why and RPKI invalid by its origin',
    ],
    [{ kind: 'session', session: 'he_v6' }, 'learned over he_v6'],
    [{ kind: 'exported', session: 'ix_rs1' }, 'exported to ix_rs1'],
    [{ kind: 'family', family: 4 }, 'IPv4'],
    [
      { kind: 'flag', flag: 'filtered', value: true },
      'refused by the import policy',
    ],
    [{ kind: 'flag', flag: 'accepted', value: false }, 'not accepted'],
    [{ kind: 'flag', flag: 'best', value: false }, 'not best path'],
    [{ kind: 'flag', flag: 'stale', value: true }, 'stale'],
    [
      { kind: 'flag', flag: 'unreachable', value: true },
      'next hop unreachable',
    ],
  ])('words %j', (term, text) => {
    expect(tellTerms([term])).toBe(text);
  });

  it('makes one sentence of a search, and says which prefix is meant', () => {
    const { terms } = parseRouteSearch('2001:DB8::1/32+ origin:64500');
    expect(tellTerms(terms)).toBe(
      'prefixes inside 2001:db8::/32, 2001:DB8::1/32 has host bits set, 2001:db8::/32 is meant, origin AS64500',
    );
  });

  it('says that nothing narrows the search', () => {
    expect(tellTerms([])).toBe('every path');
  });
});
