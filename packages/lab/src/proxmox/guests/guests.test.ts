import { adminTokens, testSimulator } from '../testSimulator';

const qemu = 'nodes/pve1/qemu';
const content = 'nodes/pve1/storage/local-lvm/content';
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

let lab: Awaited<ReturnType<typeof testSimulator>>;
let api: (typeof lab)['api'];

beforeAll(async () => {
  lab = await testSimulator({
    tokens: adminTokens,
    // Long enough that a slow machine still sees the agent not being there yet.
    timings: { inventoryTickMs: 150, agentReadyMs: 1000 },
  });
  api = lab.api;
});
afterEach(() => lab.simulator.reset());
afterAll(() => lab.stop());

async function done(answer: Promise<{ data: string; reason: string }>) {
  const { data, reason } = await answer;
  return data ? await api.finish(data, 10) : reason;
}

const clone = (newid: number, more: Record<string, string | number> = {}) =>
  done(api.post(`${qemu}/9000/clone`, { newid, full: 1, ...more }));

const config = async (vmid: number) =>
  (await api.get(`${qemu}/${vmid}/config`)).data;

const volumes = async (vmid: number) =>
  (await api.get(`${content}?vmid=${vmid}`)).data
    .map(({ volid }: { volid: string }) => volid)
    .sort();

it('clones in parallel, each with its own volumes and addresses', async () => {
  expect(await Promise.all([101, 102, 103].map(id => clone(id)))).toEqual([
    'OK',
    'OK',
    'OK',
  ]);
  const nets = await Promise.all(
    [101, 102, 103].map(async id => (await config(id)).net0),
  );
  expect(new Set(nets).size).toBe(3);
  expect(await volumes(102)).toEqual([
    'local-lvm:vm-102-cloudinit',
    'local-lvm:vm-102-disk-0',
  ]);
  expect(await done(api.delete(`${qemu}/102/?purge=1`))).toBe('OK');
  expect(await volumes(102)).toEqual([]);
});

it('gives a vmid to one of two callers', async () => {
  const results = await Promise.all([clone(101), clone(101)]);
  expect(results.sort()).toEqual([
    'OK',
    'unable to create VM 101: config file already exists',
  ]);
});

it('lists a fresh clone as unknown until the next tick', async () => {
  lab.simulator.faults.set('inventoryLag', { ms: 60_000 });
  await clone(101);
  const find = async () =>
    (await api.get('cluster/resources?type=vm')).data.find(
      ({ vmid }: { vmid: number }) => vmid === 101,
    );
  expect(await find()).toEqual({
    id: 'qemu/101',
    type: 'qemu',
    vmid: 101,
    node: 'pve1',
    status: 'unknown',
  });
  lab.simulator.faults.clear();
  await pause(300);
  expect(await find()).toMatchObject({ status: 'stopped', maxcpu: 2 });
});

it('carries the provider’s cloud-init keys to the agent’s address', async () => {
  await clone(101);
  const vm = `${qemu}/101`;
  await api.put(`${vm}/config`, { delete: 'ide2' });
  expect(await volumes(101)).toEqual(['local-lvm:vm-101-disk-0']);
  await api.put(`${vm}/config`, {
    ide2: 'file=local-lvm:cloudinit,',
    ipconfig0: 'gw=10.0.20.1,ip=10.0.20.99/24',
    net0: 'model=virtio,bridge=vmbr0,firewall=0,tag=20',
  });
  const made = await config(101);
  expect(made.ide2).toBe('local-lvm:vm-101-cloudinit,media=cdrom,size=4M');
  expect(made.net0).toMatch(
    /^virtio=BC:24:11:[0-9A-F:]{8},bridge=vmbr0,firewall=0,tag=20$/,
  );
  const agent = () => api.get(`${vm}/agent/network-get-interfaces`);
  const agentReady = async () => {
    while (!(await agent()).data) {
      await pause(20);
    }
  };
  expect((await agent()).reason).toBe('VM 101 is not running');
  expect(await done(api.post(`${vm}/status/start`))).toBe('OK');
  expect((await agent()).reason).toBe('QEMU guest agent is not running');
  await agentReady();
  const address = async () =>
    (await agent()).data.result[1]['ip-addresses'][0]['ip-address'];
  expect(await address()).toBe('10.0.20.99');

  // A new address shows on the drive at once and in the guest after a boot.
  await api.put(`${vm}/config`, { ipconfig0: 'gw=10.0.20.1,ip=10.0.20.98/24' });
  const change = (await api.get(`${vm}/cloudinit`)).data.find(
    ({ key }: { key: string }) => key === 'ipconfig0',
  );
  expect(change).toEqual({
    key: 'ipconfig0',
    value: 'gw=10.0.20.1,ip=10.0.20.99/24',
    pending: 'gw=10.0.20.1,ip=10.0.20.98/24',
  });
  await api.put(`${vm}/cloudinit`);
  expect(await address()).toBe('10.0.20.99');
  expect(await done(api.post(`${vm}/status/reboot`))).toBe('OK');
  await agentReady();
  expect(await address()).toBe('10.0.20.98');
  const dump = await api.get(`${vm}/cloudinit/dump?type=network`);
  expect(dump.data).toContain("address: '10.0.20.98/24'");
});

it('reports the seeded addresses of the router', async () => {
  const { data } = await api.get(`${qemu}/200/agent/network-get-interfaces`);
  const addresses = data.result.flatMap((item: any) =>
    item['ip-addresses'].map((entry: any) => entry['ip-address']),
  );
  expect(addresses).toEqual(
    expect.arrayContaining(['10.0.10.1', '10.0.20.1', '10.0.30.1']),
  );
});

it('holds changes of a running guest back until it restarts', async () => {
  const vm = `${qemu}/500`;
  await api.put(`${vm}/config`, { memory: 16384, description: 'now' });
  expect((await config(500)).memory).toBe('16384');
  const current = (await api.get(`${vm}/config?current=1`)).data;
  expect(current).toMatchObject({ memory: '8192', description: 'now' });
  expect((await api.get(`${vm}/pending`)).data).toContainEqual({
    key: 'memory',
    value: '8192',
    pending: '16384',
  });
  await done(api.post(`${vm}/status/shutdown`, { forceStop: 1, timeout: 60 }));
  expect(await done(api.post(`${vm}/status/start`))).toBe('OK');
  const { data } = await api.get(`${vm}/status/current`);
  expect(data.maxmem).toBe(16 * 1024 ** 3);
  const again = await api.post(`${vm}/status/start`);
  expect(again.reason).toBe('VM 500 already running');
});

it('refuses a change against an old digest and takes the present one', async () => {
  const { digest } = await config(500);
  const first = await api.put(`${qemu}/500/config`, {
    description: 'a',
    digest,
  });
  expect(first.status).toBe(200);
  const second = await api.put(`${qemu}/500/config`, {
    description: 'b',
    digest,
  });
  expect(second.reason).toBe(
    'detected modified configuration - file changed by other user? Try again.',
  );
  expect((await config(500)).description).toBe('a');
});

it('takes, lists, rolls back and deletes snapshots', async () => {
  const vm = `${qemu}/500`;
  const snap = (snapname: string) =>
    done(api.post(`${vm}/snapshot`, { snapname, description: 'before' }));
  expect(await snap('first')).toBe('OK');
  expect(await snap('first')).toBe(`snapshot name 'first' already used`);
  expect((await api.post(`${vm}/snapshot`, { snapname: '1' })).status).toBe(
    400,
  );
  await api.put(`${vm}/config`, { description: 'changed' });
  expect(await snap('second')).toBe('OK');
  const list = (await api.get(`${vm}/snapshot`)).data;
  expect(list.map(({ name, parent }: any) => [name, parent])).toEqual([
    ['first', undefined],
    ['second', 'first'],
    ['current', 'second'],
  ]);
  expect(await done(api.post(`${vm}/snapshot/first/rollback`))).toBe('OK');
  expect((await config(500)).description).toBeUndefined();
  expect((await api.get(`${vm}/status/current`)).data.status).toBe('stopped');
  expect(await done(api.delete(`${vm}/snapshot/first`))).toBe('OK');
  const missing = await api.delete(`${vm}/snapshot/first`);
  expect(missing.reason).toBe(`snapshot 'first' does not exist`);
});

it('moves a disk, keeps what is detached, and frees what is deleted', async () => {
  await clone(101);
  const vm = `${qemu}/101`;
  expect(
    await done(api.post(`${vm}/move_disk`, { disk: 'scsi0', storage: 'tank' })),
  ).toBe('OK');
  expect(await config(101)).toMatchObject({
    scsi0: expect.stringMatching(/^tank:vm-101-disk-0,/),
    unused0: 'local-lvm:vm-101-disk-0',
  });
  await api.put(`${vm}/config`, { delete: 'unused0' });
  expect(await volumes(101)).toEqual(['local-lvm:vm-101-cloudinit']);
  await api.put(`${vm}/config`, { scsi1: 'local-lvm:4,discard=on' });
  expect((await config(101)).scsi1).toBe(
    'local-lvm:vm-101-disk-0,discard=on,size=4G',
  );
  const one = await api.get(`${content}/local-lvm:vm-101-disk-0`);
  expect(one.data).toMatchObject({
    size: 4 * 1024 ** 3,
    format: 'raw',
    path: '/dev/pve/vm-101-disk-0',
  });
  const wrong = await api.put(`${vm}/config`, { scsi2: 'local:4' });
  expect(wrong.reason).toContain("does not support content-type 'images'");
});

it('creates, makes a template of it, and clones that linked', async () => {
  const created = await done(
    api.post(qemu, {
      vmid: 150,
      name: 'golden',
      memory: 1024,
      scsi0: 'tank:3',
      net0: 'virtio,bridge=vmbr1',
      pool: 'infra',
    }),
  );
  expect(created).toBe('OK');
  const taken = await api.post(qemu, { vmid: 150 });
  expect(taken.reason).toContain('already exists');
  const linked = () =>
    done(api.post(`${qemu}/150/clone`, { newid: 151, full: 0 }));
  expect(await linked()).toContain('Linked clone feature is not supported');
  expect(await done(api.post(`${qemu}/150/template`))).toBe('OK');
  expect((await config(150)).scsi0).toMatch(/^tank:base-150-disk-0,/);
  expect(await linked()).toBe('OK');
  const destroy = await api.delete(`${qemu}/150`);
  expect(destroy.reason).toContain('is still in use by linked cloned');
  const { data } = await api.get('pools?poolid=infra');
  expect(data[0].members.map(({ vmid }: any) => vmid)).toEqual([150, 200, 500]);
});

it('lists the tasks of one guest and pages their logs', async () => {
  const { data: upid } = await api.post(`${qemu}/9000/clone`, {
    newid: 101,
    full: 1,
  });
  const active = (await api.get(`nodes/pve1/tasks?source=active`)).data;
  expect(active).toMatchObject([{ upid, status: 'RUNNING', tokenid: 'test' }]);
  await api.finish(upid, 10);
  const { data } = await api.get(`nodes/pve1/tasks?vmid=9000&source=all`);
  expect(data).toMatchObject([
    { upid, status: 'OK', type: 'qmclone', id: '9000', user: 'admin@pve' },
  ]);
  const path = `nodes/pve1/tasks/${encodeURIComponent(upid)}/log`;
  const page = await api.get(`${path}?start=1&limit=2`);
  expect(page.data.map(({ n }: { n: number }) => n)).toEqual([2, 3]);
  expect(JSON.parse(page.text).total).toBeGreaterThan(6);
  expect(await api.taskLog(upid)).toContain(
    'transferred 8.0 GiB of 8.0 GiB (100.00%)',
  );
});

it('undoes a clone that is stopped by hand', async () => {
  lab.simulator.faults.set('slowClone', { ms: 60_000 });
  const { data: upid } = await api.post(`${qemu}/9000/clone`, {
    newid: 101,
    full: 1,
  });
  await api.delete(`nodes/pve1/tasks/${encodeURIComponent(upid)}`);
  expect(await api.finish(upid)).toBe('interrupted by signal');
  expect((await api.get(`${qemu}/101/config`)).status).toBe(500);
  expect(await volumes(101)).toEqual([]);
});

it('has history with gaps, backups, and who lacks one', async () => {
  const path = `${qemu}/200/rrddata?timeframe=day&cf=AVERAGE`;
  const first = (await api.get(path)).data;
  expect(first).toEqual((await api.get(path)).data);
  expect(first[0]).toHaveProperty('cpu');
  await clone(101);
  const fresh = (await api.get(`${qemu}/101/rrddata?timeframe=day`)).data;
  expect(Object.keys(fresh[0])).toEqual(['time']);
  const backups = await api.get(
    'nodes/pve1/storage/tank/content?content=backup&vmid=200',
  );
  expect(backups.data).toHaveLength(3);
  const { data } = await api.get('cluster/backup-info/not-backed-up');
  expect(data.map(({ vmid }: any) => vmid)).toContain(601);
});
