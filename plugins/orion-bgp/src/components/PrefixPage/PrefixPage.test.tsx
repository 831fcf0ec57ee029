import { AspaVerdict } from '@orion/backstage-plugin-orion-bgp-common';
import { screen } from '@testing-library/react';
import { fakeBgpApi, rejected, route, routePage } from '../../tests/fakes';
import { renderBgp } from '../../__testUtils__/renderBgp';

const PATH = '/bgp/routes/prefix/2001%3Adb8%3A100%3A%3A/40';

describe('PrefixPage', () => {
  it('says who announces it and which ways lead there', async () => {
    const searchRoutes = jest
      .fn()
      .mockResolvedValue(
        routePage([
          route(),
          route({ router: 'gw2', asPath: '6939 64501', best: false }),
          rejected(),
        ]),
      );
    renderBgp(PATH, fakeBgpApi({ searchRoutes }));
    expect(
      await screen.findByText(
        '2001:db8:100::/40: 3 paths on 2 routers, from AS64501, AS64511.',
      ),
    ).toBeInTheDocument();
    expect(searchRoutes).toHaveBeenCalledWith({
      q: '2001:db8:100::/40',
      match: 'exact',
      limit: 100,
    });
    expect(
      screen.getByRole('img', { name: '3 paths to AS64501, AS64511' }),
    ).toBeInTheDocument();
    expect(
      screen.getByText('2001:db8:100::/40 up to /48 by AS64501'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'More specific prefixes' }),
    ).toHaveAttribute(
      'href',
      '/bgp/routes?q=2001%3Adb8%3A100%3A%3A%2F40&match=more-specific',
    );
  });

  it.each<[Partial<AspaVerdict>, RegExp]>([
    [{ state: 'valid' }, /best pathValideach step up and down is attested/],
    [
      { state: 'unknown', reason: 'relation' },
      /Unknownwhat the neighbor is to us/,
    ],
    [
      { state: 'unknown', reason: 'internal' },
      /Unknownreceived within our own/,
    ],
    [{ state: 'invalid', reason: 'as-set' }, /Invalidthe path has a set/],
    [
      {
        state: 'unknown',
        reason: 'no-aspa',
        hops: [{ customer: 64501, provider: 64500, attestation: 'none' }],
      },
      /UnknownAS64501 has no ASPA to say whether AS64500 is its provider/,
    ],
  ])('verifies the best path: %p', async (over, text) => {
    const aspa = { direction: 'downstream', hops: [], ...over } as AspaVerdict;
    const searchRoutes = jest
      .fn()
      .mockResolvedValue(routePage([route({ aspa })]));
    renderBgp(PATH, fakeBgpApi({ searchRoutes }));
    const label = await screen.findByText('ASPA of the best path');
    expect(label.parentElement).toHaveTextContent(text);
  });

  it('says that nobody announces it', async () => {
    renderBgp(
      PATH,
      fakeBgpApi({ searchRoutes: jest.fn().mockResolvedValue(routePage([])) }),
    );
    expect(
      await screen.findByText('No router has a path to 2001:db8:100::/40.'),
    ).toBeInTheDocument();
  });

  it('calls our own prefix ours', async () => {
    const own = route({
      session: undefined,
      asPath: '',
      originAs: undefined,
      origin: 'static',
      rpki: { state: 'unknown', covering: [] },
    });
    renderBgp(
      PATH,
      fakeBgpApi({
        searchRoutes: jest.fn().mockResolvedValue(routePage([own])),
      }),
    );
    expect(
      await screen.findByText(/1 path on 1 router, from ourselves\./),
    ).toBeInTheDocument();
    expect(screen.getByText('no ROAs are loaded')).toBeInTheDocument();
  });
});
