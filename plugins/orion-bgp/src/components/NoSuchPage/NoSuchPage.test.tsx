import { screen } from '@testing-library/react';
import { renderBgp } from '../../__testUtils__/renderBgp';
import { fakeBgpApi } from '../../tests/fakes';

describe('an address below the tabs where nothing is', () => {
  it.each(['/bgp/routes/prefix/2001:db8::', '/bgp/sessions/gw1'])(
    'says so, and leads back: %s',
    async path => {
      renderBgp(path, fakeBgpApi());
      expect(
        await screen.findByText('There is no such page.'),
      ).toBeInTheDocument();
      expect(
        screen.getByRole('link', { name: 'All sessions' }),
      ).toHaveAttribute('href', '/bgp/sessions');
    },
  );
});
