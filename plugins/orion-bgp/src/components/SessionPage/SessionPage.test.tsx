import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  drift,
  fakeBgpApi,
  freshNow,
  hoursAgo,
  manySessions,
  refusal,
  session,
  transition,
} from '../../tests/fakes';
import { sessionIntent } from '../../tests/intentFakes';
import { table } from '../../tests/tableFakes';
import { renderBgp } from '../../__testUtils__/renderBgp';

const PATH = '/bgp/sessions/gw1/he_v6';
const detail = (over = {}) => ({
  getSession: jest.fn().mockResolvedValue({
    ...session(over),
    actions: true,
    freshness: freshNow(),
  }),
});

describe('SessionPage', () => {
  it('says how it is, and leads from every step to its routes', async () => {
    const api = fakeBgpApi();
    renderBgp(PATH, api);
    expect(
      await screen.findByText(/Established: AS6939 on gw1\./),
    ).toBeInTheDocument();
    expect(api.getSession).toHaveBeenCalledWith({
      router: 'gw1',
      session: 'he_v6',
    });
    const funnel = screen.getByRole('list', { name: /^v6: received/ });
    const steps = within(funnel).getAllByRole('listitem');
    expect(steps.map(step => step.textContent)).toEqual([
      expect.stringContaining('Received214,110'),
      expect.stringContaining('Filtered312'),
      expect.stringContaining('Accepted213,798'),
      expect.stringContaining('Best213,798'),
      expect.stringContaining('Exported3'),
    ]);
    expect(
      within(funnel).getByRole('link', { name: 'Filtered' }),
    ).toHaveAttribute(
      'href',
      '/bgp/routes?q=session%3Ahe_v6+filtered%3Ayes&router=gw1',
    );
  });

  it('says that the table of a router is being read again, and nothing else of it', async () => {
    const listTables = jest.fn().mockResolvedValue({
      rpki: [],
      items: [table({ state: 'resyncing' }), table({ router: 'gw2' })],
    });
    renderBgp(PATH, fakeBgpApi({ listTables }));
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
    renderBgp(PATH, fakeBgpApi({ listTables }));
    await screen.findByText(/Established: AS6939 on gw1\./);
    await waitFor(() => expect(listTables).toHaveBeenCalled());
    await act(async () => {});
    expect(screen.queryByText(/resyncing/)).toBeNull();
  });

  it('tells what happened, oldest first, with what was lost', async () => {
    renderBgp(
      PATH,
      fakeBgpApi(
        detail({
          flaps: {
            lastDay: 0,
            lastWeek: 1,
            lastAt: '2026-11-24T10:00:00Z',
            watchedSince: '2026-09-01T00:00:00Z',
          },
        }),
      ),
    );
    expect(await screen.findByText(/1 flap in 7 days/)).toBeInTheDocument();
    const items = within(
      await screen.findByRole('list', { name: /timeline|history/i }),
    ).getAllByRole('listitem');
    expect(items[0]).toHaveTextContent('First seen, Established');
    expect(items[1]).toHaveTextContent('Left Established');
    expect(items[1]).toHaveTextContent('Hold timer expired');
    expect(items[1]).toHaveTextContent('214,002 v6 routes lost');
    expect(
      screen.getByRole('img', { name: /7 days: established 99\.\d+ %/ }),
    ).toBeInTheDocument();
  });

  it('holds back what is long ago until somebody asks', async () => {
    const items = Array.from({ length: 25 }, (_, index) =>
      transition({ id: String(index), observedAt: hoursAgo(index + 1) }),
    );
    items[24] = { ...items[24], gone: true };
    const listTransitions = jest
      .fn()
      .mockResolvedValue({ items, silences: [], nextCursor: '1' });
    renderBgp(PATH, fakeBgpApi({ ...detail(), listTransitions }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show 5 earlier' }),
    );
    expect(screen.getByText('No longer on the router')).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Load earlier ones' }),
    ).toBeVisible();
  });

  it('shows that it was switched off, and with which words of our own', async () => {
    const off = manySessions()[3];
    renderBgp('/bgp/sessions/gw1/lab_peer', fakeBgpApi(detail(off)));
    expect(
      await screen.findByText(/Switched off on gw1: AS64511\./),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Switched off with the words:').parentElement,
    ).toHaveTextContent(
      'Switched off with the words:maintenance of the lab switch <b>tonight</b>',
    );
    expect(screen.queryByText(/neighbor said/)).not.toBeInTheDocument();
    expect(
      screen.getByText('Known while the session is up.', { exact: false }),
    ).toBeInTheDocument();
  });

  it('says of one that was switched off as ordered by which change, for whom and why', async () => {
    const { since: _, ...decided } = drift({ decidedAt: hoursAgo(3) });
    const off = { adminState: 'down', state: 'down', since: hoursAgo(3) };
    renderBgp(PATH, fakeBgpApi(detail({ ...off, decided })));
    const line = await screen.findByText(/^Switched off by/);
    expect(line).toHaveTextContent(
      /^Switched off by change #1042, 3 h ago.*, asked for by operator: new optics <b>tonight<\/b>$/,
    );
    expect(
      within(line).getByRole('link', { name: 'change #1042' }),
    ).toHaveAttribute('href', '/changes/1042');
    expect(screen.queryByText(/and it is on again/)).not.toBeInTheDocument();
  });

  it('does not say that a change switched off what went off later', async () => {
    const { since: _, ...decided } = drift({ decidedAt: hoursAgo(3) });
    const off = { adminState: 'down', state: 'down', since: hoursAgo(1) };
    renderBgp(PATH, fakeBgpApi(detail({ ...off, decided })));
    expect(await screen.findByText(/^Off, as decided by/)).toHaveTextContent(
      /change #1042, 3 h ago/,
    );
    expect(screen.queryByText(/^Switched off by/)).not.toBeInTheDocument();
  });

  it.each([
    ['neighbor', 'The neighbor said'],
    [undefined, 'Words of either side, still kept'],
  ] as const)('tells whose words they are: %s', async (from, label) => {
    const words = {
      shutdownMessage: 'new <b>optics</b>',
      shutdownMessageFrom: from,
      lastError: from
        ? 'Received: Administrative shutdown'
        : 'Socket: Connection refused',
    };
    const listTransitions = jest.fn().mockResolvedValue({
      items: [transition({ ...words, from: 'established', to: 'active' })],
      silences: [],
    });
    renderBgp(
      PATH,
      fakeBgpApi({ ...detail({ state: 'active', ...words }), listTransitions }),
    );
    expect(
      (await screen.findByText(`${label}:`)).parentElement,
    ).toHaveTextContent(`${label}:new <b>optics</b>`);
    expect(
      await screen.findByText(`${label}: new <b>optics</b>`),
    ).toBeInTheDocument();
    expect(screen.queryByText(/^Switched off/)).not.toBeInTheDocument();
  });

  it('keeps the range in the URL and shows numbers where nothing can be drawn', async () => {
    const getCounters = jest.fn().mockResolvedValue({
      stepSeconds: 60,
      series: [
        {
          family: 'ipv6-unicast',
          counter: 'received',
          definition: 'bird.kept',
          times: [1764100000, 1764100060],
          values: [214_000, null],
        },
      ],
    });
    renderBgp(`${PATH}?range=1`, fakeBgpApi({ getCounters }));
    expect(await screen.findByText('214,000')).toBeInTheDocument();
    expect(getCounters).toHaveBeenCalledWith(expect.anything(), { hours: 1 });
    await userEvent.click(screen.getByRole('button', { name: '7 d' }));
    expect(getCounters).toHaveBeenLastCalledWith(expect.anything(), {
      hours: 168,
    });
  });

  it('marks in its numbers when it came, went, and what a change decided', async () => {
    const at = (hours: number) => Date.parse(hoursAgo(hours)) / 1000;
    const getCounters = jest.fn().mockResolvedValue({
      stepSeconds: 60,
      series: [
        {
          family: 'ipv6-unicast',
          counter: 'received',
          definition: 'bird.kept',
          times: [at(60), at(59), at(58), at(40), at(39)],
          values: [214_000, 214_000, 214_000, 214_000, 214_000],
        },
      ],
    });
    const { since: _, ...decided } = drift({ decidedAt: hoursAgo(45) });
    renderBgp(PATH, fakeBgpApi({ ...detail({ decided }), getCounters }));
    const list = await screen.findByRole('list', { name: 'Marked moments' });
    // The first sight of it, long ago, is nothing that happened.
    expect(
      within(list)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      expect.stringMatching(/^Left Established.*, \d+ \w+ \d\d:\d\d$/),
      expect.stringMatching(/^Established, /),
      expect.stringMatching(/^Change #1042 switched it off, /),
    ]);
    expect(screen.getByText(/^Received v6: no data /)).toBeInTheDocument();
    expect(within(list).queryByText(/is not marked$/)).toBeNull();
  });

  it('says from when on its numbers are marked, where more happened than is loaded', async () => {
    const at = (hours: number) => Date.parse(hoursAgo(hours)) / 1000;
    const getCounters = jest.fn().mockResolvedValue({
      stepSeconds: 60,
      series: [
        {
          family: 'ipv6-unicast',
          counter: 'received',
          definition: 'bird.kept',
          times: [at(60), at(1)],
          values: [214_000, 214_000],
        },
      ],
    });
    const listTransitions = jest.fn().mockResolvedValue({
      items: [transition({ observedAt: hoursAgo(20) })],
      nextCursor: '1',
      silences: [],
    });
    renderBgp(PATH, fakeBgpApi({ getCounters, listTransitions }));
    const list = await screen.findByRole('list', { name: 'Marked moments' });
    expect(
      within(list).getByText(/^What happened before .* is not marked$/),
    ).toBeInTheDocument();
  });

  it('shows its numbers family by family, from received to exported', async () => {
    const one = (family: string, counter: string) => ({
      family,
      counter,
      definition: 'index',
      times: [1764100000],
      values: [1],
    });
    const getCounters = jest.fn().mockResolvedValue({
      stepSeconds: 60,
      series: [
        one('ipv6-unicast', 'best'),
        one('ipv4-unicast', 'exported'),
        one('ipv6-unicast', 'received'),
        one('ipv4-unicast', 'filtered'),
      ],
    });
    renderBgp(PATH, fakeBgpApi({ getCounters }));
    const numbers = await screen.findByRole('group', {
      name: 'Routes over time',
    });
    expect(
      within(numbers)
        .getAllByRole('columnheader')
        .map(({ textContent }) => textContent),
    ).toEqual(['Time', 'Filtered v4', 'Exported v4', 'Received v6', 'Best v6']);
  });

  it('offers what fits its state, filled in, and the typed name left out', async () => {
    renderBgp(PATH, fakeBgpApi());
    await userEvent.click(
      await screen.findByRole('button', { name: 'Actions' }),
    );
    const menu = await screen.findByRole('menu', { name: 'Actions on he_v6' });
    expect(
      within(menu)
        .getAllByRole('menuitem')
        .map(item => item.textContent),
    ).toEqual([
      expect.stringContaining('Disable he_v6'),
      expect.stringContaining('Reset routes of he_v6'),
    ]);
    await userEvent.click(within(menu).getByText('Disable he_v6'));
    expect(
      decodeURIComponent(screen.getByLabelText('where').textContent ?? ''),
    ).toBe(
      '/create/default/bgp-peer-disable?formData={"router":"gw1","session":"he_v6","name":"","reason":""}',
    );
  });

  it('leads into the removal of a peering by what its router calls it', async () => {
    // A GoBGP: its sessions go by the neighbor, whatever NetBox calls them.
    const name = '2001:db8:300::1';
    const getSession = jest.fn().mockResolvedValue({
      ...session({ router: 'gw2', name, description: 'ix_v6' }),
      actions: true,
      configurable: true,
      intent: sessionIntent(),
      freshness: freshNow(),
    });
    renderBgp(`/bgp/sessions/gw2/${name}`, fakeBgpApi({ getSession }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Actions' }),
    );
    const menu = await screen.findByRole('menu');
    await userEvent.click(within(menu).getByText(`Remove peering ${name}`));
    expect(
      decodeURIComponent(screen.getByLabelText('where').textContent ?? ''),
    ).toBe(
      `/create/default/bgp-peering-remove?formData={"router":"gw2","name":"${name}","confirm":"","reason":""}`,
    );
  });

  it('offers nothing on old news or where ORION only reads, and says why', async () => {
    const getSession = jest.fn().mockResolvedValue({
      ...session({ adminState: 'down', state: 'down' }),
      actions: false,
      freshness: freshNow(),
    });
    renderBgp(PATH, fakeBgpApi({ getSession }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Actions' }),
    );
    const [enable] = within(await screen.findByRole('menu')).getAllByRole(
      'menuitem',
    );
    expect(enable).toHaveAttribute('aria-disabled', 'true');
    expect(enable).toHaveTextContent('ORION only reads this router.');
  });

  it('says what a change decided and the daemon forgot, and leads to doing it again', async () => {
    renderBgp(PATH, fakeBgpApi(detail({ drift: drift() })));
    const note = await screen.findByText(/switched he_v6 off on gw1/);
    expect(note).toHaveTextContent(
      /Change #1042 switched he_v6 off on gw1, and it is on again: the daemon forgot it/,
    );
    expect(screen.getByRole('link', { name: 'Change #1042' })).toHaveAttribute(
      'href',
      '/changes/1042',
    );
    expect(screen.getByText('new optics <b>tonight</b>')).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Disable he_v6 again' }),
    );
    expect(
      decodeURIComponent(screen.getByLabelText('where').textContent ?? ''),
    ).toBe(
      '/create/default/bgp-peer-disable?formData={"router":"gw1","session":"he_v6","reason":"","name":""}',
    );
  });

  it('lets go of what was decided after a question, and reads anew', async () => {
    const getSession = jest
      .fn()
      .mockResolvedValueOnce({
        ...session({ drift: drift() }),
        actions: true,
        freshness: freshNow(),
      })
      .mockResolvedValue({
        ...session(),
        actions: true,
        freshness: freshNow(),
      });
    const api = fakeBgpApi({ getSession });
    renderBgp(PATH, api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Leave it as it is' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent(/No router is touched/);
    expect(api.forgetDecidedState).not.toHaveBeenCalled();
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Leave it as it is' }),
    );
    expect(api.forgetDecidedState).toHaveBeenCalledWith(1042);
    await waitFor(() =>
      expect(screen.queryByText(/switched he_v6 off/)).not.toBeInTheDocument(),
    );
  });

  it('keeps the note when letting go is refused, and says why', async () => {
    const forgetDecidedState = jest
      .fn()
      .mockRejectedValue(refusal(404, 'Another change did since.'));
    renderBgp(
      PATH,
      fakeBgpApi({ ...detail({ drift: drift() }), forgetDecidedState }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Leave it as it is' }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Leave it as it is' }),
    );
    expect(
      await within(dialog).findByText('Another change did since.'),
    ).toBeInTheDocument();
  });

  it('compares what both sides can do', async () => {
    renderBgp(PATH, fakeBgpApi());
    const row = await screen.findByRole('row', { name: /^graceful-restart/ });
    expect(row).toHaveTextContent('graceful-restartno120 s');
  });

  it('says that there is none, with a way back', async () => {
    renderBgp(
      PATH,
      fakeBgpApi({
        getSession: jest
          .fn()
          .mockRejectedValue(refusal(404, 'Router gw1 has no session he_v6')),
      }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(/session/);
    expect(screen.getByRole('link', { name: 'All sessions' })).toHaveAttribute(
      'href',
      '/bgp/sessions',
    );
  });

  it('keeps what it had while the router is silent', async () => {
    const freshness = {
      ...freshNow(),
      stale: true,
      error: 'gw1 does not answer',
    };
    renderBgp(
      PATH,
      fakeBgpApi({
        getSession: jest
          .fn()
          .mockResolvedValue({ ...session(), actions: true, freshness }),
      }),
    );
    expect(await screen.findByText('gw1 does not answer')).toBeInTheDocument();
    expect(screen.getByText('was Established')).toBeInTheDocument();
  });
});
