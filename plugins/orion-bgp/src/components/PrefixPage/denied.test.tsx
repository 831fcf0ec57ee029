import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { fakeBgpApi, ownPrefixes } from '../../tests/fakes';
import { renderBgp } from '../../__testUtils__/renderBgp';

describe('a prefix of ours, to somebody who may not order changes', () => {
  it('says who may', async () => {
    const listOwnPrefixes = jest
      .fn()
      .mockResolvedValue({ items: ownPrefixes(), actionRouters: ['gw1'] });
    renderBgp(
      '/bgp/routes/prefix/2001%3Adb8%3A3949%3A%3A/48',
      fakeBgpApi({ listOwnPrefixes }),
      AuthorizeResult.DENY,
    );
    await userEvent.click(
      await screen.findByRole('button', { name: /^Actions on/ }),
    );
    const [withdraw] = within(await screen.findByRole('menu')).getAllByRole(
      'menuitem',
    );
    await waitFor(() =>
      expect(withdraw).toHaveTextContent(/needs the operator role/),
    );
    expect(withdraw).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(withdraw);
    expect(screen.getByLabelText('where')).toHaveTextContent(/^\/bgp\/routes/);
  });
});
