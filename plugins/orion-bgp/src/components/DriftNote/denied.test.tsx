import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { prefixDrift, sessionDrift } from '../../tests/driftFakes';
import { renderBgp } from '../../__testUtils__/renderBgp';

describe('DriftNote without the role to order', () => {
  it.each([
    ['/bgp/sessions/gw1/he_v6', sessionDrift()],
    ['/bgp/routes/prefix/2001%3Adb8%3A3949%3A%3A/48', prefixDrift()],
    ['/bgp/sessions', prefixDrift()],
  ])('refuses to do it again as the menu does: %s', async (path, api) => {
    renderBgp(path, api, AuthorizeResult.DENY);
    const again = () => screen.getByRole('button', { name: / again$/ });
    // Whether one may is asked too, and takes a moment.
    await waitFor(() =>
      expect(again()).toHaveAccessibleDescription(
        'Ordering changes needs the operator role.',
      ),
    );
    expect(again()).toHaveAttribute('aria-disabled', 'true');
    const where = screen.getByLabelText('where').textContent;
    await userEvent.click(again());
    expect(screen.getByLabelText('where')).toHaveTextContent(where!);
  });
});
