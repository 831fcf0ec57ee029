import { screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { changesApiRef } from '@orion/backstage-plugin-orion-react';
import { detail, summary } from '../../__testUtils__/changeFixtures';
import { fakeChangesApi } from '../../__testUtils__/renderChanges';
import { entityRouteRef, rootRouteRef, templateRouteRef } from '../../routes';
import { hasOutcome, OutcomeActions } from './OutcomeActions';

const made = detail({
  kind: 'virtual-machine.create',
  state: 'succeeded',
  target: {
    system: 'proxmox:r730',
    name: 'web-01',
    ref: 'proxmox:r730/1001',
    entityRef: 'resource:default/r730-1001',
  },
  undo: {
    kind: 'virtual-machine.destroy',
    title: 'Destroy web-01',
    template: 'template:default/virtual-machine-destroy',
    values: { cluster: 'r730', vmid: 1001, name: '' },
  },
});

function show(later: ReturnType<typeof summary>[]) {
  const list = jest
    .fn()
    .mockResolvedValue({ items: later, total: later.length });
  renderInTestApp(<OutcomeActions change={made} />, {
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
  });
  return list;
}

const destroys = (over: object) =>
  summary({
    id: 1050,
    kind: 'virtual-machine.destroy',
    title: 'Destroy web-01',
    ...over,
  });

describe('OutcomeActions', () => {
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
      expect.objectContaining({
        targetRef: 'proxmox:r730/1001',
        kind: 'virtual-machine.destroy',
      }),
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

  it('is there for a change that succeeded and can be undone, for no other', () => {
    expect(hasOutcome(made)).toBe(true);
    expect(hasOutcome({ ...made, state: 'failed' })).toBe(false);
    expect(hasOutcome({ ...made, undo: undefined })).toBe(false);
  });
});
