import { mockCredentials } from '@backstage/backend-test-utils';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import request from 'supertest';
import { startWorld, TestWorld } from '../__testUtils__/startWorld';

const pipeline = mockCredentials.service.header({
  onBehalfOf: mockCredentials.service('plugin:orion-changes'),
  targetPluginId: 'orion-proxmox',
});
const UUID = '0b8b8f3e-6f5e-4a53-9f0c-5a3b1a1c2d3e';

describe('a guest and its owner', () => {
  let world: TestWorld;
  let api: ReturnType<typeof request>;
  const get = async (vmid: number) =>
    (await api.get(`/api/orion-proxmox/guests/r730/${vmid}`)).body;
  const act = (name: string, input: Record<string, unknown>) =>
    world.proxmox.actions[name](input);
  const create = (vmid: number, smbiosUuid: string, name = 'web-1') =>
    act('createGuest', {
      vmid,
      name,
      config: { smbios1: `uuid=${smbiosUuid}` },
    });
  const own = async (vmid: number) =>
    api
      .put(`/api/orion-proxmox/guests/r730/${vmid}/ownership`)
      .set('authorization', pipeline)
      .send({
        owner: 'group:default/team-net',
        name: 'web-1',
        changeId: 12,
        addresses: ['10.0.20.9'],
        smbiosUuid: UUID.toUpperCase(),
      })
      .expect(204);
  const shown = (vmid: number, holds: (guest: any) => boolean) =>
    eventually(async () => {
      const guest = await get(vmid);
      return holds(guest) && guest;
    });

  beforeAll(async () => {
    world = await startWorld();
    ({ api } = await world.startReplica());
    await eventually(
      async () => (await api.get('/api/orion-proxmox/guests')).body.total === 8,
    );
  });

  afterAll(() => world?.stop());

  it('belong together by the machine id, at once and with the ordered name', async () => {
    // Proxmox's own inventory tells nothing but the place for now.
    world.proxmox.faults.set('inventoryLag', { ms: 3_600_000 });
    await create(1000, UUID);
    await shown(1000, guest => guest.vmid === 1000);
    await own(1000);
    expect(await get(1000)).toMatchObject({
      name: 'web-1',
      owner: 'group:default/team-net',
      addresses: ['10.0.20.9'],
    });
    const found = await api.get('/api/orion-proxmox/guests?filter=name:web-1');
    expect(found.body.items).toMatchObject([{ vmid: 1000 }]);
    world.proxmox.faults.clear();
  });

  it('part when the VMID is used anew outside, also under the same name', async () => {
    await own(1000);
    await act('removeGuest', { vmid: 1000 });
    await act('tick', {});
    await shown(1000, guest => guest.error !== undefined);
    await create(1000, '11111111-2222-4333-8444-555555555555');
    await act('tick', {});
    const foreign = await shown(1000, guest => guest.status === 'stopped');
    expect(foreign.name).toBe('web-1');
    expect(foreign).not.toHaveProperty('owner');
    expect(foreign).not.toHaveProperty('changeId');
    expect(foreign.addresses).toEqual([]);
    const managed = await api.get(
      '/api/orion-proxmox/guests?filter=managed:true',
    );
    expect(managed.body.items).toEqual([]);
  });

  it('find each other again, and a swap between two looks shows by the name', async () => {
    await act('removeGuest', { vmid: 1000 });
    await create(1000, UUID);
    await own(1000);
    await shown(1000, guest => guest.owner !== undefined);
    await act('removeGuest', { vmid: 1000 });
    await create(1000, '11111111-2222-4333-8444-555555555555', 'intruder');
    await act('tick', {});
    const foreign = await shown(1000, guest => guest.name === 'intruder');
    expect(foreign).not.toHaveProperty('owner');
  });

  it('are read for owned guests only, and not at every look', async () => {
    const before = world.proxmox.requests().length;
    await new Promise(resolve => setTimeout(resolve, 3_000));
    const reads = world.proxmox
      .requests()
      .slice(before)
      .filter(({ path }) => path.endsWith('/config'));
    expect(reads).toEqual([]);
  });
});
