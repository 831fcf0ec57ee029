import { screen, within } from '@testing-library/react';
import { renderBgp } from '../../__testUtils__/renderBgp';
import userEvent from '@testing-library/user-event';
import { drift, fakeBgpApi, ownPrefixes, refusal } from '../../tests/fakes';

describe('OwnPrefixesPanel', () => {
  it('says which of ours is valid and where it goes out', async () => {
    renderBgp('/bgp/sessions', fakeBgpApi());
    expect(await screen.findByText('2 prefixes, 1 valid.')).toBeInTheDocument();
    const [good, unseen] = within(
      screen.getByRole('region', { name: 'Our prefixes' }),
    ).getAllByRole('listitem');
    expect(good).toHaveTextContent('2001:db8:3949::/48Validto he_v6 on gw1');
    expect(within(good).getByRole('link')).toHaveAttribute(
      'href',
      '/bgp/routes/prefix/2001%3Adb8%3A3949%3A%3A/48',
    );
    expect(unseen).toHaveTextContent('Not foundto nobody on gw1');
  });

  it('does not claim that nobody gets what nobody could read', async () => {
    const [first, second] = ownPrefixes();
    const items = [
      {
        ...first,
        announced: [{ router: 'gw1', to: ['he_v6'], unread: ['ix'] }],
      },
      { ...second, announced: [{ router: 'gw1', to: [], unread: ['ix'] }] },
    ];
    const listOwnPrefixes = jest
      .fn()
      .mockResolvedValue({ items, actionRouters: [] });
    renderBgp('/bgp/sessions', fakeBgpApi({ listOwnPrefixes }));
    await screen.findByText('2 prefixes, 1 valid.');
    const [partly, unknown] = within(
      screen.getByRole('region', { name: 'Our prefixes' }),
    ).getAllByRole('listitem');
    expect(partly).toHaveTextContent(
      'to he_v6 on gw1, not known whether to ix on gw1',
    );
    expect(unknown).toHaveTextContent(
      'Not foundnot known whether to ix on gw1',
    );
  });

  it('tells what was so on a silent router as past, with its time, and offers nothing', async () => {
    const asOf = new Date(Date.now() - 600_000).toISOString();
    const items = ownPrefixes().map(one => ({
      ...one,
      announced: one.announced.map(each => ({ ...each, asOf })),
    }));
    const listOwnPrefixes = jest
      .fn()
      .mockResolvedValue({ items, actionRouters: ['gw1'] });
    renderBgp('/bgp/sessions', fakeBgpApi({ listOwnPrefixes }));
    await screen.findByText('2 prefixes, 1 valid.');
    const [sent, unsent] = within(
      screen.getByRole('region', { name: 'Our prefixes' }),
    ).getAllByRole('listitem');
    expect(sent).toHaveTextContent(/was sent to he_v6 on gw1 \(.*\d\d:\d\d/);
    expect(unsent).toHaveTextContent(/was sent to nobody on gw1 \(.*\d\d:\d\d/);
    // No alarm by what may be otherwise by now.
    expect(screen.queryByText(/announced to nobody/)).toBeNull();
  });

  it('claims nothing of a router that nobody could look at', async () => {
    const [first, second] = ownPrefixes();
    const third = { ...second, prefix: '2001:db8:394b::/48', announced: [] };
    const items = [
      { ...first, unknownOn: ['gw2'] },
      { ...second, announced: [], unknownOn: ['gw1', 'gw2'] },
      third,
    ];
    const listOwnPrefixes = jest
      .fn()
      .mockResolvedValue({ items, actionRouters: [] });
    renderBgp('/bgp/sessions', fakeBgpApi({ listOwnPrefixes }));
    await screen.findByText('3 prefixes, 1 valid.');
    const [partly, unknown, nowhere] = within(
      screen.getByRole('region', { name: 'Our prefixes' }),
    ).getAllByRole('listitem');
    expect(partly).toHaveTextContent('to he_v6 on gw1, not known on gw2');
    expect(unknown).toHaveTextContent('Not foundnot known on gw1, gw2');
    expect(unknown).not.toHaveTextContent('on no router');
    expect(nowhere).toHaveTextContent('Not foundon no router');
  });

  it('warns of a ROA that ends soon, and of one that ended', async () => {
    const [first] = ownPrefixes();
    const endsIn = (ms: number, index: number) => ({
      ...first,
      prefix: `2001:db8:${index}::/48`,
      validUntil: new Date(Date.now() + ms).toISOString(),
    });
    const items = [3_600_000, 86_400_000, -60_000].map(endsIn);
    const listOwnPrefixes = jest
      .fn()
      .mockResolvedValue({ items, actionRouters: [] });
    renderBgp('/bgp/sessions', fakeBgpApi({ listOwnPrefixes }));
    await screen.findByText('3 prefixes, 3 valid.');
    const [soon, later, ended] = within(
      screen.getByRole('region', { name: 'Our prefixes' }),
    ).getAllByRole('listitem');
    expect(soon).toHaveTextContent(/ValidExpiringROA until/);
    expect(later).toHaveTextContent(/ValidROA until/);
    expect(ended).toHaveTextContent(/ExpiringROA ended/);
  });

  it.each<[object, string]>([
    [{ providers: [6939] }, 'ASPAValidAS394955 names AS6939 as its provider.'],
    [
      { providers: [174, 6939] },
      'ASPAValidAS394955 names AS174, AS6939 as its providers.',
    ],
    [
      { providers: [174] },
      'ASPAInvalidAS394955 does not name its provider AS6939',
    ],
    [{ providers: undefined }, 'ASPANot foundAS394955 has none'],
    [
      { available: false, providers: undefined },
      'ASPAUnknownNo source of RPKI data has ASPAs.',
    ],
    [
      { providers: [], transits: [] },
      'ASPAUnknownAS394955 says that it has no provider. It is compared with no provider: no role of a session and no orion.bgp.relations says who is one.',
    ],
    [
      { providers: [174], transits: [] },
      'ASPAUnknownAS394955 names AS174 as its provider. It is compared with no provider',
    ],
  ])('says what our own ASPA says: %p', async (over, line) => {
    const aspa = { asn: 394955, available: true, transits: [6939], ...over };
    const listOwnPrefixes = jest
      .fn()
      .mockResolvedValue({ items: ownPrefixes(), actionRouters: [], aspa });
    renderBgp('/bgp/sessions', fakeBgpApi({ listOwnPrefixes }));
    await screen.findByText('2 prefixes, 1 valid.');
    expect(
      screen.getByRole('region', { name: 'Our prefixes' }),
    ).toHaveTextContent(line);
  });

  it('leaves the sessions alone when the collector is away', async () => {
    const listOwnPrefixes = jest
      .fn()
      .mockRejectedValue(refusal(503, 'The collector does not answer.'));
    renderBgp('/bgp/sessions', fakeBgpApi({ listOwnPrefixes }));
    expect(
      await screen.findByText('The collector does not answer.'),
    ).toBeInTheDocument();
    expect(screen.getByRole('grid', { name: 'sessions' })).toBeInTheDocument();
  });

  it('says that NetBox has others, beside those that count', async () => {
    const listOwnPrefixes = jest.fn().mockResolvedValue({
      items: ownPrefixes(),
      actionRouters: [],
      from: 'configuration',
      note: 'orion.bgp.aggregates counts; NetBox lacks one.',
    });
    renderBgp('/bgp/sessions', fakeBgpApi({ listOwnPrefixes }));
    expect(await screen.findByText('2 prefixes, 1 valid.')).toBeInTheDocument();
    expect(screen.getByRole('note')).toHaveTextContent('NetBox lacks one.');
  });

  it('says what is missing when nobody said what is ours', async () => {
    const listOwnPrefixes = jest
      .fn()
      .mockResolvedValue({ items: [], actionRouters: [], note: 'Name it.' });
    renderBgp('/bgp/sessions', fakeBgpApi({ listOwnPrefixes }));
    expect(await screen.findByText('Name it.')).toBeInTheDocument();
  });

  it('says how it was while the collector is away, and lets nothing be ordered on that', async () => {
    const listOwnPrefixes = jest.fn().mockResolvedValue({
      items: ownPrefixes(),
      actionRouters: ['gw1'],
      freshness: {
        source: 'collector',
        fetchedAt: '2026-03-12T14:02:00Z',
        intervalMs: 30_000,
        stale: true,
        error: 'The collector of routes does not answer.',
      },
    });
    renderBgp('/bgp/sessions', fakeBgpApi({ listOwnPrefixes }));
    expect(
      await screen.findByText(
        /This is how it was at .*12 Mar.* The collector of routes does not answer\./,
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('2 prefixes, 1 valid.')).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Actions on 2001:db8:3949::/48' }),
    );
    for (const item of await screen.findAllByRole('menuitem')) {
      expect(item).toHaveAttribute('aria-disabled', 'true');
    }
  });

  it('offers for each router what fits, filled in, and the typed name left out', async () => {
    const listOwnPrefixes = jest.fn().mockResolvedValue({
      items: ownPrefixes(),
      actionRouters: ['gw1', 'gw2'],
    });
    renderBgp('/bgp/sessions', fakeBgpApi({ listOwnPrefixes }));
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Actions on 2001:db8:3949::/48',
      }),
    );
    const menu = await screen.findByRole('menu');
    expect(
      within(menu)
        .getAllByRole('menuitem')
        .map(item => item.textContent),
    ).toEqual([
      expect.stringContaining('Withdraw 2001:db8:3949::/48 on gw1'),
      expect.stringContaining('Announce 2001:db8:3949::/48 on gw2'),
    ]);
    await userEvent.click(within(menu).getByText(/^Withdraw/));
    expect(
      decodeURIComponent(screen.getByLabelText('where').textContent ?? ''),
    ).toBe(
      '/create/default/prefix-withdraw?formData={"router":"gw1","prefix":"2001:db8:3949::/48","name":"","reason":""}',
    );
  });

  it('offers nothing where no router can be told', async () => {
    renderBgp('/bgp/sessions', fakeBgpApi());
    await screen.findByText('2 prefixes, 1 valid.');
    expect(
      screen.queryByRole('button', { name: /^Actions on/ }),
    ).not.toBeInTheDocument();
  });

  it('says where a prefix is not as a change decided', async () => {
    const [first] = ownPrefixes();
    const drifts = [
      drift({ target: 'prefix', name: first.prefix, state: 'announced' }),
    ];
    const listOwnPrefixes = jest.fn().mockResolvedValue({
      items: [{ ...first, drifts }],
      actionRouters: ['gw1'],
    });
    renderBgp('/bgp/sessions', fakeBgpApi({ listOwnPrefixes }));
    expect(
      await screen.findByText(/it is not announced there now/),
    ).toHaveTextContent(/^Change #1042 announced 2001:db8:3949::\/48 on gw1/);
    expect(
      screen.getByRole('button', {
        name: 'Announce 2001:db8:3949::/48 again',
      }),
    ).toBeInTheDocument();
  });
});
