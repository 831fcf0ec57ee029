import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeBgpApi, hoursAgo, refusal, table } from '../../tests/fakes';
import { renderBgp } from '../../__testUtils__/renderBgp';

const headline = 'Could not read the tables of routes.';

describe('tables that cannot be read', () => {
  it('are told of where nothing is searched, with a way to ask again', async () => {
    const listTables = jest
      .fn()
      .mockRejectedValueOnce(refusal(503, 'no collector'))
      .mockResolvedValue({ rpki: [], items: [table()] });
    renderBgp('/bgp/routes', fakeBgpApi({ listTables }));
    expect(await screen.findByText(headline)).toBeInTheDocument();
    expect(screen.getByText(/no collector/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText(/^gw1: 1,264,110/)).toBeInTheDocument();
    expect(screen.queryByText(headline)).not.toBeInTheDocument();
  });

  it('are awaited where nothing is searched', async () => {
    const listTables = jest.fn(() => new Promise<never>(() => {}));
    renderBgp('/bgp/routes', fakeBgpApi({ listTables }));
    expect(
      await screen.findByRole('status', {
        name: 'Loading the tables of routes',
      }),
    ).toBeInTheDocument();
  });

  it('are left to the search where there is one', async () => {
    const listTables = jest.fn().mockRejectedValue(refusal(503, 'none'));
    const searchRoutes = jest.fn().mockRejectedValue(refusal(503, 'none'));
    renderBgp('/bgp/routes?q=x', fakeBgpApi({ listTables, searchRoutes }));
    expect(
      await screen.findByText('Could not read routes.'),
    ).toBeInTheDocument();
    expect(screen.getAllByRole('alert')).toHaveLength(1);
    expect(screen.queryByText(headline)).not.toBeInTheDocument();
  });
});

describe('tables that are old', () => {
  const day = String.raw`\d{1,2} [A-Z][a-z]+ (\d{4} )?\d\d:\d\d`;
  const at = { dumpedAt: hoursAgo(24 * 8), updatedAt: undefined };

  it('have the day they are of', async () => {
    const items = [
      table({ ...at, router: 'gw1', state: 'polled' }),
      table({ ...at, router: 'gw2', state: 'polled', error: 'no socket' }),
    ];
    const listTables = jest.fn().mockResolvedValue({ rpki: [], items });
    renderBgp('/bgp/routes', fakeBgpApi({ listTables }));
    expect(
      await screen.findByText(new RegExp(`^gw1: .*, table of ${day}$`)),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        new RegExp(`^gw2: .* as they were at ${day}. no socket`),
      ),
    ).toBeInTheDocument();
  });

  it('have the day on which the collector was heard last', async () => {
    const freshness = {
      source: 'collector',
      fetchedAt: at.dumpedAt,
      intervalMs: 30_000,
      stale: true,
      error: 'no collector',
    };
    const items = [table({ state: 'live' })];
    const listTables = jest
      .fn()
      .mockResolvedValue({ rpki: [], items, freshness });
    renderBgp('/bgp/routes', fakeBgpApi({ listTables }));
    expect(
      await screen.findByText(new RegExp(`^gw1: .*, table of ${day}$`)),
    ).toBeInTheDocument();
  });
});
