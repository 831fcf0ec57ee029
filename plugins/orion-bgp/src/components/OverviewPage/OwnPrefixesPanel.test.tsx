import { screen, within } from '@testing-library/react';
import { renderBgp } from '../../__testUtils__/renderBgp';
import { fakeBgpApi, refusal } from '../../tests/fakes';

describe('OwnPrefixesPanel', () => {
  it('says which of ours is valid and where it goes out', async () => {
    renderBgp('/bgp/sessions', fakeBgpApi());
    expect(await screen.findByText('2 prefixes, 1 valid.')).toBeInTheDocument();
    const [good, unseen] = within(
      screen.getByRole('region', { name: 'Our prefixes' }),
    ).getAllByRole('listitem');
    expect(good).toHaveTextContent('2001:db8:3949::/48Validto he_v6 on gw1');
    expect(within(good).getByRole('link')).toHaveAttribute(
      'href',
      '/bgp/routes/prefix/2001%3Adb8%3A3949%3A%3A/48',
    );
    expect(unseen).toHaveTextContent('Not foundto nobody on gw1');
  });

  it('leaves the sessions alone when the collector is away', async () => {
    const listOwnPrefixes = jest
      .fn()
      .mockRejectedValue(refusal(503, 'The collector does not answer.'));
    renderBgp('/bgp/sessions', fakeBgpApi({ listOwnPrefixes }));
    expect(
      await screen.findByText('The collector does not answer.'),
    ).toBeInTheDocument();
    expect(screen.getByRole('grid', { name: 'sessions' })).toBeInTheDocument();
  });

  it('says what is missing when nobody said what is ours', async () => {
    const listOwnPrefixes = jest
      .fn()
      .mockResolvedValue({ items: [], note: 'Name it.' });
    renderBgp('/bgp/sessions', fakeBgpApi({ listOwnPrefixes }));
    expect(await screen.findByText('Name it.')).toBeInTheDocument();
  });
});
