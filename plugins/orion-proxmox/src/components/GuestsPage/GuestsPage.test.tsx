import { useLocation } from 'react-router-dom';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { ProxmoxApi } from '@orion/backstage-plugin-orion-proxmox-common';
import { proxmoxApiRef } from '../../api/proxmoxApiRef';
import {
  changeRouteRef,
  entityRouteRef,
  rootRouteRef,
  templateRouteRef,
} from '../../routes';
import {
  fakeProxmoxApi,
  freshNow,
  guest,
  guestPage,
  noPlugin,
  refusal,
} from '../../tests/fakes';
import { GuestsPage } from './GuestsPage';

function Where() {
  const { pathname, search } = useLocation();
  return (
    <output aria-label="where">{decodeURIComponent(pathname + search)}</output>
  );
}

function show(api: ProxmoxApi, path = '/guests') {
  renderInTestApp(
    <>
      <GuestsPage />
      <Where />
    </>,
    {
      apis: [
        [proxmoxApiRef, api],
        [
          permissionApiRef,
          { authorize: async () => ({ result: AuthorizeResult.ALLOW }) },
        ],
      ] as never,
      mountedRoutes: {
        '/guests': rootRouteRef,
        '/changes/:changeId': changeRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/create/:namespace/:templateName': templateRouteRef,
      },
      initialRouteEntries: [path],
    },
  );
}

const two = guestPage([
  guest(),
  guest({ vmid: 100, name: 'db-01', status: 'stopped' }),
]);

describe('GuestsPage', () => {
  it('opens with the counts and shows every guest as a row that leads to the catalog', async () => {
    show(fakeProxmoxApi({ listGuests: jest.fn().mockResolvedValue(two) }));
    expect(
      await screen.findByText(
        '2 guests: 1 running, 1 stopped, 0 with problems',
      ),
    ).toBeInTheDocument();
    const grid = screen.getByRole('grid', { name: 'guests' });
    expect(
      within(grid).getByText('3 of 8 GiB', {
        selector: '[aria-rowindex="2"] *',
      }),
    ).toBeInTheDocument();
    expect(within(grid).getByText('Stopped')).toBeInTheDocument();
    expect(within(grid).getByRole('link', { name: 'web-01' })).toHaveAttribute(
      'href',
      '/catalog/default/resource/r730-1001',
    );
    expect(screen.getByRole('link', { name: 'Order VM' })).toHaveAttribute(
      'href',
      '/create/default/virtual-machine',
    );
  });

  it('asks the server what the URL says, and the URL follows filter and order', async () => {
    const listGuests = jest.fn().mockResolvedValue(two);
    show(fakeProxmoxApi({ listGuests }), '/guests?q=node:pve1&sort=-cpu');
    await screen.findByRole('grid');
    expect(listGuests).toHaveBeenCalledWith(
      expect.objectContaining({
        filter: 'node:pve1',
        sort: 'cpu',
        order: 'desc',
      }),
    );
    await userEvent.type(
      screen.getByRole('combobox', { name: 'Filter guests' }),
      'tag:prod{Enter}',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Memory' }));
    await waitFor(() =>
      expect(screen.getByLabelText('where')).toHaveTextContent(
        'q=node:pve1+tag:prod&sort=memory',
      ),
    );
    await waitFor(() =>
      expect(listGuests).toHaveBeenLastCalledWith(
        expect.objectContaining({
          filter: 'node:pve1 tag:prod',
          sort: 'memory',
          order: 'asc',
        }),
      ),
    );
  });

  it('hides a column and keeps that in the URL', async () => {
    show(fakeProxmoxApi({ listGuests: jest.fn().mockResolvedValue(two) }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Columns' }),
    );
    await userEvent.click(
      screen.getByRole('menuitemcheckbox', { name: 'Tags' }),
    );
    expect(
      screen.queryByRole('columnheader', { name: 'Tags' }),
    ).not.toBeInTheDocument();
    expect(screen.getByLabelText('where')).toHaveTextContent(
      '/guests?hide=tags',
    );
  });

  it('says why nothing matches and clears the filter', async () => {
    const none = guestPage([], {
      counts: { all: 212, running: 212, stopped: 0, other: 0 },
    });
    show(
      fakeProxmoxApi({ listGuests: jest.fn().mockResolvedValue(none) }),
      '/guests?q=node:pve9',
    );
    expect(
      await screen.findByText('No guest matches node:pve9.'),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear the filter' }),
    );
    expect(screen.getByLabelText('where')).toHaveTextContent(/^\/guests$/);
  });

  it('tells apart: none yet, not connected, no role', async () => {
    show(fakeProxmoxApi());
    expect(await screen.findByText('No guests yet.')).toBeInTheDocument();
  });

  it('says what to do when no cluster is configured', async () => {
    const page = guestPage([], {
      freshness: [],
      note: 'Add one under orion.proxmox.clusters.',
    });
    show(fakeProxmoxApi({ listGuests: jest.fn().mockResolvedValue(page) }));
    expect(
      await screen.findByText('Proxmox VE is not connected.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Add one under orion.proxmox.clusters.'),
    ).toBeInTheDocument();
  });

  it('never shows old data as new: was Running, and who is silent', async () => {
    const old = new Date(Date.now() - 600_000).toISOString();
    const freshness = [
      freshNow('proxmox:pve-a'),
      {
        ...freshNow('proxmox:pve-b'),
        fetchedAt: old,
        stale: true,
        error: 'pve-b timed out.',
      },
    ];
    const items = [
      guest({ cluster: 'pve-a' }),
      guest({ cluster: 'pve-b', vmid: 7, name: 'b' }),
    ];
    show(
      fakeProxmoxApi({
        listGuests: jest
          .fn()
          .mockResolvedValue(guestPage(items, { freshness })),
      }),
    );
    expect(await screen.findByText('was Running')).toBeInTheDocument();
    expect(screen.getByText('Running')).toBeInTheDocument();
    expect(
      screen.getByText(
        /1 of 2 clusters answered; proxmox:pve-b is silent since .* pve-b timed out/,
      ),
    ).toBeInTheDocument();
  });

  it('quotes an error, keeps the filter, and retries', async () => {
    const listGuests = jest
      .fn()
      .mockRejectedValueOnce(
        refusal(400, 'filter: managed is true or false, not "x"'),
      )
      .mockResolvedValue(two);
    show(fakeProxmoxApi({ listGuests }), '/guests?q=managed:x');
    expect(
      await screen.findByText(/managed is true or false/),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('combobox', { name: 'Filter guests' }),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('grid')).toBeInTheDocument();
  });

  it('says that the backend plugin is missing, and not that guests are hidden', async () => {
    const listGuests = jest
      .fn()
      .mockRejectedValue(noPlugin('/api/orion-proxmox/guests?limit=100'));
    show(fakeProxmoxApi({ listGuests }));
    expect(
      await screen.findByText(/Nothing answers at \/api\/orion-proxmox/),
    ).toBeInTheDocument();
    expect(screen.getByText(/An admin adds it/)).toBeInTheDocument();
    expect(screen.queryByText(/No such/)).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Retry' })).toBeInTheDocument();
  });

  it('leads from a row into the destroy, or says why not', async () => {
    const page = guestPage([
      guest(),
      guest({ vmid: 100, name: 'by-hand', changeId: undefined }),
    ]);
    show(fakeProxmoxApi({ listGuests: jest.fn().mockResolvedValue(page) }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Actions of by-hand' }),
    );
    const off = screen.getByRole('menuitem', { name: /Destroy/ });
    expect(off).toHaveTextContent('Not made by ORION');
    await userEvent.keyboard('{Escape}');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Actions of web-01' }),
    );
    expect(
      screen.getByRole('menuitem', { name: /change that made it #1042/ }),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('menuitem', { name: /Destroy/ }));
    expect(screen.getByLabelText('where')).toHaveTextContent(
      '/create/default/virtual-machine-destroy?formData={"cluster":"r730","vmid":1001,"name":""}',
    );
  });

  it('reads the next page by its cursor', async () => {
    const listGuests = jest.fn(async ({ cursor }: { cursor?: string } = {}) =>
      cursor
        ? guestPage([guest({ vmid: 2, name: 'second' })], { total: 2 })
        : guestPage([guest({ vmid: 1, name: 'first' })], {
            total: 2,
            nextCursor: 'c1',
          }),
    );
    show(fakeProxmoxApi({ listGuests }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Load more' }),
    );
    expect(
      await screen.findByRole('link', { name: 'second' }),
    ).toBeInTheDocument();
    expect(listGuests).toHaveBeenCalledWith(
      expect.objectContaining({ cursor: 'c1' }),
    );
    expect(
      screen.queryByRole('button', { name: 'Load more' }),
    ).not.toBeInTheDocument();
  });
});
