import { PveClient } from './contract/PveClient';
import { testSimulator } from './testSimulator';

const qemu = 'nodes/pve1/qemu';

let lab: Awaited<ReturnType<typeof testSimulator>>;

beforeAll(async () => {
  lab = await testSimulator({ controlPort: 0 });
});
afterEach(() => lab.simulator.reset());
afterAll(() => lab.stop());

async function control(method: string, path: string, body?: object) {
  const res = await fetch(`${lab.simulator.controlUrl}${path}`, {
    method,
    body: body && JSON.stringify(body),
  });
  return { status: res.status, body: await res.json() };
}

const clone = (newid: number) =>
  lab.api.post(`${qemu}/9000/clone`, { newid, full: 1 });

it('lets a clone fail with a log, as often as told', async () => {
  await control('PUT', '/faults/cloneFails', {
    exitstatus: 'no space left',
    log: ['lvcreate: thin pool full'],
    times: 1,
  });
  const { data: upid } = await clone(101);
  expect(await lab.api.finish(upid)).toBe('clone failed: no space left');
  const log = await lab.api.taskLog(upid);
  expect(log).toContain('lvcreate: thin pool full');
  expect(log.at(-1)).toBe('TASK ERROR: clone failed: no space left');
  expect((await lab.api.get(`${qemu}/101/config`)).status).toBe(500);
  expect((await control('GET', '/faults')).body).toEqual({});
  expect(await lab.api.finish((await clone(101)).data)).toBe('OK');
});

it('ends tasks with warnings or at a storage lock', async () => {
  lab.simulator.faults.set('taskWarnings', { count: 2, times: 1 });
  expect(await lab.api.finish((await clone(101)).data)).toBe('WARNINGS: 2');
  lab.simulator.faults.set('storageLockTimeout', { storage: 'local-lvm' });
  expect(await lab.api.finish((await clone(102)).data)).toBe(
    `clone failed: cfs-lock 'storage-local-lvm' error: got lock request timeout`,
  );
});

it('answers 595 for a node that is down and shows it as offline', async () => {
  await control('PUT', '/faults/nodeDown', { node: 'pve1' });
  expect(await lab.api.get(`${qemu}/200/config`)).toMatchObject({
    status: 595,
    reason: 'No route to host',
    text: '',
    type: undefined,
  });
  await control('POST', '/actions/tick');
  const { data } = await lab.api.get('cluster/resources');
  expect(data).toContainEqual(
    expect.objectContaining({ id: 'node/pve1', status: 'offline' }),
  );
  expect(data).toContainEqual({
    id: 'qemu/200',
    type: 'qemu',
    vmid: 200,
    node: 'pve1',
    status: 'unknown',
  });
  await control('DELETE', '/faults/nodeDown');
  expect((await lab.api.get(`${qemu}/200/config`)).status).toBe(200);
});

it('refuses access on the paths it is told to', async () => {
  lab.simulator.faults.set('status403', { path: '/nodes/*/config' });
  expect((await lab.api.get(`${qemu}/200/config`)).status).toBe(403);
  expect((await lab.api.get(`${qemu}/200/status/current`)).status).toBe(200);
  lab.simulator.faults.set('status401', { times: 1 });
  expect(await lab.api.get('version')).toMatchObject({ status: 401, text: '' });
  expect((await lab.api.get('version')).status).toBe(200);
});

it('has silent agents, digest conflicts and no quorum', async () => {
  const agent = `${qemu}/200/agent/network-get-interfaces`;
  lab.simulator.faults.set('agentNeverReady', { vmid: 200 });
  expect((await lab.api.get(agent)).reason).toBe(
    'QEMU guest agent is not running',
  );
  lab.simulator.faults.set('digestConflict', { times: 1 });
  const put = () => lab.api.put(`${qemu}/500/config`, { description: 'x' });
  expect((await put()).reason).toContain('detected modified configuration');
  expect((await put()).status).toBe(200);
  lab.simulator.faults.set('noQuorum');
  expect(await put()).toMatchObject({
    status: 500,
    reason: 'cluster not ready - no quorum?',
  });
  const { data } = await lab.api.get('cluster/status');
  expect(data[0]).toMatchObject({ type: 'cluster', quorate: 0 });
});

it('carries a hanging request out and only answers late', async () => {
  lab.simulator.faults.set('hang', {
    path: '/nodes/pve1/qemu/9000/clone',
    ms: 300,
  });
  const started = Date.now();
  const answer = clone(101);
  await new Promise(resolve => setTimeout(resolve, 100));
  expect((await lab.api.get(`${qemu}/101/status/current`)).status).toBe(200);
  expect((await answer).status).toBe(200);
  expect(Date.now() - started).toBeGreaterThanOrEqual(290);
});

it('refuses connections and listens on the same port again', async () => {
  const { url, ca } = lab.simulator;
  const fresh = new PveClient({ url, ca });
  lab.simulator.faults.set('refuseConnections');
  await expect(fresh.get('access/domains')).rejects.toThrow('ECONNREFUSED');
  lab.simulator.faults.clear('refuseConnections');
  await new Promise(resolve => setTimeout(resolve, 50));
  expect((await fresh.get('access/domains')).status).toBe(200);
  fresh.close();
});

it('changes guests behind the product’s back', async () => {
  const made = await control('POST', '/actions/createGuest', {
    vmid: 700,
    name: 'stranger',
    running: true,
    addresses: { net0: ['10.0.20.70/24'] },
    config: { tags: 'b;a' },
  });
  expect(made.status).toBe(200);
  const config = await lab.api.get(`${qemu}/700/config`);
  expect(config.data).toMatchObject({
    name: 'stranger',
    tags: 'a;b',
    cores: 1,
  });
  const taken = await control('POST', '/actions/createGuest', { vmid: 700 });
  expect(taken.status).toBe(400);
  await control('POST', '/actions/setConfig', { vmid: 700, set: { cores: 3 } });
  expect((await lab.api.get(`${qemu}/700/config`)).data.cores).toBe(3);
  await control('POST', '/actions/removeGuest', { vmid: 700 });
  expect((await lab.api.get(`${qemu}/700/config`)).status).toBe(500);
});

it('names what it does not know', async () => {
  expect(await control('PUT', '/faults/gremlins', {})).toMatchObject({
    status: 404,
    body: { error: expect.stringContaining('cloneFails') },
  });
  expect((await control('POST', '/actions/explode')).status).toBe(404);
  expect((await control('GET', '/nothing')).status).toBe(404);
  await lab.api.get('version');
  const { body } = await control('GET', '/requests?path=version');
  expect(body).toHaveLength(1);
  expect((await control('POST', '/reset')).status).toBe(200);
  expect((await control('GET', '/requests')).body).toEqual([]);
});
