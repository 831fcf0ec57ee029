import { RoutePage, VrpSource } from '@orion/backstage-plugin-orion-bgp-common';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  fakeBgpApi,
  refusal,
  rejected,
  route,
  routePage,
  table,
} from '../../tests/fakes';
import { renderBgp } from '../../__testUtils__/renderBgp';

describe('RoutesPage', () => {
  it('asks nothing before somebody does', async () => {
    const api = fakeBgpApi();
    renderBgp('/bgp/routes', api);
    expect(
      await screen.findByText('Search the tables of every router'),
    ).toBeInTheDocument();
    expect(api.searchRoutes).not.toHaveBeenCalled();
  });

  it('shows winners and refused paths with the reason', async () => {
    const api = fakeBgpApi();
    renderBgp('/bgp/routes', api);
    await userEvent.type(
      await screen.findByRole('textbox'),
      '2001:db8::/32{Enter}',
    );
    expect(
      await screen.findByText(
        'Prefixes inside 2001:db8::/32: 2 paths, 1 rejected. 1.2 ms',
      ),
    ).toBeInTheDocument();
    expect(api.searchRoutes).toHaveBeenCalledWith(
      { q: '2001:db8::/32', limit: 100 },
      { signal: expect.any(AbortSignal) },
    );
    const grid = screen.getByRole('grid', { name: 'routes' });
    expect(within(grid).getByText('best')).toBeInTheDocument();
    expect(within(grid).getByText('rejected')).toBeInTheDocument();
    expect(within(grid).getByText('RPKI invalid')).toBeInTheDocument();
    const [, ...rows] = within(grid).getAllByRole('row');
    const cells = rows.map(row =>
      within(row)
        .getAllByRole('gridcell')
        .map(({ textContent }) => textContent),
    );
    const titles = within(grid)
      .getAllByRole('columnheader')
      .map(({ textContent }) => textContent);
    expect(titles.slice(3, 5)).toEqual(['RPKI', 'ASPA']);
    // The row's header is no cell.
    expect(cells.map(row => row.slice(2, 4))).toEqual([
      ['Valid', 'Valid'],
      ['Invalid', 'Invalid'],
    ]);
  });

  it('says why nobody knows the reason of a refused path', async () => {
    const unknown = { filterReason: undefined } as const;
    const searchRoutes = jest
      .fn()
      .mockResolvedValue(
        routePage([
          rejected({ ...unknown, router: 'gw2', noReason: 'as-received' }),
          rejected({ ...unknown, noReason: 'unmarked' }),
        ]),
      );
    renderBgp('/bgp/routes?q=filtered:yes', fakeBgpApi({ searchRoutes }));
    const grid = await screen.findByRole('grid', { name: 'routes' });
    expect(
      within(grid).getByText(/GoBGP keeps a refused path as it came/),
    ).toBeInTheDocument();
    expect(
      within(grid).getByText(/no community known here says why/),
    ).toBeInTheDocument();
  });

  it('has no column for ASPAs where no source has any', async () => {
    const searchRoutes = jest
      .fn()
      .mockResolvedValue(routePage([route({ aspa: undefined })]));
    renderBgp('/bgp/routes?q=x', fakeBgpApi({ searchRoutes }));
    const grid = await screen.findByRole('grid', { name: 'routes' });
    expect(within(grid).queryByText('ASPA')).not.toBeInTheDocument();
    expect(within(grid).getByText('RPKI')).toBeInTheDocument();
  });

  it('opens everything about a path', async () => {
    renderBgp('/bgp/routes?q=x', fakeBgpApi());
    await userEvent.click(await screen.findByText('6939 64511'));
    const dialog = await screen.findByRole('dialog', {
      name: '2001:db8:200::/40',
    });
    expect(dialog).toHaveTextContent('2001:db8:200::/40 up to /40 by AS64502');
    expect(dialog).toHaveTextContent('6939:100 learned from a peer');
    expect(
      await within(dialog).findByText('Hurricane Electric'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        'AS names: the built-in list of 2026-11-26, 198 networks.',
      ),
    ).toBeInTheDocument();
    expect(dialog).toHaveTextContent(
      'ASPA Invalid AS64511 does not name AS6939 as its provider; AS6939 does not name AS64511 as its provider',
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Close' }),
    );
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('does not say that a path goes out to nobody where that was not read', async () => {
    const page = routePage([route({ exportedTo: [] })], {
      tables: [table({ unreadExports: ['ix_rs1'] })],
    });
    const searchRoutes = jest.fn().mockResolvedValue(page);
    renderBgp('/bgp/routes?q=x', fakeBgpApi({ searchRoutes }));
    await userEvent.click(await screen.findByText('6939 64500 64501'));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent(
      /Exported to– not known whether to ix_rs1/,
    );
    expect(dialog).not.toHaveTextContent('nobody');
  });

  it('reads further pages on demand', async () => {
    const searchRoutes = jest
      .fn()
      .mockResolvedValueOnce(
        routePage([route()], { nextCursor: 'c1', total: 2 }),
      )
      .mockRejectedValueOnce(new Error('the collector is away'))
      .mockResolvedValueOnce(routePage([rejected()], { total: 2 }));
    renderBgp('/bgp/routes?q=x&match=covering', fakeBgpApi({ searchRoutes }));
    const more = await screen.findByRole('button', { name: 'Load more' });
    await userEvent.click(more);
    expect(
      await screen.findByText('More could not be read: the collector is away'),
    ).toBeInTheDocument();
    await userEvent.click(more);
    expect(await screen.findByText('2001:db8:200::/40')).toBeInTheDocument();
    expect(screen.queryByText(/could not be read/)).not.toBeInTheDocument();
    expect(searchRoutes).toHaveBeenLastCalledWith({
      q: 'x',
      match: 'covering',
      limit: 100,
      cursor: 'c1',
    });
  });

  it('shows that the answer before stands there while another is on its way', async () => {
    let answer: ((page: RoutePage) => void) | undefined;
    const searchRoutes = jest
      .fn()
      .mockResolvedValueOnce(
        routePage([route()], { nextCursor: 'c1', total: 2 }),
      )
      .mockImplementationOnce(
        () =>
          new Promise<RoutePage>(resolve => {
            answer = resolve;
          }),
      );
    renderBgp('/bgp/routes?q=x', fakeBgpApi({ searchRoutes }));
    const grid = await screen.findByRole('grid', { name: 'routes' });
    const [, row] = within(grid).getAllByRole('row');
    expect(grid.closest('[aria-busy]')).toBeNull();
    expect(row).not.toHaveAttribute('data-faded');
    expect(
      screen.getByRole('button', { name: 'Load more' }),
    ).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Covering' }));
    expect(searchRoutes).toHaveBeenLastCalledWith(
      { q: 'x', match: 'covering', limit: 100 },
      { signal: expect.any(AbortSignal) },
    );
    expect(grid).toBeInTheDocument();
    expect(grid.closest('[aria-busy]')).toHaveAttribute('aria-busy', 'true');
    expect(row).toHaveAttribute('data-faded');
    expect(
      await screen.findByRole('progressbar', { name: 'Loading routes' }),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Searching; this is the answer before.'),
    ).toBeInTheDocument();
    // Where the old list goes on is no place in the new one.
    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();

    await act(async () => answer!(routePage([rejected()])));
    expect(screen.getByText('2001:db8:200::/40')).toBeInTheDocument();
    expect(screen.queryByRole('progressbar')).toBeNull();
    const now = screen.getByRole('grid', { name: 'routes' });
    expect(now.closest('[aria-busy]')).toBeNull();
    expect(within(now).getAllByRole('row')[1]).not.toHaveAttribute(
      'data-faded',
    );
  });

  it('says how many were rejected of all, whatever is on the page', async () => {
    const searchRoutes = jest
      .fn()
      .mockResolvedValueOnce(
        routePage([route()], { nextCursor: 'c1', total: 1_002, rejected: 901 }),
      )
      .mockResolvedValueOnce(
        routePage([rejected()], { total: 1_002, rejected: 901 }),
      );
    renderBgp('/bgp/routes?q=x', fakeBgpApi({ searchRoutes }));
    const text = /: 1,002 paths, 901 rejected\. 1\.2 ms$/;
    expect(await screen.findByText(text)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
    expect(await screen.findByText('2001:db8:200::/40')).toBeInTheDocument();
    expect(screen.getByText(text)).toBeInTheDocument();
  });

  it('says how old and how whole the tables are', async () => {
    renderBgp(
      '/bgp/routes',
      fakeBgpApi({
        listTables: jest.fn().mockResolvedValue({
          rpki: [],
          items: [
            table(),
            table({ router: 'gw2', state: 'resyncing' }),
            table({
              router: 'gw3',
              state: 'summary-only',
              error: 'gw3 has too many.',
            }),
            table({
              router: 'gw9',
              state: 'loading',
              dumpedAt: undefined,
              nextDumpAt: '2026-03-12T14:09:00Z',
              paths: { ipv4: 0, ipv6: 0 },
              error: 'The daemon of gw9 rests.',
            }),
            table({
              router: 'gw8',
              state: 'summary-only',
              dumpedAt: undefined,
              paths: { ipv4: 0, ipv6: 0 },
              error: 'gw8 sent more than 512 bytes in one reply.',
            }),
            table({
              router: 'gw5',
              state: 'resyncing',
              dumpedAt: '2026-03-12T10:02:00Z',
              updatedAt: '2026-03-12T14:02:00Z',
              error: 'GoBGP of router gw5 did not answer GetBgp in time.',
            }),
            table({
              router: 'gw7',
              cutAttributes: 1_200,
              longExports: ['ix_v4', 'ix_v6'],
            }),
            table({ router: 'gw6', error: 'gw6 closed its control socket.' }),
            table({
              router: 'gw4',
              state: 'unavailable',
              error: 'gw4 does not answer.',
            }),
          ],
        }),
      }),
    );
    expect(
      await screen.findByText(/^gw1: 1,264,110 paths, table of \d\d:\d\d/),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/gw2: resyncing, 1,264,110 paths of \d\d:\d\d/),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/gw3: summary only, 1,264,110 paths/),
    ).toBeInTheDocument();
    expect(screen.getByText(/^gw8: /)).toHaveTextContent(
      'gw8: summary only. gw8 sent more than 512 bytes in one reply.',
    );
    expect(screen.getByText(/^gw7: /)).toHaveTextContent(
      /; 1,200 attributes came cut off; what goes out to ix_v4, ix_v6 is as old as the table$/,
    );
    const broken = screen.getByText(/gw4: no table\. gw4 does not answer\./);
    // With the moment of the last change, and why it is not younger.
    expect(broken).toHaveTextContent(
      /gw5: 1,264,110 paths as they were at 12 Mar (\d{4} )?\d\d:02\. GoBGP of router gw5 did not answer GetBgp in time\./,
    );
    expect(broken).toHaveTextContent(
      /gw6: 1,264,110 paths as they were at .*\. gw6 closed its control socket\./,
    );
    expect(broken).toHaveTextContent(
      /gw9: no table before 12 Mar (\d{4} )?\d\d:09\. The daemon of gw9 rests\./,
    );
    expect(broken).not.toHaveTextContent(/gw3|gw8/);
  });

  describe('where RPKI states come from', () => {
    const source = (over: Partial<VrpSource>): VrpSource => ({
      source: 'http://rpki1/json',
      count: 612_340,
      fetchedAt: '2026-03-12T14:02:00Z',
      generatedAt: '2026-03-12T09:30:00Z',
      age: 'fresh',
      used: true,
      ...over,
    });
    const render = (...rpki: VrpSource[]) =>
      renderBgp(
        '/bgp/routes',
        fakeBgpApi({
          listTables: jest.fn().mockResolvedValue({ rpki, items: [table()] }),
        }),
      );

    it('says it, and as of when the validator made it', async () => {
      render(
        source({}),
        source({ source: 'rtr://rpki2:323', used: false }),
        source({
          source: 'rtr://rpki3:323',
          used: false,
          age: 'none',
          error: 'Refused.',
        }),
      );
      expect(
        await screen.findByText(
          /^RPKI: 612,340 VRPs of http:\/\/rpki1\/json, as of .*:30/,
        ),
      ).toBeInTheDocument();
      expect(
        screen.getByText('rtr://rpki2:323 is ready to take over'),
      ).toBeInTheDocument();
      expect(
        screen.getByText('rtr://rpki3:323 has not answered. Refused.'),
      ).toBeInTheDocument();
      expect(screen.queryByText(/are old/)).not.toBeInTheDocument();
    });

    it('is alarmed when it is old, and when nothing can be used', async () => {
      const { unmount } = render(
        source({ age: 'old', error: 'It answered 503.' }),
      );
      expect(
        await screen.findByText(
          /RPKI states are old: http:\/\/rpki1\/json is as of .*:30.*It answered 503\./,
        ),
      ).toBeInTheDocument();
      unmount();
      render(source({ age: 'expired', used: false }));
      expect(
        await screen.findByText(/routes are not validated/),
      ).toBeInTheDocument();
      expect(
        screen.getByText(/http:\/\/rpki1\/json is too old, as of .*:30/),
      ).toBeInTheDocument();
    });
  });

  it('says of when the tables are while the collector is away, and that nothing is searched', async () => {
    const listTables = jest.fn().mockResolvedValue({
      rpki: [],
      items: [table(), table({ router: 'gw2', state: 'live' })],
      freshness: {
        source: 'collector',
        fetchedAt: '2026-03-12T14:02:00Z',
        intervalMs: 30_000,
        stale: true,
        error: 'The collector of routes does not answer since 14:02:10 UTC.',
      },
    });
    renderBgp('/bgp/routes', fakeBgpApi({ listTables }));
    const note = await screen.findByText(/This is how it was at .*12 Mar/);
    expect(note).toHaveTextContent(
      /Routes cannot be searched now\. The collector of routes does not answer since 14:02:10 UTC\./,
    );
    expect(screen.getByText(/^gw1: 1,264,110 paths/)).toBeInTheDocument();
    expect(
      screen.getByText(/^gw2: .*, table of 12 Mar (\d{4} )?\d\d:02/),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: /retry/i }));
    expect(listTables).toHaveBeenCalledTimes(2);
  });

  it('names the part of a search that makes no sense', async () => {
    const api = fakeBgpApi({
      searchRoutes: jest
        .fn()
        .mockRejectedValue(
          refusal(400, '"2001:db8::/129": a prefix of IPv6 ends at /128'),
        ),
    });
    renderBgp('/bgp/routes?q=2001:db8::/129', api);
    expect(
      await screen.findByText(/a prefix of IPv6 ends at \/128/),
    ).toBeInTheDocument();
  });

  it('says that nothing matches, and where it looked', async () => {
    const api = fakeBgpApi({
      searchRoutes: jest.fn().mockResolvedValue(routePage([])),
    });
    renderBgp('/bgp/routes?q=192.0.2.1', api);
    expect(await screen.findByText('No path matches.')).toBeInTheDocument();
    expect(screen.getByText('Tables searched: gw1.')).toBeInTheDocument();
  });

  it('names no table as searched that could not be', async () => {
    const tables = [
      table(),
      table({ router: 'gw2', state: 'loading' }),
      table({ router: 'gw3', state: 'unavailable' }),
      table({ router: 'gw4', state: 'summary-only' }),
      table({ router: 'gw5', state: 'resyncing' }),
    ];
    const searchRoutes = jest.fn().mockResolvedValue(routePage([], { tables }));
    renderBgp('/bgp/routes?q=192.0.2.1', fakeBgpApi({ searchRoutes }));
    expect(await screen.findByText('No path matches.')).toBeInTheDocument();
    expect(
      screen.getByText(
        'Tables searched: gw1, gw5. Not searched: gw2 (first reading), gw3 (no table), gw4 (summary only).',
      ),
    ).toBeInTheDocument();
  });

  it('does not say that there is no path where no table could be searched', async () => {
    const tables = [table({ state: 'loading' })];
    const searchRoutes = jest.fn().mockResolvedValue(routePage([], { tables }));
    renderBgp('/bgp/routes?q=192.0.2.1', fakeBgpApi({ searchRoutes }));
    expect(
      await screen.findByText('No table could be searched.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Not searched: gw1 (first reading).'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        /inside 2001:db8::\/32: no table could be searched\. 1\.2 ms/,
      ),
    ).toBeInTheDocument();
    expect(screen.queryByText(/no path/i)).not.toBeInTheDocument();
  });
});
