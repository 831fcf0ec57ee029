import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  Migration,
  RouteComparison,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  comparison,
  fakeBgpApi,
  migration,
  refusal,
  route,
} from '../../tests/fakes';
import { renderBgp } from '../../__testUtils__/renderBgp';

const SHOWN = '/bgp/migration?show=received';
const alike = comparison();
const apart = (count: number) =>
  comparison({ different: count, fields: { med: count } });

/** What the collector finds changes as the test says. */
function changing(first: RouteComparison) {
  let now = first;
  const item = (prefix: string) => ({
    class: 'different' as const,
    prefix,
    fields: ['med'],
    from: route({ med: 10 }),
    to: route({ router: 'gw2', med: 20 }),
  });
  const getMigration = jest.fn(async () => ({
    migration: migration({ comparisons: [now] }) as Migration,
  }));
  const listDifferences = jest.fn(async ({ cursor }: { cursor?: string }) => ({
    comparison: now,
    tookMs: 1,
    items:
      now.different === 0
        ? []
        : [item(cursor ? '2001:db8:9::/48' : `2001:db8:${now.different}::/48`)],
    nextCursor: now.different > 1 && !cursor ? 'next' : undefined,
  }));
  return {
    api: fakeBgpApi({ getMigration, listDifferences }),
    listDifferences,
    find(next: RouteComparison) {
      now = next;
      document.dispatchEvent(new Event('visibilitychange'));
    },
  };
}

const list = async () =>
  within(await screen.findByRole('region', { name: 'Differences: Received' }));

describe('Differences', () => {
  it('are read again once the comparison finds none, and can be hidden then', async () => {
    const { api, find } = changing(apart(1));
    renderBgp(SHOWN, api);
    const shown = await list();
    expect(
      await shown.findByRole('link', { name: '2001:db8:1::/48' }),
    ).toBeInTheDocument();
    expect(shown.getByText(/^\d+ s ago$/)).toBeInTheDocument();
    find(alike);
    expect(
      await shown.findByText('None. Both have the same routes.'),
    ).toBeInTheDocument();
    await userEvent.click(
      shown.getByRole('button', { name: 'Hide differences: Received' }),
    );
    expect(
      screen.queryByRole('region', { name: 'Differences: Received' }),
    ).toBeNull();
    // The keyboard goes on at the rows.
    expect(document.activeElement).not.toBe(document.body);
    expect(document.activeElement).toContainElement(
      screen.getByRole('region', { name: 'Compared' }),
    );
  });

  it('are none but what moved, which is said', async () => {
    const { api, find } = changing(apart(1));
    renderBgp(SHOWN, api);
    await list();
    find(comparison({ moved: 31 }));
    expect(
      await (
        await list()
      ).findByText('None but 31 that moved after one side was read.'),
    ).toBeInTheDocument();
    expect(await screen.findByText('none, 31 moved')).toBeInTheDocument();
  });

  it('are listed once there are some', async () => {
    const { api, find } = changing(alike);
    renderBgp(SHOWN, api);
    const shown = await list();
    await shown.findByText('None. Both have the same routes.');
    find(apart(1));
    expect(
      await shown.findByRole('link', { name: '2001:db8:1::/48' }),
    ).toBeInTheDocument();
    expect(shown.queryByText(/^None/)).toBeNull();
  });

  it('keep further pages, say that they are of before, and are read anew when asked', async () => {
    const { api, find } = changing(apart(5));
    renderBgp(SHOWN, api);
    const shown = await list();
    await userEvent.click(
      await shown.findByRole('button', { name: 'Load more' }),
    );
    await shown.findByRole('link', { name: '2001:db8:9::/48' });
    find(apart(4));
    expect(
      await shown.findByText(
        'The comparison has found other differences since.',
      ),
    ).toBeInTheDocument();
    expect(
      shown.getByRole('link', { name: '2001:db8:5::/48' }),
    ).toBeInTheDocument();
    await userEvent.click(
      shown.getByRole('button', { name: 'Read the list anew' }),
    );
    expect(
      await shown.findByRole('link', { name: '2001:db8:4::/48' }),
    ).toBeInTheDocument();
    expect(shown.queryByRole('link', { name: '2001:db8:9::/48' })).toBeNull();
    expect(shown.queryByText(/has found other/)).toBeNull();
  });

  it('say since when they could not be read again', async () => {
    const { api, find, listDifferences } = changing(apart(1));
    renderBgp(SHOWN, api);
    const shown = await list();
    await shown.findByRole('link', { name: '2001:db8:1::/48' });
    listDifferences.mockRejectedValue(
      refusal(503, 'The collector does not answer.'),
    );
    find(alike);
    await waitFor(() =>
      expect(shown.getByRole('button', { name: 'Retry' })).toBeInTheDocument(),
    );
    expect(
      shown.getByRole('link', { name: '2001:db8:1::/48' }),
    ).toBeInTheDocument();
  });
});
