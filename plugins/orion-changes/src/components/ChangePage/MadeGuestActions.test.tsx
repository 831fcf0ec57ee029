import { screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { changesApiRef } from '@orion/backstage-plugin-orion-react';
import { detail, summary } from '../../__testUtils__/changeFixtures';
import { fakeChangesApi } from '../../__testUtils__/renderChanges';
import { madeGuest } from '../../lib/madeGuest';
import { entityRouteRef, rootRouteRef, templateRouteRef } from '../../routes';
import { MadeGuestActions } from './MadeGuestActions';

const made = detail({ kind: 'virtual-machine.create', state: 'succeeded' });

function show(later: ReturnType<typeof summary>[]) {
  const list = jest
    .fn()
    .mockResolvedValue({ items: later, total: later.length });
  renderInTestApp(
    <MadeGuestActions guest={madeGuest(made)!} changeId={made.id} />,
    {
      apis: [
        [changesApiRef, fakeChangesApi({ list })],
        [
          permissionApiRef,
          { authorize: async () => ({ result: AuthorizeResult.ALLOW }) },
        ],
      ] as never,
      mountedRoutes: {
        '/changes': rootRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/create/:namespace/:templateName': templateRouteRef,
      },
    },
  );
  return list;
}

const destroys = (over: object) =>
  summary({
    id: 1050,
    kind: 'virtual-machine.destroy',
    title: 'Destroy web-01',
    ...over,
  });

describe('MadeGuestActions', () => {
  it('leads to the guest, and into the destroy with everything but the name', async () => {
    const list = show([destroys({ id: 900, state: 'succeeded' })]);
    expect(
      await screen.findByRole('link', { name: 'Destroy web-01' }),
    ).toHaveAttribute(
      'href',
      `/create/default/virtual-machine-destroy?formData=${encodeURIComponent(
        '{"cluster":"r730","vmid":1001,"name":""}',
      )}`,
    );
    expect(screen.getByRole('link', { name: 'Open web-01' })).toHaveAttribute(
      'href',
      '/catalog/default/resource/r730-1001',
    );
    expect(list).toHaveBeenCalledWith(
      expect.objectContaining({ targetRef: 'proxmox:r730/1001' }),
    );
  });

  it('names the destroy that is under way instead of offering another', async () => {
    show([destroys({ state: 'applying' })]);
    expect(
      await screen.findByRole('link', { name: '#1050 Destroy web-01' }),
    ).toBeInTheDocument();
    expect(screen.getByText(/under way/)).toBeInTheDocument();
    expect(
      screen.queryByRole('link', { name: 'Destroy web-01' }),
    ).not.toBeInTheDocument();
  });

  it('opens no guest that was destroyed', async () => {
    show([destroys({ state: 'succeeded' })]);
    expect(await screen.findByText(/no longer there/)).toBeInTheDocument();
    expect(
      screen.queryByRole('link', { name: 'Open web-01' }),
    ).not.toBeInTheDocument();
  });

  it('is about guests that a change made, and about nothing else', () => {
    expect(madeGuest(detail({ state: 'succeeded' }))).toBeUndefined();
    expect(madeGuest({ ...made, state: 'failed' })).toBeUndefined();
    expect(
      madeGuest({ ...made, target: { system: 'proxmox', name: 'x' } }),
    ).toBeUndefined();
  });
});
