import { screen, within } from '@testing-library/react';
import {
  BgpDriver,
  FamilyCounters,
  SessionDetail,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  fakeBgpApi,
  freshNow,
  gobgpCounters,
  hoursAgo,
  identityOf,
  session,
} from '../../tests/fakes';
import { renderBgp } from '../../__testUtils__/renderBgp';

/** The page of a session of a daemon, with its five steps as they stand there. */
async function show(
  driver: BgpDriver,
  counters: FamilyCounters,
  over: Partial<SessionDetail> = {},
) {
  const [family] = session().families;
  const shown: SessionDetail = {
    ...session({ families: [{ ...family, counters }] }),
    identity: identityOf(driver),
    actions: true,
    configurable: false,
    freshness: freshNow(),
    ...over,
  };
  renderBgp(
    '/bgp/sessions/gw1/he_v6',
    fakeBgpApi({ getSession: jest.fn().mockResolvedValue(shown) }),
  );
  const funnel = await screen.findByRole('list', { name: /^v6: received/ });
  const [received, filtered, accepted, best, exported] =
    within(funnel).getAllByRole('listitem');
  return { received, filtered, accepted, best, exported };
}

const lastError = () => screen.getByText('Last error').nextElementSibling;
const linkIn = (step: HTMLElement) => within(step).queryByRole('link');

/** What each driver can tell, and that the page says so where it cannot. */
describe('the page of a session', () => {
  it('says of an established one that its neighbor restarts', async () => {
    await show('bird', session().families[0].counters, { restarting: true });
    expect(
      screen.getByText(/^The neighbor restarts gracefully: what it announced/),
    ).toBeInTheDocument();
  });

  it('of a BIRD that keeps nothing says so, and leads to no list that is empty', async () => {
    const steps = await show('bird', {
      received: { definition: 'bird.kept' },
      filtered: { definition: 'bird.filtered' },
      accepted: { value: 213_798, definition: 'bird.imported' },
      best: { value: 213_798, definition: 'bird.preferred' },
      exported: { value: 3, definition: 'bird.exported' },
    });
    for (const step of [steps.received, steps.filtered]) {
      expect(step).toHaveTextContent(/–.*only with "import keep filtered"/);
      expect(step).not.toHaveTextContent('0');
      expect(linkIn(step)).toBeNull();
    }
    expect(steps.accepted).toHaveTextContent('213,798');
    expect(linkIn(steps.accepted)).not.toBeNull();
    expect(
      within(lastError() as HTMLElement).getByRole('img', {
        name: 'None is known',
      }),
    ).toBeInTheDocument();
  });

  it('of a GoBGP 4 says that it never tells why one ended, and what ORION counted itself', async () => {
    const steps = await show('gobgp-v4', gobgpCounters());
    expect(steps.filtered).toHaveTextContent(
      "Filtered312Counted in ORION's own copy of the table",
    );
    expect(steps.filtered).not.toHaveTextContent('ago');
    expect(linkIn(steps.filtered)).not.toBeNull();
    expect(steps.exported).toHaveTextContent(/–.*does not show this session/);
    expect(lastError()).toHaveTextContent(
      'GoBGP 4 does not tell why a session ended. Ask the neighbor.',
    );
    expect(screen.queryByText('None is known')).not.toBeInTheDocument();
  });

  it('of a GoBGP 3 has the age of what was counted in a table of before', async () => {
    const steps = await show('gobgp-v3', gobgpCounters(hoursAgo(0.1)));
    expect(steps.received).not.toHaveTextContent('ago');
    for (const step of [steps.filtered, steps.accepted, steps.best]) {
      expect(step).toHaveTextContent(/own copy of the table, 6 min ago/);
    }
    expect(steps.exported).toHaveTextContent('–');
    expect(lastError()).toHaveTextContent(/^GoBGP 3 does not tell/);
  });

  it('of a GoBGP whose table fell behind shows what was counted before, and when', async () => {
    const steps = await show('gobgp-v4', gobgpCounters(hoursAgo(0.1), true));
    expect(steps.received).toHaveTextContent(/^Received4,489GoBGP/);
    expect(steps.filtered).toHaveTextContent(
      "Filteredwas 312Counted when ORION's own copy of the table was last up to date, 6 min ago",
    );
    expect(steps.filtered).toHaveStyle({ filter: 'grayscale(1)' });
    expect(steps.received).not.toHaveStyle({ filter: 'grayscale(1)' });
    expect(within(steps.filtered).getByText('was 312')).toHaveAttribute(
      'title',
      expect.stringMatching(/last up to date, .*[0-9]/),
    );
    expect(steps.exported).toHaveTextContent('–');
  });

  it('of a BIRD has the limit of what goes out beside the one of what comes in', async () => {
    const { counters, ...family } = session().families[0];
    const exportLimit = {
      ...{ limit: 4, used: 3, action: 'restart' },
      counts: 'after-filters' as const,
    };
    await show('bird', counters, {
      families: [{ ...family, counters, exportLimit }],
    });
    expect(screen.getByText('Export limit:').parentElement).toHaveTextContent(
      'Export limit:75 % of 4, counted after the filters, beyond it: the session restarts (restart)',
    );
  });

  it('says beside a session that is down that nobody told why', async () => {
    await show('gobgp-v4', {}, { state: 'active', since: hoursAgo(2) });
    expect(
      screen.getAllByText(/GoBGP 4 does not tell why a session ended/),
    ).toHaveLength(2);
  });
});
