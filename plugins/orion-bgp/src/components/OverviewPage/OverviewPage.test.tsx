import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Freshness } from '@orion/backstage-plugin-orion-common';
import {
  drift,
  fakeBgpApi,
  freshNow,
  gobgpCounters,
  hoursAgo,
  manySessions,
  refusal,
  router,
  session,
  stoppedSessions,
} from '../../tests/fakes';
import { table } from '../../tests/tableFakes';
import { renderBgp } from '../../__testUtils__/renderBgp';

const listOf = (
  items = manySessions(),
  freshness: Freshness[] = [freshNow()],
) => ({
  listSessions: jest.fn().mockResolvedValue({ items, freshness }),
});

describe('OverviewPage', () => {
  it('draws how the routes of each family went over a day, where somebody read them', async () => {
    const [one, other] = [session({ name: 'a' }), session({ name: 'b' })];
    const of = (name: string, values: (number | null)[]) => ({
      ...{ router: 'gw1', session: name, values },
      ...{ family: 'ipv6-unicast', counter: 'received' },
    });
    const listTrends = jest.fn().mockResolvedValue({
      stepSeconds: 1800,
      items: [of('a', [null, 214_000, null, 214_110]), of('b', [null, 7])],
    });
    renderBgp(
      '/bgp/sessions',
      fakeBgpApi({ ...listOf([one, other]), listTrends }),
    );
    const line = await screen.findByRole('img', {
      name: 'Routes over 1 h 30 min: from 214,000 to 214,110',
    });
    expect(line.closest('[role="row"]')).toHaveTextContent(/^AS6939 a/);
    // A single reading draws nothing, and a gap none in between.
    expect(screen.getAllByRole('img', { name: /^Routes over/ })).toHaveLength(
      1,
    );
    expect(line.querySelectorAll('path')).toHaveLength(2);
  });

  it('says which established session goes without a family, and puts that on top', async () => {
    const [{ families }] = manySessions().filter(
      ({ name }) => name === '2001:db8:6939::9',
    );
    const half = session({
      name: 'z',
      families: families.map(family => ({
        ...family,
        up: family.family === 'ipv4-unicast',
      })),
    });
    const well = session({ name: 'a' });
    renderBgp('/bgp/sessions', fakeBgpApi(listOf([well, half])));
    expect(
      await screen.findByText(
        /^2 of 2 sessions established\. AS6939 z is up without v6\./,
      ),
    ).toBeInTheDocument();
    const [first] = within(
      screen.getByRole('grid', { name: 'sessions' }),
    ).getAllByRole('link');
    expect(first).toHaveTextContent('AS6939 v6 z');
    expect(screen.getByText('Not exchanged')).toBeInTheDocument();
  });

  it('opens with what is wrong, and puts it on top', async () => {
    renderBgp('/bgp/sessions', fakeBgpApi(listOf()));
    expect(
      await screen.findByText(
        '3 of 4 sessions established. AS64500 ix_rs1 is down: Socket: Connection refused. AS6939 he_v4 is at 93 % of its limit. 1 is switched off. 2001:db8:394a::/48 is ours and announced to nobody.',
      ),
    ).toBeInTheDocument();
    const grid = screen.getByRole('grid', { name: 'sessions' });
    const links = within(grid).getAllByRole('link');
    expect(links.map(({ textContent }) => textContent)).toEqual([
      'AS64500 ix_rs1',
      'AS6939 he_v4',
      'AS6939 he_v6',
      'AS6939 v4 2001:db8:6939::9',
      'AS6939 v6 2001:db8:6939::9',
      'AS64511 lab_peer',
    ]);
    expect(links[3]).toHaveAttribute(
      'href',
      '/bgp/sessions/gw2/2001%3Adb8%3A6939%3A%3A9',
    );
  });

  it('shows nothing as established once nobody answers any more', async () => {
    jest.useFakeTimers();
    try {
      const listSessions = jest.fn(() => new Promise<never>(() => {}));
      listSessions.mockResolvedValueOnce({
        items: [session()],
        freshness: [freshNow()],
      } as never);
      renderBgp('/bgp/sessions', fakeBgpApi({ listSessions }));
      const grid = await screen.findByRole('grid', { name: 'sessions' });
      expect(within(grid).getByText('Established')).toBeInTheDocument();
      await act(() => jest.advanceTimersByTimeAsync(25_000));
      expect(within(grid).getByText('was Established')).toBeInTheDocument();
      expect(within(grid).queryByText('Established')).toBeNull();
      expect(
        screen.getByText(/^1 of 1 session was established\./),
      ).toBeInTheDocument();
      expect(screen.getByText(/^ORION silent since/)).toBeInTheDocument();
    } finally {
      jest.useRealTimers();
    }
  });

  it('says that the table of a router is being read again, and nothing else of it', async () => {
    const listTables = jest.fn().mockResolvedValue({
      rpki: [],
      items: [table({ state: 'resyncing' }), table({ router: 'gw2' })],
    });
    renderBgp('/bgp/sessions', fakeBgpApi({ ...listOf(), listTables }));
    expect(
      await screen.findByText(/^gw1: resyncing, 1,264,110 paths of \d\d:\d\d$/),
    ).toBeInTheDocument();
    expect(screen.queryByText(/^gw2: /)).toBeNull();
  });

  it('says nothing of a table of which nobody knows how it stands', async () => {
    const listTables = jest.fn().mockResolvedValue({
      rpki: [],
      items: [table({ state: 'resyncing' })],
      freshness: {
        ...freshNow('collector'),
        stale: true,
        error: 'It is away.',
      },
    });
    renderBgp('/bgp/sessions', fakeBgpApi({ ...listOf(), listTables }));
    await screen.findByRole('grid', { name: 'sessions' });
    await waitFor(() => expect(listTables).toHaveBeenCalled());
    await act(async () => {});
    expect(screen.queryByText(/resyncing/)).toBeNull();
  });

  it('names the limit of our own that stopped a session', async () => {
    const { gobgp } = stoppedSessions();
    renderBgp('/bgp/sessions', fakeBgpApi(listOf([session(), gobgp])));
    expect(
      await screen.findByText(
        /AS6939 2001:db8:6939::9 is down: it sent more than its limit of 1,000 v6 routes\./,
      ),
    ).toBeInTheDocument();
  });

  it('shows how the daemon counts, and never 0 for what it cannot know', async () => {
    renderBgp('/bgp/sessions', fakeBgpApi(listOf()));
    const grid = await screen.findByRole('grid');
    expect(
      within(grid).getAllByTitle(
        /^ORION counts this in its own copy of the table, which/,
      )[0],
    ).toHaveTextContent('–');
    expect(
      within(grid).getByTitle(
        '213,798 of 230,000, counted after the filters, beyond it: the session is switched off (disable)',
      ),
    ).toHaveTextContent('93 %');
  });

  it('shows what was counted before a table fell behind as what was, with its time', async () => {
    const [one] = manySessions().filter(({ router: id }) => id === 'gw2');
    const counters = gobgpCounters(hoursAgo(0.1), true);
    const families = one.families.map(family => ({ ...family, counters }));
    renderBgp('/bgp/sessions', fakeBgpApi(listOf([{ ...one, families }])));
    const grid = await screen.findByRole('grid', { name: 'sessions' });
    expect(within(grid).getAllByText('was 312')).toHaveLength(2);
    expect(within(grid).getAllByText('4,489')).toHaveLength(2);
    expect(screen.getByText(/^gw2 does not count/)).toHaveTextContent(
      /its table was last up to date, 6 min ago/,
    );
  });

  it('tells what a router could do better without any alarm', async () => {
    const note = "The RPKI cache 'rpki1' of gw1 is down: <b>refused</b>.";
    renderBgp(
      '/bgp/sessions',
      fakeBgpApi({
        ...listOf(),
        listRouters: jest
          .fn()
          .mockResolvedValue({ items: [router({ notes: [note] })] }),
      }),
    );
    const list = await screen.findByRole('list', { name: 'Worth a look' });
    expect(within(list).getByRole('listitem')).toHaveTextContent(note);
    expect(screen.queryByText(/routers answered/)).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /again/i })).toBeNull();
  });

  it('says what a silent router was, never that it is well', async () => {
    const silent = {
      ...freshNow(),
      fetchedAt: new Date(Date.now() - 600_000).toISOString(),
      stale: true,
      error: 'gw1 does not answer: no such socket',
    };
    const other = session({ router: 'gw2', name: 'gw1', state: 'active' });
    renderBgp(
      '/bgp/sessions',
      fakeBgpApi({
        ...listOf([session(), other], [silent, freshNow('bgp:gw2')]),
        listRouters: jest.fn().mockResolvedValue({
          items: [
            router({ freshness: silent }),
            router({ id: 'gw2', title: 'gw2' }),
          ],
        }),
      }),
    );
    expect(
      await screen.findByText(
        /^0 of 1 session established\. .* is down.*\. 1 of 1 session was established on gw1.*, which is silent\. 2001:db8:394a::\/48 is ours and announced to nobody\.$/,
      ),
    ).toBeInTheDocument();
    expect(screen.getByText(/no such socket/)).toBeInTheDocument();
    expect(screen.getByText('was Established')).toBeInTheDocument();
    expect(screen.getByText(/were established$/)).toBeInTheDocument();
  });

  it('names a silent router as people call it', async () => {
    const fetchedAt = new Date(Date.now() - 600_000).toISOString();
    const late = { ...freshNow(), fetchedAt, stale: true, error: 'no socket' };
    const never = {
      ...freshNow('bgp:gw2'),
      fetchedAt: undefined,
      stale: true,
      error: 'refused',
    };
    const fine = freshNow('bgp:gw3');
    renderBgp(
      '/bgp/sessions',
      fakeBgpApi({
        ...listOf([session()], [late, never, fine]),
        listRouters: jest.fn().mockResolvedValue({
          items: [
            router({ title: 'Edge west', freshness: late }),
            router({ id: 'gw2', title: 'Edge east', freshness: never }),
            router({ id: 'gw3', title: 'Edge north', freshness: fine }),
          ],
        }),
      }),
    );
    const banner = await screen.findByText(/1 of 3 routers answered;/);
    expect(banner).toHaveTextContent(
      /Edge west is silent since .*, Edge east has never answered\. Edge west: no socket Edge east: refused/,
    );
    expect(banner).not.toHaveTextContent('bgp:');
  });

  it('tells the reasons for nothing apart', async () => {
    const none = fakeBgpApi({
      ...listOf([], []),
      listRouters: jest.fn().mockResolvedValue({ items: [], note: 'x' }),
    });
    const { unmount } = renderBgp('/bgp/sessions', none) as any;
    expect(
      await screen.findByText('No router is connected.'),
    ).toBeInTheDocument();
    unmount();
    renderBgp('/bgp/sessions', fakeBgpApi(listOf([])));
    expect(await screen.findByText('No sessions yet.')).toBeInTheDocument();
  });

  it('says that it may not be seen, and that it could not be read', async () => {
    const denied = fakeBgpApi({
      listSessions: jest
        .fn()
        .mockRejectedValue(refusal(403, 'Reading BGP sessions needs a role.')),
    });
    const { unmount } = renderBgp('/bgp/sessions', denied) as any;
    expect(await screen.findByRole('alert')).toHaveTextContent(/sessions/);
    unmount();
    const failed = fakeBgpApi({
      listSessions: jest
        .fn()
        .mockRejectedValue(refusal(500, 'The database does not answer.')),
    });
    renderBgp('/bgp/sessions', failed);
    expect(
      await screen.findByText('The database does not answer.'),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Retry' })).toBeInTheDocument();
  });

  it('is named while it loads', async () => {
    renderBgp(
      '/bgp/sessions',
      fakeBgpApi({ listSessions: () => new Promise(() => {}) }),
    );
    expect(
      (await screen.findAllByLabelText(/sessions/)).length,
    ).toBeGreaterThan(0);
    expect(screen.queryByRole('grid')).not.toBeInTheDocument();
  });

  it('marks a session that is not as a change decided', async () => {
    const api = fakeBgpApi();
    const { items, ...list } = await api.listSessions();
    const listSessions = jest.fn().mockResolvedValue({
      ...list,
      items: items.map((item, index) =>
        index === 0 ? { ...item, drift: drift() } : item,
      ),
    });
    renderBgp('/bgp/sessions', fakeBgpApi({ listSessions }));
    expect(
      await screen.findByText(/AS6939 he_v6 is not as a change decided/),
    ).toBeInTheDocument();
    expect(await screen.findByText('Drifted')).toBeInTheDocument();
  });

  it('does not call well what a change wants on and somebody switched off', async () => {
    const off = session({
      name: 'he_v4',
      state: 'down',
      adminState: 'down',
      drift: drift({ name: 'he_v4', state: 'up' }),
    });
    renderBgp('/bgp/sessions', fakeBgpApi(listOf([session(), off])));
    expect(
      await screen.findByText(
        /^1 of 2 sessions established\. AS6939 he_v4 is not as a change decided\./,
      ),
    ).not.toHaveTextContent('switched off');
    const grid = screen.getByRole('grid', { name: 'sessions' });
    expect(within(grid).getAllByRole('link')[0]).toHaveTextContent('he_v4');
  });

  it.each(['bird', 'gobgp-v4'] as const)(
    'leads into a new peering where Ansible configures the router, a %s',
    async driver => {
      const { identity } = router();
      const items = [
        router({
          configurable: true,
          identity: { ...identity!, driver, version: undefined },
        }),
        router({ id: 'gw2', title: 'gw2' }),
      ];
      renderBgp(
        '/bgp/sessions',
        fakeBgpApi({
          ...listOf(),
          listRouters: jest.fn().mockResolvedValue({ items }),
        }),
      );
      const button = await screen.findByRole('button', {
        name: 'Actions on gw1 (VM 200)',
      });
      expect(
        screen.queryByRole('button', { name: 'Actions on gw2' }),
      ).not.toBeInTheDocument();
      await userEvent.click(button);
      const menu = await screen.findByRole('menu');
      expect(within(menu).getAllByRole('menuitem')).toHaveLength(2);
      await userEvent.click(within(menu).getByText('Add a peering'));
      expect(
        decodeURIComponent(screen.getByLabelText('where').textContent ?? ''),
      ).toBe(
        '/create/default/bgp-peering?formData={"router":"gw1","reason":""}',
      );
    },
  );
});
