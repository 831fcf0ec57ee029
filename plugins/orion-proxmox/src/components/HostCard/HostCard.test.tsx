import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  ClusterOptions,
  ProxmoxApi,
} from '@orion/backstage-plugin-orion-proxmox-common';
import { proxmoxApiRef } from '../../api/proxmoxApiRef';
import { rootRouteRef } from '../../routes';
import {
  fakeProxmoxApi,
  freshNow,
  guest,
  fullStorage,
  guestPage,
  options,
  refusal,
} from '../../tests/fakes';
import { HostCard } from './HostCard';

const GIB = 1024 ** 3;
const healthy: ClusterOptions = {
  ...options,
  nodes: [{ ...options.nodes[0], memoryUsedBytes: 20 * GIB }],
  storages: [fullStorage],
};

function show(
  kind: 'cluster' | 'node' | 'storage' | 'bridge',
  title: string,
  api: Partial<ProxmoxApi> = {},
) {
  const entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: 'any',
      title,
      annotations: {
        'backstage.io/managed-by-location': 'orion-proxmox:r730',
      },
    },
    spec: {
      type: `proxmox-${kind}`,
      dependsOn: ['resource:default/r730-pve1'],
    },
  };
  renderInTestApp(
    <EntityProvider entity={entity}>
      <HostCard />
    </EntityProvider>,
    {
      apis: [
        [
          proxmoxApiRef,
          fakeProxmoxApi({
            getOptions: jest.fn().mockResolvedValue(healthy),
            listGuests: jest.fn(async ({ filter = '' } = {}) =>
              filter.includes('status:running')
                ? guestPage([guest()])
                : guestPage([guest(), guest({ vmid: 2, status: 'stopped' })]),
            ),
            ...api,
          }),
        ],
      ] as never,
      mountedRoutes: { '/guests': rootRouteRef },
    },
  );
}

const withNode = (over: Partial<ClusterOptions['nodes'][number]>) => ({
  getOptions: jest.fn().mockResolvedValue({
    ...healthy,
    nodes: [{ ...healthy.nodes[0], ...over }],
  }),
});

describe('HostCard', () => {
  it('says of a node how it is, what is left, and leads to its guests', async () => {
    show('node', 'pve1');
    expect(await screen.findByText('OK')).toBeInTheDocument();
    expect(screen.getByText('20 % of 40 cores')).toBeInTheDocument();
    expect(screen.getByText('20 of 64 GiB')).toBeInTheDocument();
    expect(screen.getByText('12 of 40')).toBeInTheDocument();
    expect(screen.getByText('1 of 2 running')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Show its guests' }),
    ).toHaveAttribute('href', '/guests?q=cluster%3Ar730+node%3Apve1');
  });

  it('calls a silent node down, and its load unknown instead of 0', async () => {
    show('node', 'pve1', withNode({ online: false, load: 0 }));
    expect(await screen.findByText('Down')).toBeInTheDocument();
    expect(
      screen.getByText('Proxmox says that it is offline.'),
    ).toBeInTheDocument();
    expect(screen.queryByText(/0 %/)).not.toBeInTheDocument();
  });

  it('warns while there is still room', async () => {
    show('storage', 'tank');
    expect(await screen.findByText('Warning')).toBeInTheDocument();
    expect(screen.getByText('950 of 1,000 GiB')).toBeInTheDocument();
    expect(screen.getByText('50 GiB')).toBeInTheDocument();
    expect(screen.getByText('pve1 only')).toBeInTheDocument();
  });

  it('shows which networks an order reaches over a bridge', async () => {
    show('bridge', 'vmbr1');
    expect(
      await screen.findByText('Servers (10.0.20.0/24), 212 addresses free'),
    ).toBeInTheDocument();
  });

  it('sums a cluster up', async () => {
    show('cluster', 'Dell R730');
    expect(await screen.findByText('1 of 1 online')).toBeInTheDocument();
    expect(screen.getByText('VMs can be ordered here')).toBeInTheDocument();
  });

  it('shows a skeleton while it loads', async () => {
    show('node', 'pve1', {
      getOptions: jest.fn(() => new Promise<never>(() => {})),
    });
    expect(
      await screen.findByRole('status', { name: 'Loading node' }),
    ).toHaveAttribute('aria-busy', 'true');
  });

  it('never shows old data as new', async () => {
    show('node', 'pve1', {
      getOptions: jest.fn().mockResolvedValue({
        ...healthy,
        freshness: { ...freshNow(), stale: true },
      }),
    });
    expect(await screen.findByText('was OK')).toBeInTheDocument();
  });

  it('says that a thing is gone when the cluster no longer names it', async () => {
    show('storage', 'old-tank');
    expect(
      await screen.findByText(/Proxmox no longer names it/),
    ).toBeInTheDocument();
    expect(screen.getByText('Unknown')).toBeInTheDocument();
  });

  it('quotes an error and retries', async () => {
    const getOptions = jest
      .fn()
      .mockRejectedValueOnce(refusal(503, 'The database is restarting'))
      .mockResolvedValue(healthy);
    show('node', 'pve1', { getOptions });
    expect(
      await screen.findByText('The database is restarting'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('OK')).toBeInTheDocument();
  });

  it('reads a hidden cluster as a missing one', async () => {
    show('cluster', 'Dell R730', {
      getOptions: jest.fn().mockRejectedValue(refusal(403, 'No')),
    });
    expect(
      await screen.findByText('No such cluster, or you may not see it.'),
    ).toBeInTheDocument();
  });
});
