import { RouteTerm } from '@orion/backstage-plugin-orion-bgp-common';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { useTermTexts } from './useTermTexts';

function Told({ terms }: { terms?: RouteTerm[] }) {
  const tell = useTermTexts();
  const understood = 'as the backend has it';
  return <output aria-label="told">{tell({ terms, understood })}</output>;
}

const told = async (terms?: RouteTerm[]) => {
  renderInTestApp(<Told terms={terms} />);
  return (await screen.findByLabelText('told')).textContent;
};

describe('useTermTexts', () => {
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
      {
        ...{ kind: 'prefix', match: 'more-specific', prefix: '2001:db8::/32' },
        given: '2001:DB8::1/32',
      },
      'prefixes inside 2001:db8::/32, 2001:DB8::1/32 has host bits set, 2001:db8::/32 is meant',
    ],
    [{ kind: 'path-contains', asn: 64500 }, 'path contains AS64500'],
    [
      { kind: 'path-matches', pattern: '^6939 {{as}}$' },
      'path matches ^6939 {{as}}$',
    ],
    [{ kind: 'origin', asn: 64500 }, 'origin AS64500'],
    [{ kind: 'community', community: '6939:*' }, 'community 6939:*'],
    [{ kind: 'next-hop', address: '2001:db8::1' }, 'next hop 2001:db8::1'],
    [{ kind: 'rpki', rpki: 'not-found' }, 'RPKI not found'],
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
    [{ kind: 'flag', flag: 'best', value: false }, 'not the best path'],
  ])('words %j', async (term, text) => {
    expect(await told([term])).toBe(text);
  });

  it('joins the parts', async () => {
    expect(
      await told([
        { kind: 'family', family: 6 },
        { kind: 'rpki', rpki: 'valid' },
      ]),
    ).toBe('IPv6, RPKI valid');
  });

  it('says when nothing narrows the search', async () => {
    expect(await told([])).toBe('every path');
  });

  it.each([
    ['has no terms', undefined],
    [
      'has one of a kind not known here',
      [{ kind: 'family', family: 6 }, { kind: 'tomorrow' } as never],
    ],
  ])('keeps the words of an answer that %s', async (_, terms) => {
    expect(await told(terms as RouteTerm[] | undefined)).toBe(
      'as the backend has it',
    );
  });
});
