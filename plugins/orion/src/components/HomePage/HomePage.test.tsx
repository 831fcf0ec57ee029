import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { CheckResult, checkIds } from '@orion/backstage-plugin-orion-common';
import {
  ChangeSummary,
  ListChangesQuery,
} from '@orion/backstage-plugin-orion-changes-common';
import { changesApiRef } from '@orion/backstage-plugin-orion-react';
import { checksApiRef } from '../../api/checksApiRef';
import {
  catalogRouteRef,
  changeRouteRef,
  changesRouteRef,
  docsRouteRef,
  guestsRouteRef,
  templateRouteRef,
} from '../../routes';
import { HomePage } from './HomePage';

function checks(
  over: Partial<Record<CheckResult['id'], Partial<CheckResult>>> = {},
) {
  return checkIds.map((id, index): CheckResult => {
    const known = {
      number: index + 1,
      title: id,
      checkedAt: new Date().toISOString(),
    };
    return {
      id,
      ...known,
      state: 'not-connected',
      summary: `No ${id} is connected.`,
      nextStep: `Configure ${id}.`,
      ...over[id],
    };
  });
}

const ok = {
  'guests-running': {
    state: 'ok' as const,
    summary: '9 of 9 guests run.',
    value: { good: 9, total: 9 },
  },
  'netbox-synced': { state: 'ok' as const, summary: 'NetBox answers.' },
};

function change(over: Partial<ChangeSummary> = {}): ChangeSummary {
  return {
    id: 1040,
    kind: 'virtual-machine.destroy',
    title: 'Destroy db-2',
    state: 'awaiting-approval',
    destructive: true,
    requester: 'user:default/operator',
    owner: 'group:default/team-net',
    target: { system: 'proxmox:r730', name: 'db-2' },
    createdAt: new Date().toISOString(),
    updatedAt: new Date().toISOString(),
    deadlineAt: new Date(Date.now() + 8.5 * 60_000).toISOString(),
    ...over,
  };
}

function show(options: {
  listChecks?: jest.Mock;
  waiting?: ChangeSummary[];
  mine?: ChangeSummary[];
  ended?: ChangeSummary[];
  list?: jest.Mock;
}) {
  const pages = {
    waiting: options.waiting,
    mine: options.mine,
    all: options.ended,
  };
  const list =
    options.list ??
    jest.fn(async ({ view }: ListChangesQuery) => {
      const items = pages[view ?? 'all'] ?? [];
      return { items, total: items.length };
    });
  renderInTestApp(<HomePage />, {
    apis: [
      [
        checksApiRef,
        {
          listChecks:
            options.listChecks ?? jest.fn().mockResolvedValue(checks(ok)),
        },
      ],
      [changesApiRef, { list }],
      [
        permissionApiRef,
        { authorize: async () => ({ result: AuthorizeResult.ALLOW }) },
      ],
    ] as never,
    mountedRoutes: {
      '/changes': changesRouteRef,
      '/changes/:changeId': changeRouteRef,
      '/guests': guestsRouteRef,
      '/create/:namespace/:templateName': templateRouteRef,
      '/catalog': catalogRouteRef,
      '/docs': docsRouteRef,
    },
  });
  return list;
}

describe('HomePage', () => {
  it('offers the most urgent decision first, not the newest', async () => {
    const later = new Date(Date.now() + 50 * 60_000).toISOString();
    show({ waiting: [change({ id: 1041, deadlineAt: later }), change()] });
    expect(
      await screen.findByRole('link', { name: 'Decide #1040' }),
    ).toHaveAttribute('href', '/changes/1040');
    const links = within(
      screen.getByRole('region', { name: 'For me (2)' }),
    ).getAllByRole('link', { name: /Destroy db-2/ });
    expect(links.map(link => link.getAttribute('href'))).toEqual([
      '/changes/1040',
      '/changes/1041',
    ]);
  });

  it('opens with one sentence and seven tiles in order', async () => {
    show({});
    expect(
      await screen.findByText(
        'All 2 connected checks are OK; 5 of 7 are not connected yet.',
      ),
    ).toBeInTheDocument();
    const tiles = within(
      screen.getByRole('list', { name: 'The seven checks' }),
    ).getAllByRole('listitem');
    expect(
      tiles.map(tile => within(tile).getByRole('heading').textContent),
    ).toEqual([
      'Guests',
      'BGP',
      'K3s',
      'Pods',
      'NetBox',
      'Agents',
      'Monitoring',
    ]);
    expect(tiles[0]).toHaveTextContent('OK');
    expect(tiles[0]).toHaveTextContent('9 of 9');
    expect(tiles[1]).toHaveTextContent('Not connected');
    expect(tiles[1]).toHaveTextContent('Configure bgp-established.');
    expect(
      within(tiles[0]).getByRole('link', { name: 'Guests' }),
    ).toHaveAttribute('href', '/guests');
  });

  it('says the worst first', async () => {
    const listChecks = jest.fn().mockResolvedValue(
      checks({
        ...ok,
        'guests-running': {
          state: 'failed',
          summary: '8 of 9 guests run: db-2 is stopped.',
        },
        'pods-running': { state: 'warning', summary: 'One pod restarts.' },
      }),
    );
    show({ listChecks });
    expect(
      await screen.findByText(
        '1 check failed: 8 of 9 guests run: db-2 is stopped.',
      ),
    ).toBeInTheDocument();
  });

  it('leads to the first waiting decision before an order', async () => {
    show({ waiting: [change(), change({ id: 1042, title: 'Create web-01' })] });
    const panel = await screen.findByRole('region', { name: 'For me (2)' });
    expect(
      within(panel).getByRole('link', { name: '#1040 Destroy db-2' }),
    ).toHaveAttribute('href', '/changes/1040');
    expect(within(panel).getAllByText('8 min left')).toHaveLength(2);
    expect(
      screen.getByRole('link', { name: 'Decide #1040' }),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Order VM' })).toHaveAttribute(
      'href',
      '/create/default/virtual-machine',
    );
  });

  it('shows my open changes and the one that ended last', async () => {
    const list = show({
      mine: [change({ state: 'applying', title: 'Create web-01' })],
      ended: [change({ id: 1041, state: 'succeeded' })],
    });
    const mine = await screen.findByRole('region', { name: 'Mine (1)' });
    expect(within(mine).getByText('Applying')).toBeInTheDocument();
    const last = screen.getByRole('region', { name: 'Last' });
    expect(await within(last).findByText('Succeeded')).toBeInTheDocument();
    expect(list).toHaveBeenCalledWith(
      expect.objectContaining({
        view: 'all',
        limit: 1,
        state: expect.arrayContaining(['failed']),
      }),
    );
    expect(
      screen.getByText('Nothing waits for your decision.'),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('link', { name: /Decide/ }),
    ).not.toBeInTheDocument();
  });

  it('says that it does not know, and retries', async () => {
    const listChecks = jest
      .fn()
      .mockRejectedValueOnce(
        Object.assign(new Error('x'), { name: 'TypeError' }),
      )
      .mockResolvedValue(checks(ok));
    show({ listChecks });
    expect(
      await screen.findByText(
        'Whether all is well is not known: the checks could not be read.',
      ),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(
      await screen.findByText(/All 2 connected checks are OK/),
    ).toBeInTheDocument();
  });

  it('loads with a skeleton that names what it waits for', async () => {
    show({
      listChecks: jest.fn(() => new Promise(() => {})),
      list: jest.fn(() => new Promise(() => {})),
    });
    expect(
      (await screen.findAllByRole('status', { name: 'Loading checks' })).length,
    ).toBe(2);
  });
});
