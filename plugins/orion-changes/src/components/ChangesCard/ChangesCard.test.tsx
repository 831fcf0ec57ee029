import { Suspense } from 'react';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { changesApiRef } from '@orion/backstage-plugin-orion-react';
import { rootRouteRef } from '../../routes';
import { summary } from '../../__testUtils__/changeFixtures';
import { fakeChangesApi, refusal } from '../../__testUtils__/renderChanges';
import { ChangesCard } from './ChangesCard';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'r730-1001',
    annotations: { 'orion.dev/proxmox-guest': 'r730/1001' },
  },
};

function renderCard(list: jest.Mock) {
  renderInTestApp(
    <Suspense fallback={null}>
      <EntityProvider entity={entity}>
        <ChangesCard />
      </EntityProvider>
    </Suspense>,
    {
      apis: [[changesApiRef, fakeChangesApi({ list })]] as never,
      mountedRoutes: { '/changes': rootRouteRef },
    },
  );
}

describe('the changes card', () => {
  it('lists the changes of the guest and leads to all of them', async () => {
    const list = jest.fn().mockResolvedValue({
      items: [summary({ state: 'succeeded' })],
      total: 1,
    });
    renderCard(list);
    expect(
      await screen.findByRole('link', { name: '#1042 Create web-01' }),
    ).toHaveAttribute('href', '/changes/1042');
    expect(screen.getByText('Succeeded')).toBeInTheDocument();
    expect(list).toHaveBeenCalledWith({
      targetRef: 'proxmox:r730/1001',
      limit: 5,
    });
    expect(
      screen.getByRole('link', { name: 'All changes of this guest' }),
    ).toHaveAttribute(
      'href',
      '/changes?view=all&q=target%3Aproxmox%3Ar730%2F1001',
    );
  });

  it('says when there is none, and when it could not ask', async () => {
    const list = jest
      .fn()
      .mockRejectedValueOnce(refusal(503, 'The database is restarting'));
    list.mockResolvedValue({ items: [], total: 0 });
    renderCard(list);
    expect(
      await screen.findByText('The database is restarting'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(
      await screen.findByText('No change touched this guest yet.'),
    ).toBeInTheDocument();
  });
});
