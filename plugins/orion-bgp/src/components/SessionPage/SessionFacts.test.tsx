import { screen } from '@testing-library/react';
import { fakeBgpApi, freshNow, session } from '../../tests/fakes';
import { renderBgp } from '../../__testUtils__/renderBgp';

describe('SessionFacts', () => {
  it('has what both sides agreed on beside its addresses', async () => {
    const [family] = session().families;
    const families = [
      {
        ...family,
        addPath: { receive: true, send: false },
        gracefulRestart: 'aware, 120 s',
      },
    ];
    const getSession = jest.fn().mockResolvedValue({
      ...session({ bfd: 'up', families }),
      ...{ actions: true, freshness: freshNow() },
    });
    renderBgp('/bgp/sessions/gw1/he_v6', fakeBgpApi({ getSession }));
    const valueOf = async (term: string) =>
      (await screen.findByText(term)).nextElementSibling;
    expect(await valueOf('Hold, keepalive')).toHaveTextContent('90 s, 30 s');
    for (const [term, value] of [
      ['Role: local, neighbor', 'customer, provider'],
      ['BFD', 'up'],
      ['ADD-PATH', 'receives'],
      ['Graceful restart', 'aware, 120 s'],
      ['Import, export filter', 'import_he6, export_own6'],
      ['Router ID of the neighbor', '192.0.2.69'],
    ]) {
      expect(await valueOf(term)).toHaveTextContent(value);
    }
    expect(screen.queryByText('Tried again')).not.toBeInTheDocument();
  });

  it.each([
    ['up', 'after 60 s'],
    ['down', undefined],
  ] as const)(
    'says when one that is down and switched %s is tried again: %s',
    async (adminState, said) => {
      const getSession = jest.fn().mockResolvedValue({
        ...session({
          ...{ state: 'active', adminState },
          timers: { connectRetry: 60 },
        }),
        ...{ actions: true, freshness: freshNow() },
      });
      renderBgp('/bgp/sessions/gw1/he_v6', fakeBgpApi({ getSession }));
      await screen.findByText('Hold, keepalive');
      expect(
        screen.queryByText('Tried again')?.nextElementSibling?.textContent,
      ).toBe(said);
    },
  );
});
