import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import request from 'supertest';
import catalogModule from '../catalog';
import { startWorld, TestWorld } from '../__testUtils__/startWorld';

const pipeline = mockCredentials.service.header({
  onBehalfOf: mockCredentials.service('plugin:orion-changes'),
  targetPluginId: 'orion-proxmox',
});

describe('the catalog module on the lab', () => {
  let world: TestWorld;
  let api: ReturnType<typeof request>;

  const list = async (): Promise<Entity[]> =>
    (
      await api.get(
        '/api/catalog/entities?filter=kind=resource&order=asc:metadata.name',
      )
    ).body;
  const find = async (name: string): Promise<Entity> =>
    (await api.get(`/api/catalog/entities/by-name/resource/default/${name}`))
      .body;

  beforeAll(async () => {
    world = await startWorld();
    const replica = await world.startReplica([
      catalogPlugin,
      catalogModule,
      mockServices.scheduler.factory({
        includeInitialDelayedTasksOnStartup: true,
      }),
    ]);
    api = replica.api;
    await eventually(async () => (await list()).length >= 17);
  });

  afterAll(() => world?.stop());

  it('shows the seed: cluster, node, bridges, storages and guests, without the template', async () => {
    const entities = await list();
    expect(
      entities.map(
        ({ metadata, spec }) =>
          `${metadata.name} ${spec!.type} ${spec!.system}`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "r730 proxmox-cluster proxmox",
        "r730-100 proxmox-guest guests",
        "r730-200 proxmox-guest guests",
        "r730-300 proxmox-guest guests",
        "r730-500 proxmox-guest guests",
        "r730-600 proxmox-guest guests",
        "r730-601 proxmox-guest guests",
        "r730-602 proxmox-guest guests",
        "r730-603 proxmox-guest guests",
        "r730-pve1 proxmox-node proxmox",
        "r730-pve1-local proxmox-storage proxmox",
        "r730-pve1-local-lvm proxmox-storage proxmox",
        "r730-pve1-tank proxmox-storage proxmox",
        "r730-pve1-vmbr0 proxmox-bridge proxmox",
        "r730-pve1-vmbr1 proxmox-bridge proxmox",
        "r730-pve1-vmbr2 proxmox-bridge proxmox",
        "r730-pve1-vmbr3 proxmox-bridge proxmox",
      ]
    `);
    expect(
      entities.every(({ spec }) => spec!.owner === 'group:default/admins'),
    ).toBe(true);
  });

  it('describes a guest without anything that moves', async () => {
    const { metadata, spec } = await find('r730-602');
    const { uid, etag, ...stable } = metadata;
    expect({ ...stable, links: undefined, spec }).toMatchInlineSnapshot(`
      {
        "annotations": {
          "backstage.io/managed-by-location": "orion-proxmox:r730",
          "backstage.io/managed-by-origin-location": "orion-proxmox:r730",
          "orion.dev/proxmox-guest": "r730/602",
        },
        "links": undefined,
        "name": "r730-602",
        "namespace": "default",
        "spec": {
          "dependsOn": [
            "resource:default/r730-pve1",
          ],
          "owner": "group:default/admins",
          "system": "guests",
          "type": "proxmox-guest",
        },
        "tags": [
          "agent",
          "k3s",
        ],
        "title": "k3s-agent-2",
      }
    `);
    expect(stable.links![0].url).toMatch(/^https:.*#v1:0:=qemu%2F602$/);
  });

  it('follows a change of ownership at once, by the event', async () => {
    const path = '/api/orion-proxmox/guests/r730/602/ownership';
    const body = {
      owner: 'group:default/team-platform',
      system: 'k3s',
      description: 'Second agent',
      changeId: 1007,
      addresses: ['10.0.30.12'],
    };
    expect(
      (await api.put(path).set('authorization', pipeline).send(body)).status,
    ).toBe(204);
    const entity = await eventually(async () => {
      const found = await find('r730-602');
      return found.spec?.owner === body.owner && found;
    });
    expect(entity.spec).toMatchObject({ system: 'k3s' });
    expect(entity.metadata).toMatchObject({ description: 'Second agent' });
    expect(entity.metadata.annotations).toMatchObject({
      'orion.dev/change': '1007',
    });
    expect(JSON.stringify(entity)).not.toContain('10.0.30.12');
  });

  it('follows guests that come and go', async () => {
    world.proxmox.actions.createGuest({
      vmid: 1001,
      name: 'fresh',
      running: true,
    });
    world.proxmox.actions.removeGuest({ vmid: 100 });
    world.proxmox.actions.tick({});
    // Nobody watches; the order's end asks for a look.
    await new Promise(resolve => setTimeout(resolve, 1_000));
    await api.post('/api/orion-proxmox/clusters/r730/refresh');
    const refs = await eventually(async () => {
      const found = (await list()).map(stringifyEntityRef);
      return found.includes('resource:default/r730-1001') && found;
    });
    expect(refs).not.toContain('resource:default/r730-100');
  });
});
