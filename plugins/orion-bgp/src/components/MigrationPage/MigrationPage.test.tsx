import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  comparison,
  fakeBgpApi,
  migration,
  refusal,
  route,
  sentComparison,
} from '../../tests/fakes';
import { renderBgp } from '../../__testUtils__/renderBgp';

describe('MigrationPage', () => {
  it('says what blocks, first, with what each gate was judged by', async () => {
    renderBgp('/bgp/migration', fakeBgpApi());
    expect(
      await screen.findByText(
        'Not ready: 1 of 3 gates passed, 1 failed, 1 not provable.',
      ),
    ).toBeInTheDocument();
    const gates = within(screen.getByRole('table', { name: 'Gates' }));
    const rows = gates.getAllByRole('row').slice(1);
    expect(rows.map(row => row.textContent)).toEqual([
      'Received routes are equalFailed3 differences unexplained.received on gw1: 214,110received on gw2: 214,108',
      'The way back is rehearsedNot provableNo rehearsal of the way back is recorded.',
      expect.stringMatching(
        /^Both tables are wholePassedBoth tables are whole\.In every look since .*paths of gw1: 214,113paths of gw2: 214,111$/,
      ),
    ]);
  });

  it('shows both tables in numbers, and names what was left out', async () => {
    renderBgp('/bgp/migration', fakeBgpApi());
    const table = within(
      await screen.findByRole('table', { name: 'Compared' }),
    );
    expect(table.getAllByRole('row')[1]).toHaveTextContent(
      'Received214,110214,108201',
    );
    expect(
      screen.getByText(
        /^Left out as without meaning: 642,330 with LOCAL_PREF 100 on one side and none on the other \(Received 214,110, Accepted 214,110, Best 214,110\) /,
      ),
    ).toBeInTheDocument();
  });

  it('names what is left out where it is found, and was found nowhere', async () => {
    const of = migration();
    const ignored = { otc: 0, 'zero-med': 12, 'next-hop': 0 };
    const [received, , , exported] = of.comparisons;
    const comparisons = [
      { ...received, ignored, moved: 31 },
      { ...exported, ignored: {} },
    ];
    const getMigration = jest.fn().mockResolvedValue({
      migration: {
        ...of,
        comparisons,
        sent: [sentComparison({ ignored: { 'own-as': 0 } })],
      },
    });
    renderBgp('/bgp/migration', fakeBgpApi({ getMigration }));
    const text = await screen.findByText(/^Left out as without meaning/);
    expect(text.textContent!.split('\n')).toEqual([
      'Left out as without meaning:',
      '0 with Only-to-Customer on one side',
      '12 with MED 0 on one side and none on the other (Received 12)',
      '0 with another next hop',
      '31 apart that moved after one side was read: judged once they rest (Received 31)',
      expect.stringMatching(/^0 with our AS once in front, /),
    ]);
  });

  it('shows how each router tells a neighbor of what is ours, side by side', async () => {
    const checkedAt = Date.parse(migration().checkedAt);
    const sent = [
      sentComparison({
        ...{ compared: 3, same: 1 },
        differences: [
          {
            prefix: '2001:db8:3949::/48',
            class: 'different',
            values: [
              { field: 'communities', from: '', to: 'NO_EXPORT' },
              { field: 'med', from: '10', to: '30' },
            ],
          },
          { prefix: '192.0.2.0/24', class: 'only-from', values: [] },
        ],
      }),
      // One at the time of the look, one long before.
      sentComparison({
        ...{ neighbor: '192.0.2.9', ignored: {} },
        readAt: new Date(checkedAt - 8_000).toISOString(),
      }),
      sentComparison({
        ...{ neighbor: '192.0.2.8', ignored: {} },
        readAt: new Date(checkedAt - 180_000).toISOString(),
      }),
      sentComparison({
        ...{ neighbor: '192.0.2.10', compared: 0, same: 0, ignored: {} },
        problem: 'What gw2 tells 192.0.2.10 of our own cannot be read: no.',
      }),
    ];
    const getMigration = jest
      .fn()
      .mockResolvedValue({ migration: migration({ sent }) });
    renderBgp('/bgp/migration', fakeBgpApi({ getMigration }));
    const table = within(
      await screen.findByRole('table', {
        name: 'What is ours, as neighbors are told of it',
      }),
    );
    const rows = table.getAllByRole('row').slice(1);
    expect(rows.map(row => row.textContent)).toEqual([
      'Told to 2001:db8:6939::13122001:db8:3949::/48communities: none by gw1, NO_EXPORT by gw2MED: 10 by gw1, 30 by gw2192.0.2.0/24only gw1',
      'Told to 192.0.2.9330none',
      expect.stringMatching(/^Told to 192\.0\.2\.8As they said .+330none$/),
      'Told to 192.0.2.10000What gw2 tells 192.0.2.10 of our own cannot be read: no.',
    ]);
    expect(
      table.getByRole('link', { name: '2001:db8:3949::/48' }),
    ).toHaveAttribute('href', '/bgp/routes/prefix/2001%3Adb8%3A3949%3A%3A/48');
    expect(
      screen.getByText(
        /3 with our AS once in front, which one daemon adds as it sends \(Told to 2001:db8:6939::1 3\)/,
      ),
    ).toBeInTheDocument();
  });

  it('takes nothing for equal where there is nothing to compare', async () => {
    const empty = 'No neighbor is established on both: he_v6 is missing.';
    const none = { from: 0, to: 0, same: 0, ignored: {}, empty };
    const comparisons = [
      comparison({ ...none }),
      comparison({ scope: 'best', over: '10.0.10.1' }),
      comparison({ ...none, scope: 'exported' }),
    ];
    const getMigration = jest
      .fn()
      .mockResolvedValue({ migration: migration({ comparisons }) });
    renderBgp('/bgp/migration', fakeBgpApi({ getMigration }));
    const table = within(
      await screen.findByRole('table', { name: 'Compared' }),
    );
    const rows = table.getAllByRole('row').slice(1);
    expect(rows.map(row => row.textContent)).toEqual([
      `Received00000Nothing to compare${empty}`,
      'Best, by way of 10.0.10.1214,110214,110000none',
      `Exported00000Nothing to compare${empty}`,
    ]);
  });

  it('opens the differences of one comparison', async () => {
    const listDifferences = jest.fn().mockResolvedValue({
      items: [
        {
          class: 'different',
          prefix: '2001:db8:2::/48',
          fields: ['med'],
          from: route({ med: 10 }),
          to: route({ router: 'gw2', med: 20 }),
        },
      ],
      comparison: migration().comparisons[0],
      tookMs: 1,
    });
    renderBgp('/bgp/migration', fakeBgpApi({ listDifferences }));
    const show = await screen.findByRole('button', {
      name: 'Show differences: Received',
    });
    // Where there is none there is nothing to show.
    expect(
      screen
        .getAllByRole('button', { name: /^Show differences/ })
        .map(button => button.getAttribute('aria-label')),
    ).toEqual([
      'Show differences: Received',
      'Show differences: Kernel of gw1',
    ]);
    await userEvent.click(show);
    await screen.findByText('MED 10 and 20');
    const [, , differences] = screen.getAllByRole('table').slice(-3);
    expect(
      within(differences).getByRole('link', { name: '2001:db8:2::/48' }),
    ).toHaveAttribute('href', '/bgp/routes/prefix/2001%3Adb8%3A2%3A%3A/48');
    expect(screen.getByText('MED 10 and 20')).toBeInTheDocument();
    expect(listDifferences).toHaveBeenCalledWith({
      scope: 'received',
      neighbor: undefined,
      limit: 100,
    });
  });

  it('names every attribute that differs, and goes on behind the first page', async () => {
    const hop = { nextHopLinkLocal: undefined };
    const item = (prefix: string, over = {}) => ({
      class: 'different' as const,
      prefix,
      fields: ['nextHop', 'localPref', 'communities', 'other'],
      from: route({
        ...hop,
        nextHop: '192.0.2.1',
        localPref: 100,
        communities: [],
      }),
      to: route({
        ...{ ...hop, router: 'gw2', nextHop: '192.0.2.2', localPref: 90 },
        communities: [{ kind: 'standard', value: '6939:1' }],
      }),
      ...over,
    });
    const page = { comparison: migration().comparisons[0], tookMs: 1 };
    const last = { ...page, items: [item('198.51.100.0/24')] };
    const next = jest
      .fn()
      .mockRejectedValueOnce(refusal(503, 'The collector does not answer.'))
      .mockResolvedValue(last);
    const nextCursor = '192.0.2.0/24';
    const listDifferences = jest.fn(async ({ cursor }) =>
      cursor
        ? next(cursor)
        : { ...page, items: [item('192.0.2.0/24')], nextCursor },
    );
    renderBgp('/bgp/migration', fakeBgpApi({ listDifferences }));
    await userEvent.click(
      await screen.findByRole('button', { name: /^Show differences: Rec/ }),
    );
    expect(
      await screen.findByText(
        'next hop 192.0.2.1 and 192.0.2.2; local preference 100 and 90; communities – and 6939:1; another attribute',
      ),
    ).toBeInTheDocument();
    const more = screen.getByRole('button', { name: 'Load more' });
    await userEvent.click(more);
    expect(
      await screen.findByText(/More could not be read/),
    ).toBeInTheDocument();
    await userEvent.click(more);
    expect(
      await screen.findByRole('link', { name: '198.51.100.0/24' }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: '192.0.2.0/24' }),
    ).toBeInTheDocument();
    expect(next).toHaveBeenLastCalledWith(nextCursor);
    expect(
      screen.queryByRole('button', { name: 'Load more' }),
    ).not.toBeInTheDocument();
  });

  it('has a row for each kernel, and no empty one passes for equal', async () => {
    const empty = 'The kernel of gw2 is not read yet.';
    const [gw1] = migration().kernels;
    const gw2 = {
      ...{ ...gw1, router: 'gw2', missing: 0, kernel: 0, wanted: 0 },
      empty,
    };
    const getMigration = jest.fn().mockResolvedValue({
      migration: migration({ kernels: [gw1, gw2] }),
    });
    renderBgp('/bgp/migration', fakeBgpApi({ getMigration }));
    const table = within(await screen.findByRole('table', { name: 'Kernels' }));
    expect(
      table
        .getAllByRole('row')
        .slice(1)
        .map(row => row.textContent),
    ).toEqual([
      'Kernel of gw1213,799213,798100Show',
      `Kernel of gw200000Nothing to compare${empty}`,
    ]);
  });

  it('lists what a kernel does not have as it was chosen, a page at a time', async () => {
    const [kernel] = migration().kernels;
    const pages = {
      first: {
        items: [
          {
            class: 'missing' as const,
            prefix: '2001:db8:2::/48',
            wanted: '2001:db8:6939::1',
          },
        ],
        nextCursor: '2001:db8:2::/48',
      },
      last: {
        items: [
          {
            class: 'other-next-hop' as const,
            prefix: '2001:db8:3::/48',
            wanted: '2001:db8:6939::1',
            kernel: 'unreachable',
          },
        ],
      },
    };
    const listKernelDifferences = jest.fn(async ({ cursor }) => ({
      ...(cursor ? pages.last : pages.first),
      kernel,
      tookMs: 1,
    }));
    renderBgp('/bgp/migration', fakeBgpApi({ listKernelDifferences }));
    const show = await screen.findByRole('button', {
      name: 'Show differences: Kernel of gw1',
    });
    expect(listKernelDifferences).not.toHaveBeenCalled();
    await userEvent.click(show);
    expect(show).toHaveAttribute('aria-expanded', 'true');
    expect(
      await screen.findByText('Differences: Kernel of gw1'),
    ).toBeInTheDocument();
    const list = () =>
      within(screen.getByRole('table', { name: 'Differences' }))
        .getAllByRole('row')
        .slice(1);
    const [missing] = list();
    expect(missing).toHaveTextContent(
      '2001:db8:2::/48missing2001:db8:6939::1–',
    );
    expect(within(missing).getByRole('link')).toHaveAttribute(
      'href',
      '/bgp/routes/prefix/2001%3Adb8%3A2%3A%3A/48',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
    expect(
      await screen.findByRole('link', { name: '2001:db8:3::/48' }),
    ).toBeInTheDocument();
    expect(list().map(row => row.textContent)).toEqual([
      '2001:db8:2::/48missing2001:db8:6939::1–',
      '2001:db8:3::/48other next hop2001:db8:6939::1unreachable',
    ]);
    expect(listKernelDifferences).toHaveBeenLastCalledWith({
      router: 'gw1',
      limit: 100,
      cursor: '2001:db8:2::/48',
    });
    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
    await userEvent.click(show);
    expect(screen.queryByRole('table', { name: 'Differences' })).toBeNull();
  });

  it('says why a kernel has nothing to list any more', async () => {
    const [kernel] = migration().kernels;
    const empty = 'The kernel of gw1 was read 91 s ago.';
    renderBgp(
      `/bgp/migration?show=${encodeURIComponent('kernel gw1')}`,
      fakeBgpApi({
        listKernelDifferences: jest.fn().mockResolvedValue({
          items: [],
          kernel: { ...kernel, empty },
          tookMs: 1,
        }),
      }),
    );
    expect(await screen.findByText(empty)).toBeInTheDocument();
  });

  it('never passes anything on old news', async () => {
    const passed = migration({
      ready: true,
      gates: migration().gates.slice(0, 1),
    });
    const getMigration = jest
      .fn()
      .mockResolvedValueOnce({ migration: passed })
      .mockRejectedValue(refusal(503, 'The collector does not answer.'));
    renderBgp('/bgp/migration', fakeBgpApi({ getMigration }));
    expect(
      await screen.findByText(/gw2 may take the place of gw1/),
    ).toBeInTheDocument();
    document.dispatchEvent(new Event('visibilitychange'));
    expect(await screen.findByText('Not provable')).toBeInTheDocument();
    expect(
      screen.getByText('Not ready: 0 of 1 gates passed, 1 not provable.'),
    ).toBeInTheDocument();
    expect(screen.queryByText(/may take the place/)).not.toBeInTheDocument();
  });

  it('leads into what can be done now, and says why the rest cannot', async () => {
    const passed = migration({
      ready: true,
      gates: migration().gates.slice(0, 1),
      waiting: [{ address: '192.0.2.1', from: 'he_v4', to: '192.0.2.1' }],
    });
    const getMigration = jest.fn().mockResolvedValue({ migration: passed });
    renderBgp('/bgp/migration', fakeBgpApi({ getMigration }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Actions' }),
    );
    expect(
      screen.getByRole('menuitem', { name: /^Cut over from gw1 to gw2/ }),
    ).not.toHaveAttribute('aria-disabled', 'true');
    expect(
      screen.getByRole('menuitem', {
        name: /^Roll back.*Nothing was cut over/,
      }),
    ).toHaveAttribute('aria-disabled', 'true');
    expect(
      screen.getByText('Waits for its turn on gw2: he_v4.'),
    ).toBeInTheDocument();
  });

  it('has nothing go over that stands in for a neighbor, and says what does', async () => {
    const address = '192.0.2.1';
    const passed = migration({
      gates: migration().gates.slice(0, 1),
      neighbors: [{ address, from: 'stand_in', to: address, standsIn: true }],
      waiting: [{ address: '192.0.2.2', from: 'he_v4', to: '192.0.2.2' }],
    });
    const getMigration = jest.fn().mockResolvedValue({ migration: passed });
    renderBgp('/bgp/migration', fakeBgpApi({ getMigration }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Actions' }),
    );
    expect(
      screen.getByText(
        'Stands in for a neighbor, and stays with both: stand_in.',
      ),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('menuitem', { name: /^Rehearse/ }));
    const [, search] = screen.getByLabelText('where').textContent!.split('?');
    expect(
      JSON.parse(new URLSearchParams(search).get('formData')!),
    ).toMatchObject({ sessions: ['he_v4'] });
  });

  it('cuts nothing over while a gate stands in the way', async () => {
    renderBgp('/bgp/migration', fakeBgpApi());
    await userEvent.click(
      await screen.findByRole('button', { name: 'Actions' }),
    );
    for (const name of [/^Rehearse/, /^Cut over/]) {
      expect(screen.getByRole('menuitem', { name })).toHaveTextContent(
        'A gate stands in the way.',
      );
    }
  });

  const wayOf = (session: string, keepNew: boolean, byChange = true) => ({
    ...{ session, keepNew, byChange },
  });

  it.each([
    [[wayOf('he_v6', true)], true],
    [[wayOf('he_v6', false)], false],
    [[wayOf('he_v6', true), wayOf('he_v4', false)], false],
    // What a configuration gave the new router stays there.
    [[wayOf('he_v6', true), wayOf('he_second', false, false)], true, ['he_v6']],
    [[wayOf('he_second', false, false)], false],
  ])(
    'fills in the way back as the cut-over’s undo does: %j',
    async (
      wayBack,
      keepNew,
      sessions = wayBack.map(({ session }) => session),
    ) => {
      const getMigration = jest
        .fn()
        .mockResolvedValue({ migration: migration({ wayBack }) });
      renderBgp('/bgp/migration', fakeBgpApi({ getMigration }));
      await userEvent.click(
        await screen.findByRole('button', { name: 'Actions' }),
      );
      await userEvent.click(
        screen.getByRole('menuitem', { name: /^Roll back/ }),
      );
      const [path, search] = screen
        .getByLabelText('where')
        .textContent!.split('?');
      expect(path).toBe('/create/default/bgp-migration-roll-back');
      expect(JSON.parse(new URLSearchParams(search).get('formData')!)).toEqual({
        from: 'gw1',
        to: 'gw2',
        sessions,
        keepNew,
        reason: '',
      });
    },
  );

  it('says that none is under way', async () => {
    const getMigration = jest.fn().mockResolvedValue({ note: 'Name two.' });
    renderBgp('/bgp/migration', fakeBgpApi({ getMigration }));
    expect(
      await screen.findByText('No migration is under way.'),
    ).toBeInTheDocument();
    expect(screen.getByText('Name two.')).toBeInTheDocument();
  });
});
