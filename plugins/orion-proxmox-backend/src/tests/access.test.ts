import {
  coreServices,
  createServiceFactory,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  PermissionCriteria,
} from '@backstage/plugin-permission-common';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import request from 'supertest';
import { startWorld, TestWorld } from '../__testUtils__/startWorld';

const pipeline = mockCredentials.service.header({
  onBehalfOf: mockCredentials.service('plugin:orion-changes'),
  targetPluginId: 'orion-proxmox',
});

/** Users get what the test says; services get everything, as in a real backend. */
function createPermissions(decide: () => unknown) {
  const allowed = { result: AuthorizeResult.ALLOW };
  const answer = async (queries: unknown[], options: any) =>
    queries.map(() =>
      options.credentials.principal.type === 'user' ? decide() : allowed,
    );
  return createServiceFactory({
    service: coreServices.permissions,
    deps: {},
    factory: () =>
      ({
        authorize: answer,
        authorizeConditional: answer,
      } as unknown as PermissionsService),
  });
}

const isOwner = (...claims: string[]): PermissionCriteria<any> => ({
  rule: 'IS_OWNER',
  resourceType: 'proxmox-guest',
  params: { claims },
});

describe('who sees which guests', () => {
  let world: TestWorld;
  let api: ReturnType<typeof request>;
  let decision: unknown;
  const conditional = (conditions: unknown) => ({
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'orion-proxmox',
    resourceType: 'proxmox-guest',
    conditions,
  });
  const get = (path: string) => api.get(`/api/orion-proxmox${path}`);

  beforeAll(async () => {
    world = await startWorld();
    ({ api } = await world.startReplica([createPermissions(() => decision)]));
    decision = { result: AuthorizeResult.ALLOW };
    await eventually(async () => (await get('/guests')).body.total === 8);
    for (const [vmid, owner] of [
      [300, 'group:default/team-ai'],
      [500, 'group:default/team-net'],
      [600, 'group:default/team-net'],
    ]) {
      await api
        .put(`/api/orion-proxmox/guests/r730/${vmid}/ownership`)
        .set('authorization', pipeline)
        .send({ owner, changeId: 1001, addresses: [] })
        .expect(204);
    }
  });

  afterAll(() => world?.stop());

  it('shows what the groups of the person own, in list, counts and totals', async () => {
    decision = conditional(
      isOwner('user:default/op', 'group:default/team-net'),
    );
    const { body } = await get('/guests?sort=vmid&limit=1');
    expect(body.items.map((guest: any) => guest.vmid)).toEqual([500]);
    expect(body).toMatchObject({
      total: 2,
      counts: { all: 2, running: 2, stopped: 0, other: 0 },
    });
    const next = await get(
      `/guests?sort=vmid&limit=1&cursor=${body.nextCursor}`,
    );
    expect(next.body.items.map((guest: any) => guest.vmid)).toEqual([600]);
    expect(next.body.nextCursor).toBeUndefined();
  });

  it('answers 404 for a guest the person may not see', async () => {
    decision = conditional(isOwner('group:default/team-net'));
    expect((await get('/guests/r730/500')).status).toBe(200);
    const denied = await get('/guests/r730/300');
    const missing = await get('/guests/r730/301');
    expect([denied.status, missing.status]).toEqual([404, 404]);
    expect(denied.body.error.message.replace('300', '301')).toBe(
      missing.body.error.message,
    );
  });

  it('gives guests without an owner to the default owner', async () => {
    decision = conditional(isOwner('group:default/admins'));
    expect((await get('/guests')).body.total).toBe(5);
  });

  it('understands "any of" and refuses conditions it has no SQL for', async () => {
    decision = conditional({
      anyOf: [
        isOwner('group:default/team-ai'),
        isOwner('group:default/team-net'),
      ],
    });
    expect((await get('/guests')).body.total).toBe(3);
    decision = conditional({ not: isOwner('group:default/team-net') });
    expect((await get('/guests')).status).toBe(403);
  });

  it('shows nothing, and says why, without a role', async () => {
    decision = { result: AuthorizeResult.DENY };
    const { body } = await get('/guests');
    expect(body).toMatchObject({
      items: [],
      total: 0,
      note: expect.stringMatching(/role/),
    });
    expect((await get('/guests/r730/500')).status).toBe(404);
    for (const path of ['/clusters', '/clusters/r730/options']) {
      expect((await get(path)).status).toBe(403);
    }
    expect(
      (await api.post('/api/orion-proxmox/clusters/r730/refresh')).status,
    ).toBe(403);
  });

  it('decides about one guest for the permission backend', async () => {
    const answer = await api
      .post(
        '/api/orion-proxmox/.well-known/backstage/permissions/apply-conditions',
      )
      .set(
        'authorization',
        mockCredentials.service.header({
          onBehalfOf: mockCredentials.service('plugin:permission'),
          targetPluginId: 'orion-proxmox',
        }),
      )
      .send({
        items: [
          'proxmox:r730/500',
          'proxmox:r730/300',
          'proxmox:r730/9',
          'nonsense',
        ].map((resourceRef, id) => ({
          id: String(id),
          resourceRef,
          resourceType: 'proxmox-guest',
          conditions: isOwner('group:default/team-net'),
        })),
      });
    expect(answer.body.items.map((item: any) => item.result)).toEqual([
      'ALLOW',
      'DENY',
      'DENY',
      'DENY',
    ]);
  });

  it('lets nobody in without credentials', async () => {
    const answer = await get('/guests').set(
      'authorization',
      mockCredentials.none.header(),
    );
    expect(answer.status).toBe(401);
  });
});

describe('without a cluster', () => {
  it('answers with empty lists and what to do', async () => {
    const world = await startWorld({ orion: { proxmox: {} } });
    const { api } = await world.startReplica([
      mockServices.permissions.factory(),
    ]);
    const guests = await api.get('/api/orion-proxmox/guests');
    expect(guests.body).toMatchObject({
      items: [],
      total: 0,
      note: expect.stringMatching(/orion\.proxmox\.clusters/),
    });
    const clusters = await api.get('/api/orion-proxmox/clusters');
    expect(clusters.body).toMatchObject({
      items: [],
      note: expect.any(String),
    });
    expect((await api.get('/api/orion-proxmox/guests/r730/100')).status).toBe(
      404,
    );
    await world.stop();
  });
});
