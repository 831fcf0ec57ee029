import { screen, within } from '@testing-library/react';
import { IntentOverview } from '@orion/backstage-plugin-orion-bgp-common';
import { renderBgp } from '../../__testUtils__/renderBgp';
import {
  fakeBgpApi,
  freshNow,
  hoursAgo,
  router,
  session,
} from '../../tests/fakes';
import {
  intentOverview,
  intentRecord,
  sessionIntent,
} from '../../tests/intentFakes';

const show = (items = [session()], netbox?: IntentOverview) =>
  renderBgp(
    '/bgp/sessions',
    fakeBgpApi({
      listSessions: jest
        .fn()
        .mockResolvedValue({ items, freshness: [freshNow()], netbox }),
    }),
  );

const heading = () =>
  screen.queryByRole('heading', { name: 'Sessions only NetBox has' });

describe('what NetBox means, on the overview', () => {
  it('marks sessions that are not so, puts them first and counts them', async () => {
    show(
      [
        session({ intent: sessionIntent() }),
        session({
          name: 'he_v4',
          intent: { finding: 'unknown-to-netbox', differences: [] },
        }),
        session({
          name: 'zz_v6',
          intent: sessionIntent({ finding: 'planned-but-up' }),
        }),
      ],
      intentOverview(),
    );
    expect(
      await screen.findByText(/2 are not as NetBox has them\./),
    ).toBeInTheDocument();
    const grid = screen.getByRole('grid', { name: 'sessions' });
    expect(
      within(grid)
        .getAllByRole('link')
        .map(({ textContent }) => textContent),
    ).toEqual(['AS6939 he_v4', 'AS6939 zz_v6', 'AS6939 he_v6']);
    expect(within(grid).getByText('no record')).toBeInTheDocument();
    expect(within(grid).getByText('only planned')).toBeInTheDocument();
    expect(heading()).not.toBeInTheDocument();
  });

  it('counts nothing of a silent router, and says what it was', async () => {
    const silent = {
      ...freshNow('bgp:gw2'),
      fetchedAt: hoursAgo(1),
      stale: true,
    };
    renderBgp(
      '/bgp/sessions',
      fakeBgpApi({
        listRouters: jest.fn().mockResolvedValue({
          items: [
            router(),
            router({ id: 'gw2', title: 'gw2', freshness: silent }),
          ],
        }),
        listSessions: jest.fn().mockResolvedValue({
          items: [
            session({ intent: sessionIntent({ finding: 'differs' }) }),
            session({
              router: 'gw2',
              intent: { finding: 'unknown-to-netbox', differences: [] },
            }),
          ],
          freshness: [freshNow(), silent],
          netbox: intentOverview(),
        }),
      }),
    );
    expect(
      await screen.findByText(
        /\. 1 is not as NetBox has it\. 2001:db8:394a::\/48 is ours/,
      ),
    ).toBeInTheDocument();
    const grid = screen.getByRole('grid', { name: 'sessions' });
    expect(within(grid).getByText('differs')).toBeInTheDocument();
    expect(within(grid).getByText('was no record')).toBeInTheDocument();
  });

  it('tells what is not as it was meant as it was while NetBox is silent', async () => {
    show(
      [session({ intent: sessionIntent({ finding: 'planned-but-up' }) })],
      intentOverview({
        freshness: {
          ...freshNow('netbox:bgp'),
          fetchedAt: hoursAgo(1),
          stale: true,
        },
      }),
    );
    expect(
      await screen.findByText(
        / 1 was not as NetBox had it\. 2001:db8:394a::\/48 is ours/,
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('was only planned')).toBeInTheDocument();
  });

  it('lists records without a session, and says how many more there are', async () => {
    const records = Array.from({ length: 12 }, (_, index) =>
      intentRecord({
        id: index + 1,
        name: `ix_${index + 1}`,
        status: 'planned',
        machine: index === 0 ? 'edge-9' : 'router',
        router: index === 0 ? undefined : 'gw1',
      }),
    );
    show(
      [session()],
      intentOverview({ onlyInNetbox: records, onlyInNetboxTotal: 212 }),
    );
    expect(
      await screen.findByText('212 records have no session on any router.'),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'AS6939 ix_1' })).toHaveAttribute(
      'href',
      expect.stringMatching(/^https:\/\/netbox/),
    );
    expect(
      screen.getByText('on edge-9, which is no router here'),
    ).toBeInTheDocument();
    expect(screen.getByText('and 202 more')).toBeInTheDocument();
  });

  it('says that NetBox is silent even when it had nothing to add', async () => {
    show(
      [session()],
      intentOverview({
        freshness: {
          ...freshNow('netbox:bgp'),
          fetchedAt: hoursAgo(1),
          stale: true,
          error: 'NetBox gave no answer',
        },
      }),
    );
    expect(await screen.findByText(/^NetBox is silent\./)).toBeInTheDocument();
  });

  it('has a note about what NetBox lacks', async () => {
    show([session()], intentOverview({ notes: ['the plugin is missing'] }));
    expect(
      await screen.findByText('the plugin is missing'),
    ).toBeInTheDocument();
  });
});
