import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeBgpApi, refusal, table } from '../../tests/fakes';
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
