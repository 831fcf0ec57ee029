import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeBgpApi, rejected, route, routePage } from '../../tests/fakes';
import { renderBgp } from '../../__testUtils__/renderBgp';

describe('a running search', () => {
  it('is cancelled with Escape, which stays with the answer before', async () => {
    const searchRoutes = jest
      .fn()
      .mockResolvedValueOnce(
        routePage([route()], { nextCursor: 'c1', total: 2 }),
      )
      .mockResolvedValueOnce(routePage([rejected()], { total: 2 }))
      .mockImplementationOnce(() => new Promise(() => {}));
    renderBgp('/bgp/routes?q=x&match=exact', fakeBgpApi({ searchRoutes }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Load more' }),
    );
    await screen.findByText('2001:db8:200::/40');
    const box = screen.getByRole('textbox');
    await userEvent.clear(box);
    await userEvent.type(box, 'session:y{Enter}');
    expect(screen.getByText(/^Searching; this is/)).toBeInTheDocument();
    const [, { signal }] = searchRoutes.mock.lastCall;
    expect(signal.aborted).toBe(false);

    await userEvent.keyboard('{Escape}');
    expect(signal.aborted).toBe(true);
    expect(screen.queryByText(/^Searching; this is/)).toBeNull();
    const grid = screen.getByRole('grid', { name: 'routes' });
    expect(grid.closest('[aria-busy]')).toBeNull();
    // The further page is there still, and nothing was asked again.
    expect(screen.getByText('2001:db8:200::/40')).toBeInTheDocument();
    expect(searchRoutes).toHaveBeenCalledTimes(3);
    expect(screen.getByLabelText('where')).toHaveTextContent(
      /q=x&match=exact$/,
    );
    expect(box).toHaveFocus();
    expect(box).toHaveValue('session:y');
    await userEvent.keyboard('{Escape}');
    expect(box).toHaveValue('x');
  });

  it('can ask again what was cancelled', async () => {
    const searchRoutes = jest
      .fn()
      .mockResolvedValueOnce(routePage([route()]))
      .mockImplementationOnce(() => new Promise(() => {}))
      .mockResolvedValueOnce(routePage([rejected()]));
    renderBgp('/bgp/routes?q=x', fakeBgpApi({ searchRoutes }));
    await screen.findByRole('grid', { name: 'routes' });
    const box = screen.getByRole('textbox');
    await userEvent.clear(box);
    await userEvent.type(box, 'y{Enter}{Escape}{Enter}');
    expect(await screen.findByText('2001:db8:200::/40')).toBeInTheDocument();
    expect(searchRoutes).toHaveBeenCalledTimes(3);
  });

  it('goes back to nothing where the first search is cancelled', async () => {
    const searchRoutes = jest.fn(() => new Promise<never>(() => {}));
    renderBgp('/bgp/routes', fakeBgpApi({ searchRoutes }));
    const box = await screen.findByRole('textbox');
    await userEvent.type(box, 'AS6939{Enter}');
    expect(screen.queryByText(/^Search the tables/)).toBeNull();
    await userEvent.keyboard('{Escape}');
    expect(
      screen.getByText('Search the tables of every router'),
    ).toBeInTheDocument();
    expect(box).toHaveFocus();
    expect(box).toHaveValue('AS6939');
  });
});
