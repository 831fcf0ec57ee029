import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { OwnPrefixList } from '@orion/backstage-plugin-orion-bgp-common';
import { drift, fakeBgpApi, ownPrefixes, refusal } from '../../tests/fakes';
import { renderBgp } from '../../__testUtils__/renderBgp';

const PATH = '/bgp/routes/prefix/2001%3Adb8%3A3949%3A%3A/48';
const FOREIGN = '/bgp/routes/prefix/2001%3Adb8%3A100%3A%3A/40';
const [first] = ownPrefixes();

const answering = (over: Partial<OwnPrefixList> = {}) =>
  fakeBgpApi({
    listOwnPrefixes: jest.fn().mockResolvedValue({
      items: ownPrefixes(),
      actionRouters: [],
      ...over,
    }),
  });

const panel = async () =>
  within(await screen.findByRole('region', { name: 'Announced by us' }));

const lines = async () =>
  (await (await panel()).findAllByRole('listitem')).map(
    ({ textContent }) => textContent,
  );

describe('OwnPrefixPanel', () => {
  it('says per router to whom it goes, what nobody could read, and what was so', async () => {
    const asOf = new Date(Date.now() - 600_000).toISOString();
    const announced = [
      { router: 'gw1', to: ['he_v6'], unread: ['ix'] },
      { router: 'gw2', to: ['he_v6'], asOf },
      { router: 'gw3', to: [] },
    ];
    renderBgp(
      PATH,
      answering({ items: [{ ...first, announced, unknownOn: ['gw4'] }] }),
    );
    expect(await lines()).toEqual([
      'to he_v6 on gw1',
      'not known whether to ix on gw1',
      expect.stringMatching(/^was sent to he_v6 on gw2 \(.*\d\d:\d\d\)$/),
      'to nobody on gw3',
      'not known on gw4',
    ]);
  });

  it('says that no router has it', async () => {
    renderBgp(PATH, answering({ items: [{ ...first, announced: [] }] }));
    expect(await lines()).toEqual(['on no router']);
  });

  it('says nothing of a foreign one', async () => {
    const api = answering({ actionRouters: ['gw1'] });
    renderBgp(FOREIGN, api);
    await screen.findByText(/paths? on 1 router/);
    await waitFor(() =>
      expect(
        screen.queryByRole('region', { name: 'Announced by us' }),
      ).not.toBeInTheDocument(),
    );
    expect(api.listOwnPrefixes).toHaveBeenCalledTimes(1);
    expect(
      screen.queryByRole('button', { name: /^Actions on/ }),
    ).not.toBeInTheDocument();
  });

  it('says what a change decided, when, for whom and why, and leads to doing it again', async () => {
    const drifts = [
      drift({ target: 'prefix', name: first.prefix, state: 'announced' }),
    ];
    renderBgp(
      PATH,
      answering({ items: [{ ...first, drifts }], actionRouters: ['gw1'] }),
    );
    const found = await panel();
    expect(
      await found.findByText(/it is not announced there now/),
    ).toHaveTextContent(/^Change #1042 announced 2001:db8:3949::\/48 on gw1/);
    expect(found.getByRole('link', { name: 'Change #1042' })).toHaveAttribute(
      'href',
      '/changes/1042',
    );
    expect(found.getByText('new optics <b>tonight</b>')).toBeInTheDocument();
    expect(found.getByText(/^Decided/)).toHaveTextContent(
      /^Decided .+, asked for by operator$/,
    );
    await userEvent.click(
      found.getByRole('button', {
        name: 'Announce 2001:db8:3949::/48 again',
      }),
    );
    expect(screen.getByLabelText('where')).toHaveTextContent(
      /^\/create\/default\/prefix-announce\?/,
    );
  });

  it('leads into the forms of those routers alone that changes may act on', async () => {
    renderBgp(PATH, answering({ actionRouters: ['gw2'] }));
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Actions on 2001:db8:3949::/48',
      }),
    );
    const items = within(await screen.findByRole('menu')).getAllByRole(
      'menuitem',
    );
    // The other one is a BIRD, which nobody can tell.
    expect(items.map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('Announce 2001:db8:3949::/48 on gw2'),
    ]);
    await userEvent.click(items[0]);
    expect(
      decodeURIComponent(screen.getByLabelText('where').textContent ?? ''),
    ).toBe(
      '/create/default/prefix-announce?formData={"router":"gw2","prefix":"2001:db8:3949::/48","reason":""}',
    );
  });

  it('takes nothing back from a router that only passes it on', async () => {
    const announced = [
      { router: 'gw1', to: [] },
      { router: 'gw2', to: ['he_v6'], learned: true },
    ];
    renderBgp(
      PATH,
      answering({
        items: [{ ...first, announced }],
        actionRouters: ['gw2'],
      }),
    );
    expect(await lines()).toEqual(['to nobody on gw1', 'to he_v6 on gw2']);
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Actions on 2001:db8:3949::/48',
      }),
    );
    const [item] = within(await screen.findByRole('menu')).getAllByRole(
      'menuitem',
    );
    expect(item).toHaveTextContent(/^Announce 2001:db8:3949::\/48 on gw2/);
  });

  it('offers nothing where no router can be told', async () => {
    renderBgp(PATH, answering());
    expect(await lines()).toEqual(['to he_v6 on gw1']);
    expect(
      screen.queryByRole('button', { name: /^Actions on/ }),
    ).not.toBeInTheDocument();
  });

  it('says how it was while the collector is away, and lets nothing be ordered on that', async () => {
    const freshness = {
      source: 'collector',
      fetchedAt: '2026-03-12T14:02:00Z',
      intervalMs: 30_000,
      stale: true,
      error: 'The collector of routes does not answer.',
    };
    renderBgp(PATH, answering({ actionRouters: ['gw1'], freshness }));
    const found = await panel();
    expect(
      await found.findByText(/This is how it was at .*12 Mar/),
    ).toBeInTheDocument();
    await userEvent.click(found.getByRole('button', { name: /^Actions on/ }));
    const [withdraw] = within(await screen.findByRole('menu')).getAllByRole(
      'menuitem',
    );
    expect(withdraw).toHaveAttribute('aria-disabled', 'true');
  });

  it('says why it is not known, and leaves the rest of the page alone', async () => {
    const listOwnPrefixes = jest
      .fn()
      .mockRejectedValueOnce(refusal(503, 'The collector does not answer.'))
      .mockResolvedValue({ items: ownPrefixes(), actionRouters: [] });
    renderBgp(PATH, fakeBgpApi({ listOwnPrefixes }));
    const found = await panel();
    expect(
      await found.findByText('The collector does not answer.'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('heading', { name: 'What happened to it' }),
    ).toBeInTheDocument();
    await userEvent.click(found.getByRole('button', { name: /Retry/ }));
    expect(await lines()).toEqual(['to he_v6 on gw1']);
  });
});
