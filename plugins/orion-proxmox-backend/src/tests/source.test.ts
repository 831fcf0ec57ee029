import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { r730Seed } from '@orion/lab';
import { Replica, startWorld, TestWorld } from '../__testUtils__/startWorld';

/** The R730 with a second node that carries one guest. */
function twoNodes() {
  const state = r730Seed();
  state.nodes.push({ ...state.nodes[0], name: 'pve2', ip: '10.0.10.11' });
  state.guests[603].node = 'pve2';
  return state;
}

describe('reading a cluster', () => {
  let world: TestWorld;
  let first: Replica;
  let second: Replica;
  const get = async (replica: Replica, path: string) =>
    (await replica.api.get(`/api/orion-proxmox${path}`)).body;
  const looks = () =>
    world.proxmox
      .requests()
      .filter(({ path }) => path.endsWith('/cluster/status')).length;

  beforeAll(async () => {
    world = await startWorld({ proxmox: { seed: twoNodes } });
    first = await world.startReplica();
    await eventually(async () => (await get(first, '/guests')).total === 8);
    second = await world.startReplica();
  });

  afterAll(() => world?.stop());

  it('asks the cluster from one of two replicas, and both answer', async () => {
    const before = looks();
    await new Promise(resolve => setTimeout(resolve, 3_000));
    const made = looks() - before;
    // The loop wakes up once a second; two of them would make about six.
    expect(made).toBeGreaterThanOrEqual(2);
    expect(made).toBeLessThanOrEqual(4);
    for (const replica of [first, second]) {
      expect(await get(replica, '/guests')).toMatchObject({
        total: 8,
        freshness: [{ stale: false }],
      });
    }
  });

  it('keeps what a silent node had, and says unknown', async () => {
    world.proxmox.faults.set('nodeDown', { node: 'pve2' });
    world.proxmox.actions.tick({});
    const guest = await eventually(async () => {
      const found = await get(first, '/guests/r730/603');
      return found.status === 'unknown' && found;
    });
    expect(guest).toMatchObject({
      name: 'k3s-agent-3',
      cores: 8,
      tags: ['agent', 'k3s'],
    });
    expect(guest.memoryBytes).toBe(32 * 2 ** 30);
    expect(guest).not.toHaveProperty('load');
    expect(guest.freshness).toMatchObject({
      stale: false,
      error: expect.stringMatching(/pve2/),
    });
    const [cluster] = (await get(first, '/clusters')).items;
    expect(cluster).toMatchObject({
      complete: false,
      nodes: { total: 2, online: 1 },
    });
    const { nodes } = await get(first, '/clusters/r730/options');
    expect(nodes[1]).toMatchObject({ name: 'pve2', online: false, cores: 56 });
    world.proxmox.faults.clear('nodeDown');
    world.proxmox.actions.tick({});
    await eventually(
      async () => (await get(first, '/clusters')).items[0].complete,
    );
    expect((await get(first, '/guests/r730/603')).status).toBe('running');
  });

  it('removes nothing when the token lost its rights', async () => {
    world.proxmox.faults.set('status403', { path: '/cluster/resources' });
    const page = await eventually(async () => {
      const found = await get(first, '/guests');
      return found.freshness[0].error && found;
    });
    expect(page.total).toBe(8);
    expect(page.freshness[0].error).toMatch(
      /Proxmox r730 refused .*\/cluster\/resources/,
    );
    world.proxmox.faults.clear();
    await eventually(
      async () => !(await get(first, '/guests')).freshness[0].error,
    );
  });

  it('says how old it is while the cluster is silent, and comes back', async () => {
    world.proxmox.faults.set('refuseConnections');
    const stale = await eventually(async () => {
      const page = await get(second, '/guests');
      return page.freshness[0].stale && page;
    });
    expect(stale.total).toBe(8);
    expect(stale.freshness[0]).toMatchObject({
      source: 'proxmox:r730',
      fetchedAt: expect.any(String),
      // The system's own words, and once.
      error: expect.stringMatching(
        /^Proxmox r730 did not answer [^ ]+: [^;]*(ECONN|closed)[^;]*$/,
      ),
    });
    expect(JSON.stringify(stale)).not.toContain(
      world.proxmox.tokens['orion@pve!read'],
    );
    world.proxmox.faults.clear();
    await eventually(async () => {
      const [freshness] = (await get(second, '/guests')).freshness;
      return freshness.error === undefined;
    });
  });

  it('goes on when the reading replica ends', async () => {
    await first.backend.stop();
    world.proxmox.actions.setPower({ vmid: 601, running: false });
    world.proxmox.actions.tick({});
    const guest = await eventually(async () => {
      const found = await get(second, '/guests/r730/601');
      return found.status === 'stopped' && found;
    });
    expect(guest.freshness.stale).toBe(false);
  });
});
