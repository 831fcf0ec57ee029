import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderBgp } from '../../__testUtils__/renderBgp';
import { fakeBgpApi, refusal, router } from '../../tests/fakes';

const minute = (index: number) => 1_760_000_000 + index * 60;

const growth = {
  stepSeconds: 60,
  series: (['paths', 'prefixes'] as const).map(counter => ({
    family: 'ipv6-unicast' as const,
    counter,
    times: [minute(0), minute(1), minute(2)],
    values: [214_000, null, 214_110],
  })),
};

const panel = async () => {
  const heading = await screen.findByRole('heading', {
    name: 'Table size over time',
  });
  return within(heading.closest('section')!);
};

describe('the growth of tables', () => {
  it('shows paths per family, as a table where nothing can be drawn', async () => {
    const getGrowth = jest.fn().mockResolvedValue(growth);
    renderBgp('/bgp/sessions', fakeBgpApi({ getGrowth }));
    const found = await panel();
    const table = await found.findByRole('table');
    expect(
      within(table).getByRole('columnheader', { name: 'Paths v6' }),
    ).toBeInTheDocument();
    // Newest first; what was not read is no number.
    expect(
      within(table)
        .getAllByRole('cell')
        .map(({ textContent }) => textContent),
    ).toEqual(['214,110', '–', '214,000']);
    expect(getGrowth).toHaveBeenCalledWith('gw1', { hours: 24 });
  });

  it('asks for another range and another router, which the address keeps', async () => {
    const getGrowth = jest.fn().mockResolvedValue(growth);
    const routers = [router(), router({ id: 'gw2', title: 'gw2' })];
    renderBgp(
      '/bgp/sessions',
      fakeBgpApi({
        getGrowth,
        listRouters: jest.fn().mockResolvedValue({ items: routers }),
      }),
    );
    const found = await panel();
    await userEvent.click(found.getByRole('button', { name: '90 d' }));
    expect(getGrowth).toHaveBeenLastCalledWith('gw1', { hours: 2160 });
    await userEvent.click(found.getByRole('button', { name: 'gw2' }));
    expect(getGrowth).toHaveBeenLastCalledWith('gw2', { hours: 2160 });
    expect(screen.getByLabelText('where')).toHaveTextContent(
      'range=2160&table=gw2',
    );
  });

  it('shows that the sizes of the range before stand there meanwhile', async () => {
    const getGrowth = jest.fn().mockResolvedValueOnce(growth);
    getGrowth.mockReturnValueOnce(new Promise(() => {}));
    renderBgp('/bgp/sessions', fakeBgpApi({ getGrowth }));
    const found = await panel();
    const table = await found.findByRole('table');
    expect(table.closest('[aria-busy]')).toBeNull();
    await userEvent.click(found.getByRole('button', { name: '7 d' }));
    expect(table).toBeInTheDocument();
    expect(table.closest('[aria-busy]')).toHaveAttribute('aria-busy', 'true');
    expect(
      await screen.findByRole('progressbar', { name: 'Loading table sizes' }),
    ).toBeInTheDocument();
  });

  it('says that there is nothing yet, and why it could not be read', async () => {
    renderBgp('/bgp/sessions', fakeBgpApi());
    expect(
      await (await panel()).findByText(/^No sizes in this range yet\./),
    ).toBeInTheDocument();
  });

  it('has an error of its own', async () => {
    const getGrowth = jest.fn().mockRejectedValue(refusal(503, 'no database'));
    renderBgp('/bgp/sessions', fakeBgpApi({ getGrowth }));
    expect(await (await panel()).findByText(/no database/)).toBeInTheDocument();
  });
});
