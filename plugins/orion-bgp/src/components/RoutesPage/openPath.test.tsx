import {
  act,
  fireEvent,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route } from '@orion/backstage-plugin-orion-bgp-common';
import { fakeBgpApi, rejected, route, routePage } from '../../tests/fakes';
import { renderBgp } from '../../__testUtils__/renderBgp';
import { routeKey } from '../../lib/routeState';

const PREFIX_PAGE = '/bgp/routes/prefix/2001%3Adb8%3A100%3A%3A/40';

const linkTo = (one: Route, page = '/bgp/routes?q=x') =>
  `${page}${page.includes('?') ? '&' : '?'}path=${encodeURIComponent(
    routeKey(one),
  )}`;
const where = () => screen.getByLabelText('where');
const goBack = () => fireEvent.click(screen.getByTestId('back'));
const noDialog = () =>
  waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
const close = async () =>
  userEvent.click(screen.getByRole('button', { name: 'Close' }));

describe('the open path of a search', () => {
  it('stands in the address, and Back closes it', async () => {
    renderBgp('/bgp/routes?q=x', fakeBgpApi());
    await userEvent.click(await screen.findByText('6939 64511'));
    await screen.findByRole('dialog', { name: '2001:db8:200::/40' });
    const [, search] = where().textContent!.split('?');
    expect(new URLSearchParams(search).get('path')).toBe(routeKey(rejected()));
    goBack();
    await noDialog();
    expect(where()).toHaveTextContent(/^\/bgp\/routes\?q=x$/);
    expect(screen.queryByText(/path of this link/)).toBeNull();
  });

  it('leaves nothing to go back to when it is closed', async () => {
    renderBgp('/bgp/routes?q=x', fakeBgpApi());
    await userEvent.click(await screen.findByText('6939 64511'));
    await screen.findByRole('dialog');
    await close();
    await noDialog();
    expect(where()).toHaveTextContent(/^\/bgp\/routes\?q=x$/);
    goBack();
    expect(where()).toHaveTextContent(/^\/bgp\/routes\?q=x$/);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('is opened by a link, and closed on the page of the search', async () => {
    renderBgp(linkTo(rejected()), fakeBgpApi());
    await screen.findByRole('dialog', { name: '2001:db8:200::/40' });
    await close();
    await noDialog();
    expect(where()).toHaveTextContent(/^\/bgp\/routes\?q=x$/);
  });

  it('is told to be away when the answer has none such', async () => {
    renderBgp(linkTo(route({ session: 'he_v9' })), fakeBgpApi());
    expect(
      await screen.findByText(
        'The path of this link is not in the answer any more.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByRole('grid', { name: 'routes' })).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Hide note' }));
    expect(screen.queryByText(/path of this link/)).toBeNull();
    expect(where()).toHaveTextContent(/^\/bgp\/routes\?q=x$/);
  });

  it('says so of what is no path at all', async () => {
    renderBgp('/bgp/routes?q=x&path=%7B', fakeBgpApi());
    expect(await screen.findByText(/path of this link/)).toBeInTheDocument();
  });

  it('opens once the page it is on is read', async () => {
    const searchRoutes = jest
      .fn()
      .mockResolvedValueOnce(
        routePage([route()], { nextCursor: 'c1', total: 2 }),
      )
      .mockResolvedValueOnce(routePage([rejected()], { total: 2 }));
    renderBgp(linkTo(rejected()), fakeBgpApi({ searchRoutes }));
    expect(
      await screen.findByText(
        'The path of this link is not among those read so far.',
      ),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
    await screen.findByRole('dialog', { name: '2001:db8:200::/40' });
  });

  it('is let go by another search', async () => {
    renderBgp(linkTo(route({ session: 'he_v9' })), fakeBgpApi());
    await screen.findByText(/path of this link/);
    await userEvent.click(screen.getByRole('button', { name: 'Covering' }));
    expect(where()).toHaveTextContent(/^\/bgp\/routes\?q=x&match=covering$/);
    expect(screen.queryByText(/path of this link/)).toBeNull();
  });
});

describe('the open path of a prefix', () => {
  it('is opened by a link', async () => {
    renderBgp(linkTo(route(), PREFIX_PAGE), fakeBgpApi());
    await screen.findByRole('dialog', { name: '2001:db8:100::/40' });
    await close();
    await noDialog();
    expect(where()).toHaveTextContent(PREFIX_PAGE);
    expect(where()).not.toHaveTextContent('path=');
  });

  it('is told to be away where there is none left', async () => {
    renderBgp(
      linkTo(route(), PREFIX_PAGE),
      fakeBgpApi({ searchRoutes: jest.fn().mockResolvedValue(routePage([])) }),
    );
    expect(await screen.findByText(/path of this link/)).toBeInTheDocument();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('stays as it was when it goes while somebody reads it', async () => {
    jest.useFakeTimers();
    try {
      const searchRoutes = jest
        .fn()
        .mockResolvedValueOnce(routePage([route()]))
        .mockResolvedValue(routePage([]));
      renderBgp(linkTo(route(), PREFIX_PAGE), fakeBgpApi({ searchRoutes }));
      const dialog = await screen.findByRole('dialog');
      expect(dialog).not.toHaveTextContent('how it was');
      await act(() => jest.advanceTimersByTimeAsync(31_000));
      expect(screen.getByRole('dialog')).toHaveTextContent(
        'This path is not in the answer any more. This is how it was.',
      );
      expect(screen.getByRole('dialog')).toHaveTextContent('6939 64500 64501');
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('a row of the paths found', () => {
  it('leads to the page of its prefix by its name', async () => {
    renderBgp('/bgp/routes?q=x', fakeBgpApi());
    const grid = await screen.findByRole('grid', { name: 'routes' });
    const name = within(grid).getByRole('link', { name: '2001:db8:100::/40' });
    expect(name).toHaveAttribute('href', PREFIX_PAGE);
    await userEvent.click(name);
    expect(where()).toHaveTextContent(PREFIX_PAGE);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('is opened with the keyboard: by Enter, and by its menu', async () => {
    renderBgp('/bgp/routes?q=x', fakeBgpApi());
    const grid = await screen.findByRole('grid', { name: 'routes' });
    const [, row] = within(grid).getAllByRole('row');
    row.focus();
    await userEvent.keyboard('{Enter}');
    await screen.findByRole('dialog', { name: '2001:db8:100::/40' });
    await userEvent.keyboard('{Escape}');
    await noDialog();
    within(grid)
      .getByRole('button', {
        name: 'Actions of 2001:db8:100::/40 from he_v6, gw1',
      })
      .focus();
    await userEvent.keyboard('{Enter}');
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Open path' }),
    );
    expect(
      await screen.findByRole('dialog', { name: '2001:db8:100::/40' }),
    ).toBeInTheDocument();
  });

  it('leads nowhere on the page of its prefix, where it opens the path', async () => {
    renderBgp(PREFIX_PAGE, fakeBgpApi());
    const grid = await screen.findByRole('grid', { name: 'routes' });
    expect(within(grid).queryByRole('link')).toBeNull();
    await userEvent.click(within(grid).getByText('6939 64500 64501'));
    await screen.findByRole('dialog', { name: '2001:db8:100::/40' });
  });
});

describe('the card of a path on a phone', () => {
  beforeEach(() => {
    window.matchMedia = jest.fn().mockImplementation(media => ({
      matches: /max-width/.test(media),
      media,
      addListener() {},
      removeListener() {},
      addEventListener() {},
      removeEventListener() {},
    }));
  });
  afterEach(() => {
    delete (window as { matchMedia?: unknown }).matchMedia;
  });

  it('leads to its prefix, and opens the path by its menu and beside the name', async () => {
    renderBgp('/bgp/routes?q=x', fakeBgpApi());
    const list = await screen.findByRole('list', { name: 'routes' });
    expect(
      within(list).getByRole('link', { name: '2001:db8:100::/40' }),
    ).toHaveAttribute('href', PREFIX_PAGE);
    await userEvent.click(within(list).getByText('6939 64511'));
    await screen.findByRole('dialog', { name: '2001:db8:200::/40' });
    await close();
    await noDialog();
    await userEvent.click(
      within(list).getByRole('button', {
        name: 'Actions of 2001:db8:100::/40 from he_v6, gw1',
      }),
    );
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Open path' }),
    );
    expect(
      await screen.findByRole('dialog', { name: '2001:db8:100::/40' }),
    ).toBeInTheDocument();
  });

  it('opens the path by its name on the page of the prefix', async () => {
    renderBgp(PREFIX_PAGE, fakeBgpApi());
    const list = await screen.findByRole('list', { name: 'routes' });
    await userEvent.click(
      within(list).getAllByRole('button', { name: '2001:db8:100::/40' })[0],
    );
    expect(
      await screen.findByRole('dialog', { name: '2001:db8:100::/40' }),
    ).toBeInTheDocument();
  });
});
