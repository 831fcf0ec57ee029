import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { prefixDrift, sessionDrift } from '../../tests/driftFakes';
import { freshNow } from '../../tests/fakes';
import { renderBgp } from '../../__testUtils__/renderBgp';

const SESSION = '/bgp/sessions/gw1/he_v6';
const PREFIX = '/bgp/routes/prefix/2001%3Adb8%3A3949%3A%3A/48';
const OLD = 'What is known of it is too old.';
const READ_ONLY = 'ORION only reads this router.';
const GONE = 'The router no longer has it.';
const old = { ...freshNow(), stale: true, error: 'no socket' };

describe('DriftNote', () => {
  it.each([
    [OLD, SESSION, sessionDrift({ freshness: old })],
    [READ_ONLY, SESSION, sessionDrift({ actions: false })],
    [GONE, SESSION, sessionDrift({ gone: true })],
    [OLD, PREFIX, prefixDrift({ freshness: old })],
    [READ_ONLY, PREFIX, prefixDrift({ actionRouters: ['gw2'] })],
  ])(
    'refuses to do it again as the menu does: %s %s',
    async (reason, path, api) => {
      renderBgp(path, api);
      const again = () => screen.getByRole('button', { name: / again$/ });
      await waitFor(() => expect(again()).toHaveAccessibleDescription(reason));
      expect(again()).toHaveAttribute('aria-disabled', 'true');
      const where = screen.getByLabelText('where').textContent;
      await userEvent.click(again());
      expect(screen.getByLabelText('where')).toHaveTextContent(where!);
    },
  );
});
