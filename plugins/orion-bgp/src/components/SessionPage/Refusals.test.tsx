import { screen, within } from '@testing-library/react';
import {
  fakeBgpApi,
  freshNow,
  refusals,
  session,
  table,
} from '../../tests/fakes';
import { renderBgp } from '../../__testUtils__/renderBgp';

const PATH = '/bgp/sessions/gw1/he_v6';
const TITLE = 'Refused, by reason';

function show(over: Parameters<typeof refusals>[0] = {}) {
  const api = fakeBgpApi({
    countRefusals: jest.fn().mockResolvedValue(refusals(over)),
  });
  renderBgp(PATH, api);
  return api;
}

describe('Refusals', () => {
  it('counts each reason and leads to its routes', async () => {
    const api = show();
    const list = await screen.findByRole('list', { name: TITLE });
    expect(api.countRefusals).toHaveBeenCalledWith({
      router: 'gw1',
      session: 'he_v6',
    });
    const rows = within(list).getAllByRole('listitem');
    expect(rows.map(row => row.textContent)).toEqual([
      'RPKI invalid394955:65666:1280',
      'Probably RPKI invalid: more specific than the ROA allows20',
      'Not told: no community known here says why.9',
      'Other reasons3',
    ]);
    const links = within(list).getAllByRole('link');
    const hrefs = links.map(link => link.getAttribute('href')!);
    expect(
      hrefs.map(href => new URLSearchParams(href.split('?')[1]).get('q')),
    ).toEqual([
      'session:he_v6 filtered:yes community:394955:65666:1',
      'session:he_v6 reason:rpki-length',
      'session:he_v6 reason:none',
    ]);
    expect(hrefs[0]).toMatch(/router=gw1/);
  });

  it('says so where routes tell several reasons', async () => {
    const text = /several reasons counts with each/;
    const items = [
      { count: 9, community: '394955:65666:1', reason: 'RPKI invalid' },
      { count: 5, community: '394955:65666:2', reason: 'Bogon' },
    ];
    show({ items, total: 11, more: 0 });
    expect(await screen.findByText(text)).toBeInTheDocument();
    show({ items, total: 14, more: 0 });
    await screen.findAllByRole('list', { name: TITLE });
    expect(screen.getAllByText(text)).toHaveLength(1);
  });

  it('leads to what a router keeps as received', async () => {
    show({ items: [{ count: 9 }], total: 9, more: 0, tellsReasons: false });
    const list = await screen.findByRole('list', { name: TITLE });
    const link = within(list).getByRole('link', {
      name: /keeps a refused path as it came/,
    });
    const href = link.getAttribute('href')!;
    expect(new URLSearchParams(href.split('?')[1]).get('q')).toBe(
      'session:he_v6 reason:none',
    );
  });

  it('says that nothing is refused', async () => {
    show({ items: [], total: 0, more: 0 });
    expect(await screen.findByText('Nothing is refused.')).toBeInTheDocument();
    expect(screen.queryByRole('list', { name: TITLE })).toBeNull();
  });

  it('says so while the table is read for the first time, or cannot be', async () => {
    show({ table: table({ state: 'loading', dumpedAt: undefined }) });
    expect(await screen.findByText('gw1: first reading')).toBeInTheDocument();
  });

  it('says how old the count is when the table is behind', async () => {
    show({ table: table({ error: 'gw1 does not answer' }) });
    expect(await screen.findByText(/gw1 does not answer/)).toHaveTextContent(
      /^Counted in an old table, /,
    );
  });

  it('counts nothing where the router keeps nothing it refused', async () => {
    const one = session();
    const families = one.families.map(family => ({
      ...family,
      counters: {
        ...family.counters,
        filtered: { definition: 'bird.filtered' as const },
      },
    }));
    const api = fakeBgpApi({
      getSession: jest.fn().mockResolvedValue({
        ...session({ families }),
        freshness: freshNow(),
      }),
    });
    renderBgp(PATH, api);
    expect(
      await screen.findByText(/gw1 does not keep what it refused/),
    ).toBeInTheDocument();
    expect(api.countRefusals).not.toHaveBeenCalled();
  });

  it('names the families that are not counted, beside those that are', async () => {
    const [family] = session().families;
    const filtered = { definition: 'bird.filtered' as const };
    const families = [
      family,
      {
        ...family,
        family: 'ipv4-unicast',
        counters: { ...family.counters, filtered },
      },
      { ...family, family: 'ipv4-flowspec' },
    ];
    renderBgp(
      PATH,
      fakeBgpApi({
        getSession: jest.fn().mockResolvedValue({
          ...session({ families }),
          freshness: freshNow(),
        }),
        countRefusals: jest
          .fn()
          .mockResolvedValue(refusals({ items: [], total: 0, more: 0 })),
      }),
    );
    expect(
      await screen.findByText('Of what is counted nothing is refused.'),
    ).toBeInTheDocument();
    expect(screen.queryByText('Nothing is refused.')).toBeNull();
    expect(
      screen.getByText(
        'v4 is not counted: gw1 does not keep what it refused of it.',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/^ipv4-flowspec is not counted: routes are read of/),
    ).toBeInTheDocument();
    // Its counts lead nowhere: there are no routes to list.
    const funnel = (name: string) =>
      within(
        screen.getByRole('list', { name: new RegExp(`^${name}: received`) }),
      ).queryAllByRole('link');
    expect(funnel('v6')).toHaveLength(5);
    expect(funnel('ipv4-flowspec')).toHaveLength(0);
  });

  it('offers another try when it cannot be counted', async () => {
    renderBgp(
      PATH,
      fakeBgpApi({
        countRefusals: jest
          .fn()
          .mockRejectedValue(new Error('the route index starts again')),
      }),
    );
    expect(
      await screen.findByText(/the route index starts again/),
    ).toBeInTheDocument();
  });
});
