import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  AspaVerdict,
  TableState,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  fakeBgpApi,
  rejected,
  route,
  routePage,
  table,
} from '../../tests/fakes';
import { prefixHistory, prefixRecords } from '../../tests/intentFakes';
import { renderBgp } from '../../__testUtils__/renderBgp';

const PATH = '/bgp/routes/prefix/2001%3Adb8%3A100%3A%3A/40';
/** That of which the fakes have a history. */
const OURS = '/bgp/routes/prefix/2001%3Adb8%3A3949%3A%3A/48';

describe('PrefixPage', () => {
  it('says who announces it and which ways lead there', async () => {
    const searchRoutes = jest
      .fn()
      .mockResolvedValue(
        routePage([
          route(),
          route({ router: 'gw2', asPath: '6939 64501', best: false }),
          rejected(),
        ]),
      );
    renderBgp(PATH, fakeBgpApi({ searchRoutes }));
    expect(
      await screen.findByText(
        '2001:db8:100::/40: 3 paths on 2 routers, from AS64501, AS64511.',
      ),
    ).toBeInTheDocument();
    expect(searchRoutes).toHaveBeenCalledWith(
      { q: '2001:db8:100::/40', match: 'exact', limit: 100 },
      { signal: expect.any(AbortSignal) },
    );
    expect(
      screen.getByRole('img', {
        name: '3 paths to AS64501, AS64511; the table below tells each',
      }),
    ).toBeInTheDocument();
    expect(
      screen.getByText('2001:db8:100::/40 up to /48 by AS64501'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'More specific prefixes' }),
    ).toHaveAttribute(
      'href',
      '/bgp/routes?q=2001%3Adb8%3A100%3A%3A%2F40&match=more-specific',
    );
  });

  it.each<[Partial<AspaVerdict>, RegExp]>([
    [{ state: 'valid' }, /best pathValideach step up and down is attested/],
    [
      { state: 'unknown', reason: 'relation' },
      /Unknownwhat the neighbor is to us/,
    ],
    [
      { state: 'unknown', reason: 'internal' },
      /Unknownreceived within our own/,
    ],
    [{ state: 'invalid', reason: 'as-set' }, /Invalidthe path has a set/],
    [
      {
        state: 'unknown',
        reason: 'no-aspa',
        hops: [{ customer: 64501, provider: 64500, attestation: 'none' }],
      },
      /UnknownAS64501 has no ASPA to say whether AS64500 is its provider/,
    ],
  ])('verifies the best path: %p', async (over, text) => {
    const aspa = { direction: 'downstream', hops: [], ...over } as AspaVerdict;
    const searchRoutes = jest
      .fn()
      .mockResolvedValue(routePage([route({ aspa })]));
    renderBgp(PATH, fakeBgpApi({ searchRoutes }));
    const label = await screen.findByText('ASPA of the best path');
    expect(label.parentElement).toHaveTextContent(text);
  });

  it('says that nobody announces it', async () => {
    renderBgp(
      PATH,
      fakeBgpApi({ searchRoutes: jest.fn().mockResolvedValue(routePage([])) }),
    );
    expect(
      await screen.findByText('No router has a path to 2001:db8:100::/40.'),
    ).toBeInTheDocument();
  });

  it('says no more of tables that could not be searched than is known', async () => {
    const found = (...tables: TableState[]) => ({
      searchRoutes: jest.fn().mockResolvedValue(routePage([], { tables })),
    });
    const late = table({ router: 'gw2', state: 'loading' });
    const { unmount } = renderBgp(PATH, fakeBgpApi(found(table(), late)));
    expect(
      await screen.findByText(
        'No table that could be searched has 2001:db8:100::/40.',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        'Tables searched: gw1. Not searched: gw2 (first reading).',
      ),
    ).toBeInTheDocument();
    unmount();
    renderBgp(PATH, fakeBgpApi(found(late)));
    expect(
      await screen.findByText(
        /2001:db8:100::\/40 is not known: no table could be searched\./,
      ),
    ).toBeInTheDocument();
    expect(screen.queryByText(/^No router has/)).not.toBeInTheDocument();
  });

  it('has the ROAs of one of ours that no router has', async () => {
    renderBgp(
      '/bgp/routes/prefix/2001%3Adb8%3A3949%3A%3A/48',
      fakeBgpApi({ searchRoutes: jest.fn().mockResolvedValue(routePage([])) }),
    );
    expect(
      await screen.findByText('No router has a path to 2001:db8:3949::/48.'),
    ).toBeInTheDocument();
    expect(
      await screen.findByText('2001:db8:3949::/48 up to /48 by AS394955'),
    ).toBeInTheDocument();
  });

  it('is as valid as the path that is used, whichever comes first', async () => {
    const searchRoutes = jest
      .fn()
      .mockResolvedValue(routePage([rejected(), route()]));
    renderBgp(PATH, fakeBgpApi({ searchRoutes }));
    const sentence = await screen.findByText(/2 paths on 1 router/);
    expect(sentence.parentElement).toHaveTextContent(
      /Valid.*1 of 2 paths is invalid/,
    );
    expect(
      screen.getByText('2001:db8:100::/40 up to /48 by AS64501'),
    ).toBeInTheDocument();
  });

  it('says that a path ends in a set, which is no origin', async () => {
    const ofSet = route({
      asPath: '6939 {64501 64502}',
      originAs: undefined,
      rpki: { state: 'not-found', covering: [] },
    });
    renderBgp(
      PATH,
      fakeBgpApi({
        searchRoutes: jest
          .fn()
          .mockResolvedValue(routePage([ofSet, rejected()])),
      }),
    );
    expect(
      await screen.findByText(
        /2 paths on 1 router, from a set of systems, AS64511\.$/,
      ),
    ).toBeInTheDocument();
  });

  it('calls our own prefix ours', async () => {
    const own = route({
      session: undefined,
      asPath: '',
      originAs: undefined,
      origin: 'static',
      rpki: { state: 'unknown', covering: [] },
    });
    renderBgp(
      PATH,
      fakeBgpApi({
        searchRoutes: jest
          .fn()
          .mockResolvedValue(
            routePage([own, { ...own, router: 'gw2', session: 'gw1' }]),
          ),
      }),
    );
    expect(
      await screen.findByText(/2 paths on 2 routers, from ourselves\./),
    ).toBeInTheDocument();
    expect(screen.getByText('no ROAs are loaded')).toBeInTheDocument();
  });

  it('has the record in NetBox, with links, and no address of its own making', async () => {
    const getPrefixRecords = jest.fn().mockResolvedValue(
      prefixRecords({
        exact: [{ ...prefixRecords().exact[0], role: 'transit', vrf: 'blue' }],
      }),
    );
    renderBgp(PATH, fakeBgpApi({ getPrefixRecords }));
    const heading = await screen.findByRole('heading', { name: 'In NetBox' });
    const panel = within(heading.closest('section')!);
    const links = await panel.findAllByRole('link');
    expect(links.map(link => link.getAttribute('href'))).toEqual([
      'https://netbox.example/ipam/aggregates/2/',
      'https://netbox.example/ipam/prefixes/5/',
    ]);
    expect(panel.getByText('blue')).toBeInTheDocument();
    expect(panel.getByText('transit')).toBeInTheDocument();
    expect(getPrefixRecords).toHaveBeenCalledWith('2001:db8:100::/40');
  });

  it('says what lies around it when NetBox has not exactly it, or nothing at all', async () => {
    const [covering] = prefixRecords().exact;
    const { unmount } = renderBgp(
      PATH,
      fakeBgpApi({
        getPrefixRecords: jest
          .fn()
          .mockResolvedValue(prefixRecords({ exact: [], covering })),
      }),
    );
    expect(
      await screen.findByText('no record with exactly this length'),
    ).toBeInTheDocument();
    expect(screen.getByText('Smallest prefix around it')).toBeInTheDocument();
    unmount();
    renderBgp(
      PATH,
      fakeBgpApi({
        getPrefixRecords: jest
          .fn()
          .mockResolvedValue(
            prefixRecords({ exact: [], aggregate: undefined }),
          ),
      }),
    );
    expect(
      await screen.findByText(
        'NetBox has no public aggregate around 2001:db8:100::/40.',
      ),
    ).toBeInTheDocument();
  });

  it('claims nothing of a NetBox that was never read', async () => {
    const records = prefixRecords({ exact: [], aggregate: undefined });
    const freshness = {
      source: 'netbox:bgp',
      intervalMs: 60_000,
      stale: true,
      error: 'NetBox gave no answer',
    };
    renderBgp(
      PATH,
      fakeBgpApi({
        getPrefixRecords: jest
          .fn()
          .mockResolvedValue({ ...records, netbox: { freshness, notes: [] } }),
      }),
    );
    expect(
      await screen.findByText('NetBox has not been read yet.'),
    ).toBeInTheDocument();
    expect(screen.getByText('NetBox gave no answer')).toBeInTheDocument();
    expect(screen.queryByText(/no public aggregate/)).not.toBeInTheDocument();
  });

  it('has its history, oldest first, also when no router has it now', async () => {
    renderBgp(
      OURS,
      fakeBgpApi({
        searchRoutes: jest.fn().mockResolvedValue(routePage([])),
        listPrefixHistory: jest.fn().mockResolvedValue(
          prefixHistory({
            items: [
              {
                ...prefixHistory().items[0],
                id: '9',
                event: 'origin-changed',
                from: 'own',
                to: 'AS64666 own',
              },
              {
                ...prefixHistory().items[0],
                ...{
                  id: '8',
                  event: 'origin-changed',
                  from: 'AS64666',
                  to: '?',
                },
              },
              ...prefixHistory().items,
              {
                ...prefixHistory().items[0],
                ...{ id: '0', prefix: '2001:db8:3949:66::/64' },
                ...{ event: 'appeared', from: undefined, to: 'AS64666' },
              },
            ],
          }),
        ),
      }),
    );
    const titles = await screen.findAllByText(/(on gw1[:,]|by gw1$)/);
    expect(titles.map(({ textContent }) => textContent)).toEqual([
      '2001:db8:3949:66::/64, a part of it: Seen on gw1, from AS64666',
      'RPKI on gw1: not found, now valid',
      'Announced to he_v6 by gw1',
      'Origin on gw1: AS64666, now no single system',
      'Origin on gw1: ourselves, now AS64666, ourselves',
    ]);
    expect(screen.getByText(/^Watched since /)).toBeInTheDocument();
  });

  it('says plainly that it is not recorded, and which key would record it', async () => {
    renderBgp(
      PATH,
      fakeBgpApi({
        listPrefixHistory: jest
          .fn()
          .mockResolvedValue({ items: [], watched: false }),
      }),
    );
    expect(
      await screen.findByText(
        /^No history is kept of it:.* orion\.bgp\.historyPrefixes/,
      ),
    ).toBeInTheDocument();
  });

  it('does not take for foreign what is named and was not looked at yet', async () => {
    renderBgp(
      PATH,
      fakeBgpApi({
        listPrefixHistory: jest
          .fn()
          .mockResolvedValue({ items: [], watched: true }),
      }),
    );
    expect(
      await screen.findByText(/^Watched from the first look/),
    ).toBeInTheDocument();
    expect(screen.queryByText(/No history is kept/)).not.toBeInTheDocument();
    expect(screen.queryByText(/^Nothing changed/)).not.toBeInTheDocument();
  });

  it('loads what happened before, and says where that failed', async () => {
    const [event] = prefixHistory().items;
    const page = (ids: number[], nextCursor?: string) =>
      prefixHistory({
        items: ids.map(id => ({ ...event, id: String(id), router: `gw${id}` })),
        nextCursor,
      });
    const listPrefixHistory = jest
      .fn()
      .mockResolvedValueOnce(page([9, 8], '8'))
      .mockRejectedValueOnce(new Error('the database is away'))
      .mockResolvedValueOnce(page([7, 6]));
    renderBgp(OURS, fakeBgpApi({ listPrefixHistory }));
    const more = await screen.findByRole('button', {
      name: 'Load earlier ones',
    });
    await userEvent.click(more);
    expect(await screen.findByText(/the database is away/)).toBeInTheDocument();
    await userEvent.click(more);
    await screen.findByText(/by gw6/);
    expect(listPrefixHistory).toHaveBeenLastCalledWith(
      expect.objectContaining({ cursor: '8' }),
    );
    const titles = screen.getAllByText(/by gw[6-9]/);
    expect(titles.map(({ textContent }) => textContent)).toEqual([
      'Announced to he_v6 by gw6',
      'Announced to he_v6 by gw7',
      'Announced to he_v6 by gw8',
      'Announced to he_v6 by gw9',
    ]);
    expect(more).not.toBeInTheDocument();
  });
});
