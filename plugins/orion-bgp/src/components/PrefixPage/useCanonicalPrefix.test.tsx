import { screen } from '@testing-library/react';
import { fakeBgpApi, routePage } from '../../tests/fakes';
import { renderBgp } from '../../__testUtils__/renderBgp';

const OURS = '2001:db8:3949::/48';
const hrefOf = (address: string) =>
  `/bgp/routes/prefix/${encodeURIComponent(address)}/48`;

/** The collector's answer to a prefix, however it was typed. */
const answering = (given?: string) =>
  fakeBgpApi({
    searchRoutes: jest.fn().mockImplementation(async ({ q }) =>
      routePage([], {
        terms: [
          {
            kind: 'prefix',
            match: 'exact',
            prefix: OURS,
            ...(q !== OURS && given && { given }),
          },
        ],
      }),
    ),
  });

describe('a prefix that was typed in another way', () => {
  it('has what is ours, at its own address', async () => {
    renderBgp(`${hrefOf('2001:DB8:3949::')}?path=x`, answering());
    expect(await screen.findByText('to he_v6 on gw1')).toBeInTheDocument();
    expect(
      await screen.findByText(`No router has a path to ${OURS}.`),
    ).toBeInTheDocument();
    expect(screen.getByLabelText('where')).toHaveTextContent(
      `${hrefOf('2001:db8:3949::')}?path=x`,
    );
    expect(screen.queryByText(/host bits/)).toBeNull();
  });

  it('says that it was taken for its network', async () => {
    const given = '2001:db8:3949::1/48';
    renderBgp(hrefOf('2001:db8:3949::1'), answering(given));
    expect(
      await screen.findByText(`${given} has host bits set, ${OURS} is meant`),
    ).toBeInTheDocument();
    expect(await screen.findByText('to he_v6 on gw1')).toBeInTheDocument();
  });
});
