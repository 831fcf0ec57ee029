import { useLocation } from 'react-router-dom';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { changesApiRef } from '@orion/backstage-plugin-orion-react';
import { GuestDetail } from '@orion/backstage-plugin-orion-proxmox-common';
import { proxmoxApiRef } from '../../api/proxmoxApiRef';
import { changeRouteRef, templateRouteRef } from '../../routes';
import {
  fakeChangesApi,
  fakeProxmoxApi,
  freshNow,
  guest,
  refusal,
} from '../../tests/fakes';
import { GuestCard } from './GuestCard';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'r730-1001',
    annotations: { 'orion.dev/proxmox-guest': 'r730/1001' },
  },
};

function Where() {
  const { pathname, search } = useLocation();
  return (
    <output aria-label="where">{decodeURIComponent(pathname + search)}</output>
  );
}

function show(getGuest: jest.Mock, changes = fakeChangesApi()) {
  renderInTestApp(
    <EntityProvider entity={entity}>
      <GuestCard />
      <Where />
    </EntityProvider>,
    {
      apis: [
        [proxmoxApiRef, fakeProxmoxApi({ getGuest })],
        [changesApiRef, changes],
        [
          permissionApiRef,
          { authorize: async () => ({ result: AuthorizeResult.ALLOW }) },
        ],
      ] as never,
      mountedRoutes: {
        '/changes/:changeId': changeRouteRef,
        '/create/:namespace/:templateName': templateRouteRef,
      },
    },
  );
}

function detail(over: Partial<GuestDetail> = {}): GuestDetail {
  return {
    ...guest(),
    freshness: freshNow(),
    agent: { addresses: ['10.0.20.17'], askedAt: new Date().toISOString() },
    ...over,
  };
}

describe('GuestCard', () => {
  it('shows the live guest and its last change', async () => {
    const change = {
      id: 1042,
      title: 'Create web-01',
      state: 'succeeded',
      updatedAt: new Date().toISOString(),
    };
    const list = jest.fn().mockResolvedValue({ items: [change], total: 1 });
    const getGuest = jest.fn().mockResolvedValue(detail());
    show(getGuest, fakeChangesApi({ list }));
    expect(await screen.findByText('Running')).toBeInTheDocument();
    expect(screen.getByText('pve1/1001 on r730')).toBeInTheDocument();
    expect(screen.getByText('12 % of 4 cores')).toBeInTheDocument();
    expect(getGuest).toHaveBeenCalledWith(
      { cluster: 'r730', vmid: 1001 },
      { agent: true },
    );
    expect(
      await screen.findByRole('link', { name: '#1042 Create web-01' }),
    ).toHaveAttribute('href', '/changes/1042');
    expect(list).toHaveBeenCalledWith(
      expect.objectContaining({ targetRef: 'proxmox:r730/1001' }),
    );
  });

  it('orders a destroy with everything but the name', async () => {
    show(jest.fn().mockResolvedValue(detail()));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Actions' }),
    );
    await userEvent.click(screen.getByRole('menuitem', { name: /Destroy/ }));
    expect(screen.getByLabelText('where')).toHaveTextContent(
      '/create/default/virtual-machine-destroy?formData={"cluster":"r730","vmid":1001,"name":""}',
    );
  });

  it.each([
    ['not made by ORION', { changeId: undefined }, 'Not made by ORION'],
    ['protected', { protected: true }, 'Protected by the configuration.'],
    [
      'stale',
      { freshness: { ...freshNow(), stale: true } },
      'Its data is old.',
    ],
  ])('refuses to destroy what is %s, and says why', async (_, over, reason) => {
    show(jest.fn().mockResolvedValue(detail(over)));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Actions' }),
    );
    const item = screen.getByRole('menuitem', { name: /Destroy/ });
    expect(item).toHaveAttribute('aria-disabled', 'true');
    expect(item).toHaveTextContent(reason);
    await userEvent.click(item);
    expect(screen.getByLabelText('where')).toHaveTextContent(/^\/$/);
  });

  it('says "was" about old data, and names a lock and a contradiction', async () => {
    show(
      jest.fn().mockResolvedValue(
        detail({
          lock: 'backup',
          agent: {
            addresses: ['10.0.20.99'],
            askedAt: new Date().toISOString(),
          },
          freshness: { ...freshNow(), stale: true },
        }),
      ),
    );
    expect(await screen.findByText('was Running')).toBeInTheDocument();
    expect(screen.getByText(/Locked: backup/)).toBeInTheDocument();
    expect(screen.getByText(/name different addresses/)).toBeInTheDocument();
  });

  it('says that a guest is gone instead of calling it an outage', async () => {
    const getGuest = jest
      .fn()
      .mockResolvedValueOnce(detail())
      .mockRejectedValue(refusal(404, 'There is no guest r730/1001'));
    show(getGuest);
    expect(await screen.findByText('Running')).toBeInTheDocument();
    document.dispatchEvent(new Event('visibilitychange'));
    expect(await screen.findByText(/This guest is gone/)).toBeInTheDocument();
    expect(
      await screen.findByText(/stay taken until it is destroyed here/),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Destroy web-01' }),
    );
    expect(screen.getByLabelText('where')).toHaveTextContent(
      'virtual-machine-destroy?formData={"cluster":"r730","vmid":1001,"name":""}',
    );
  });

  it('offers no destroy of what a destroy took away', async () => {
    const change = {
      id: 1043,
      kind: 'virtual-machine.destroy',
      title: 'Destroy web-01',
      state: 'succeeded',
      updatedAt: new Date().toISOString(),
    };
    const list = jest.fn().mockResolvedValue({ items: [change], total: 1 });
    const getGuest = jest
      .fn()
      .mockResolvedValueOnce(detail())
      .mockRejectedValue(refusal(404, 'There is no guest r730/1001'));
    show(getGuest, fakeChangesApi({ list }));
    expect(await screen.findByText('Running')).toBeInTheDocument();
    document.dispatchEvent(new Event('visibilitychange'));
    expect(await screen.findByText(/This guest is gone/)).toBeInTheDocument();
    expect(
      await screen.findByRole('link', { name: '#1043 Destroy web-01' }),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: /Destroy/ }),
    ).not.toBeInTheDocument();
  });

  it('reads a hidden guest as a missing one', async () => {
    show(
      jest.fn().mockRejectedValue(refusal(404, 'There is no guest r730/1001')),
    );
    expect(
      await screen.findByText('No such guest, or you may not see it.'),
    ).toBeInTheDocument();
  });
});
