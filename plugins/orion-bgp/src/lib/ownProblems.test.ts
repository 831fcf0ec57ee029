import { OwnPrefix } from '@orion/backstage-plugin-orion-bgp-common';
import { ownPrefixes } from '../tests/fakes';
import { ownProblems } from './ownProblems';

const own = (over: Partial<OwnPrefix>) => ({ ...ownPrefixes()[0], ...over });
const of = (over: Partial<OwnPrefix>) => ownProblems({ items: [own(over)] });
const { prefix } = own({});

describe('ownProblems', () => {
  it('finds none in what is valid and goes out', () => {
    const announced = [{ router: 'gw1', to: ['he_v6'] }];
    expect(
      of({ announced, rpki: { state: 'valid', roas: [] } as never }),
    ).toEqual({ invalid: [], unannounced: [] });
  });

  it('finds what is invalid', () => {
    const rpki = { state: 'invalid', roas: [] } as never;
    expect(of({ rpki }).invalid).toEqual([prefix]);
  });

  it('finds what goes to nobody, and claims nothing of what was not read', () => {
    const nobody = [{ router: 'gw1', to: [] }];
    expect(of({ announced: nobody }).unannounced).toEqual([prefix]);
    expect(of({ announced: [] }).unannounced).toEqual([prefix]);
    expect(of({ announced: nobody, unknownOn: ['gw2'] }).unannounced).toEqual(
      [],
    );
    const asOf = '2026-11-26T12:00:00Z';
    expect(of({ announced: [{ ...nobody[0], asOf }] }).unannounced).toEqual([]);
    const unread = [{ router: 'gw1', to: [], unread: ['he_v6'] }];
    expect(of({ announced: unread }).unannounced).toEqual([]);
  });
});
