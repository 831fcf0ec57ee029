import { mockCredentials } from '@backstage/backend-test-utils';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { Replica, startWorld, TestWorld } from '../__testUtils__/startWorld';

const pipeline = mockCredentials.service.header({
  onBehalfOf: mockCredentials.service('plugin:orion-changes'),
  targetPluginId: 'orion-proxmox',
});
const catalog = mockCredentials.service.header({
  onBehalfOf: mockCredentials.service('plugin:catalog'),
  targetPluginId: 'orion-proxmox',
});

describe('the proxmox plugin on the lab', () => {
  let world: TestWorld;
  let replica: Replica;
  const get = (path: string) => replica.api.get(`/api/orion-proxmox${path}`);

  beforeAll(async () => {
    world = await startWorld();
    replica = await world.startReplica();
    await eventually(async () => (await get('/guests')).body.total > 0);
  });

  afterAll(() => world?.stop());

  it('lists the fleet with counts and freshness, without templates', async () => {
    const { status, body } = await get('/guests?sort=vmid');
    expect(status).toBe(200);
    expect(body.items.map((guest: any) => guest.vmid)).toEqual([
      100, 200, 300, 500, 600, 601, 602, 603,
    ]);
    expect(body.counts).toEqual({ all: 8, running: 7, stopped: 1, other: 0 });
    expect(body.freshness).toEqual([
      expect.objectContaining({ source: 'proxmox:r730', stale: false }),
    ]);
    expect(body.items[1]).toMatchObject({
      ref: 'proxmox:r730/200',
      entityRef: 'resource:default/r730-200',
      name: 'router',
      node: 'pve1',
      status: 'running',
      tags: ['infra', 'router'],
      cores: 4,
      memoryBytes: 8 * 2 ** 30,
      protected: true,
    });
    expect((await get('/guests?templates=true')).body.total).toBe(9);
  });

  it.each([
    ['k3s', [600, 601, 602, 603]],
    ['k3s agent-2', [602]],
    ['status:stopped', [100]],
    ['-status:running', [100]],
    ['tag:infra', [200, 300, 500]],
    ['tag:infra -name:router', [300, 500]],
    ['node:pve1 cluster:r730 vmid:500', [500]],
    ['node:pve2', []],
    ['owner:admins', []],
    ['managed:false tag:router', [200]],
    ['100%', []],
    ['a_c', []],
  ])('filters by "%s"', async (filter, vmids) => {
    const { body } = await get(
      `/guests?sort=vmid&filter=${encodeURIComponent(filter)}`,
    );
    expect(body.items.map((guest: any) => guest.vmid)).toEqual(vmids);
    expect(body.total).toBe(vmids.length);
    expect(body.counts.all).toBe(8);
  });

  it.each(['name', 'vmid', 'status', 'node', 'memory', 'owner'])(
    'pages through the fleet sorted by %s, both ways',
    async sort => {
      for (const order of ['asc', 'desc']) {
        const seen: number[] = [];
        let cursor = '';
        do {
          const { body } = await get(
            `/guests?sort=${sort}&order=${order}&limit=3${cursor}`,
          );
          seen.push(...body.items.map((guest: any) => guest.vmid));
          cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
        } while (cursor);
        expect(seen).toHaveLength(8);
        expect(new Set(seen).size).toBe(8);
      }
    },
  );

  it.each([
    ['/guests?limit=201', /limit/],
    ['/guests?limit=0', /limit/],
    ['/guests?sort=color', /sort/],
    ['/guests?cursor=abc', /cursor/],
    [`/guests?filter=${'x'.repeat(201)}`, /filter/],
    [`/guests?filter=${'a+'.repeat(11)}`, /filter: at most 10 words/],
    ['/guests?filter=managed:maybe', /managed/],
    ['/guests?filter=name:', /name: needs a value/],
    ['/guests/R730/100', /cluster/],
    ['/guests/r730/99', /vmid/],
  ])('refuses %s and names what is wrong', async (path, message) => {
    const { status, body } = await get(path);
    expect(status).toBe(400);
    expect(body.error.message).toMatch(message);
  });

  it('refuses a cursor of another sort', async () => {
    const { body } = await get('/guests?limit=2&sort=name');
    const answer = await get(
      `/guests?limit=2&sort=vmid&cursor=${body.nextCursor}`,
    );
    expect(answer.status).toBe(400);
  });

  it('shows one guest, with its agent when asked', async () => {
    const { body } = await get('/guests/r730/200');
    expect(body).toMatchObject({ vmid: 200, freshness: { stale: false } });
    expect(body.agent).toBeUndefined();
    const asked = (await get('/guests/r730/200?agent=true')).body.agent;
    expect(asked.error).toBeUndefined();
    expect(asked.addresses).toContain('10.0.10.1');
    expect((await get('/guests/r730/200?agent=true')).body.agent.askedAt).toBe(
      asked.askedAt,
    );
    const stopped = (await get('/guests/r730/100?agent=true')).body.agent;
    expect(stopped).toMatchObject({
      addresses: [],
      error: expect.stringMatching(/running/),
    });
    expect((await get('/guests/r730/999')).status).toBe(404);
    expect((await get('/guests/other/200')).status).toBe(404);
  });

  it('tells what an order can be made of', async () => {
    const { body } = await get('/clusters/r730/options');
    expect(body).toMatchObject({
      cluster: 'r730',
      title: 'Dell R730',
      freshness: { stale: false },
    });
    expect(body.nodes).toEqual([
      expect.objectContaining({
        name: 'pve1',
        online: true,
        cores: 56,
        coresGiven: 60,
        bridges: ['vmbr0', 'vmbr1', 'vmbr2', 'vmbr3'],
      }),
    ]);
    expect(body.storages.map((storage: any) => storage.name)).toEqual([
      'local',
      'local-lvm',
      'tank',
    ]);
    const [servers, other] = body.networks;
    expect(servers.freeAddresses).toBeGreaterThan(200);
    expect(other).not.toHaveProperty('freeAddresses');
    expect((await get('/clusters/nope/options')).status).toBe(404);
  });

  it('lists clusters and refreshes one', async () => {
    const { body } = await get('/clusters');
    expect(body.items).toEqual([
      expect.objectContaining({
        id: 'r730',
        nodes: { total: 1, online: 1 },
        complete: true,
        ordering: false,
      }),
    ]);
    const before = body.items[0].revision;
    world.proxmox.actions.setPower({ vmid: 601, running: false });
    world.proxmox.actions.tick({});
    const asked = await replica.api.post(
      '/api/orion-proxmox/clusters/r730/refresh',
    );
    expect(asked.status).toBe(202);
    await eventually(
      async () => (await get('/guests/r730/601')).body.status === 'stopped',
    );
    expect((await get('/clusters')).body.items[0].revision).toBeGreaterThan(
      before,
    );
    world.proxmox.actions.setPower({ vmid: 601, running: true });
    world.proxmox.actions.tick({});
    await eventually(
      async () => (await get('/guests/r730/601')).body.status === 'running',
    );
    expect(
      (await replica.api.post('/api/orion-proxmox/clusters/nope/refresh'))
        .status,
    ).toBe(404);
  });

  describe('ownership', () => {
    const path = '/api/orion-proxmox/guests/r730/500/ownership';
    const body = {
      owner: 'group:default/team-net',
      system: 'netbox',
      description: 'The record of addresses',
      changeId: 1001,
      addresses: ['10.0.20.50'],
      smbiosUuid: '11111111-2222-4333-8444-555555555555',
      mark: 'orion:1001',
      stack: {
        name: 'virtual-machine',
        schema: 'vm_1001',
        variables: { cores: 2 },
      },
    };

    it('is closed to people and to other plugins', async () => {
      for (const method of ['get', 'put', 'delete'] as const) {
        const asUser = await replica.api[method](path).send(
          method === 'put' ? body : undefined,
        );
        expect(asUser.status).toBe(403);
        const asCatalog = await replica.api[method](path)
          .set('authorization', catalog)
          .send(method === 'put' ? body : undefined);
        expect(asCatalog.status).toBe(403);
      }
      expect((await get('/guests/r730/500')).body.owner).toBeUndefined();
    });

    it('is written, read, shown, announced and removed by the pipeline', async () => {
      const as = (call: any) => call.set('authorization', pipeline);
      expect((await as(replica.api.get(path))).status).toBe(404);
      const announced = replica.published.length;
      expect((await as(replica.api.put(path)).send(body)).status).toBe(204);
      expect((await as(replica.api.put(path)).send(body)).status).toBe(204);
      expect((await as(replica.api.get(path))).body).toEqual(body);
      const { body: guest } = await get('/guests/r730/500');
      expect(guest).toMatchObject({
        owner: 'group:default/team-net',
        system: 'netbox',
        changeId: 1001,
        addresses: ['10.0.20.50'],
      });
      expect(guest).not.toHaveProperty('stack');
      expect((await get('/guests?filter=owner:team-net')).body.total).toBe(1);
      expect((await get('/guests?filter=10.0.20.50')).body.total).toBe(1);
      expect(replica.published.slice(announced)).toContainEqual(
        expect.objectContaining({
          topic: 'orion-proxmox.guests-changed',
          eventPayload: { cluster: 'r730' },
        }),
      );
      expect((await as(replica.api.delete(path))).status).toBe(204);
      expect((await as(replica.api.delete(path))).status).toBe(204);
      expect((await as(replica.api.get(path))).status).toBe(404);
    });

    it.each([
      [{ ...body, owner: undefined }, /owner/],
      [{ ...body, changeId: 0 }, /changeId/],
      [{ ...body, extra: true }, /additional/],
      [{ ...body, addresses: Array(17).fill('10.0.0.1') }, /addresses/],
    ])('refuses a malformed body', async (wrong, message) => {
      const answer = await replica.api
        .put(path)
        .set('authorization', pipeline)
        .send(wrong);
      expect(answer.status).toBe(400);
      expect(answer.body.error.message).toMatch(message);
    });
  });

  it('signals to people without ids, and only when something they see changed', async () => {
    const signals = () =>
      replica.published.filter(({ topic }) => topic === 'signals');
    const before = signals().length;
    await new Promise(resolve => setTimeout(resolve, 2_500));
    expect(signals()).toHaveLength(before);
    world.proxmox.actions.setConfig({ vmid: 603, set: { tags: 'k3s;moved' } });
    world.proxmox.actions.tick({});
    await eventually(() => signals().length > before);
    expect(signals().pop()?.eventPayload).toMatchObject({
      channel: 'orion-proxmox',
      message: { changed: 'guests' },
    });
  });
});
