import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { adminTokens, testSimulator } from './testSimulator';

const qemu = 'nodes/pve1/qemu';

describe('transport', () => {
  let lab: Awaited<ReturnType<typeof testSimulator>>;
  beforeAll(async () => {
    lab = await testSimulator();
  });
  afterEach(() => lab.simulator.reset());
  afterAll(() => lab.stop());

  it('speaks TLS 1.3 only', async () => {
    const { hostname, port } = new URL(lab.simulator.url);
    const attempt = (maxVersion: 'TLSv1.2' | 'TLSv1.3') =>
      new Promise((resolve, reject) => {
        const socket = connect(
          {
            host: hostname,
            port: Number(port),
            ca: lab.simulator.ca,
            maxVersion,
          },
          () => {
            resolve(socket.getProtocol());
            socket.destroy();
          },
        );
        socket.on('error', reject);
      });
    await expect(attempt('TLSv1.3')).resolves.toBe('TLSv1.3');
    await expect(attempt('TLSv1.2')).rejects.toThrow();
  });

  it('takes JSON bodies and refuses bodies on GET', async () => {
    const json = { 'content-type': 'application/json' };
    const path = `${qemu}/500/config`;
    const put = await lab.api.send(
      'PUT',
      path,
      undefined,
      json,
      JSON.stringify({ description: 'from json', onboot: false }),
    );
    expect(put.status).toBe(200);
    expect((await lab.api.get(path)).data).toMatchObject({
      description: 'from json',
      onboot: 0,
    });
    const get = await lab.api.send('GET', path, undefined, json, '{}');
    expect(get).toMatchObject({
      status: 501,
      reason: "Unexpected content for method 'GET'",
    });
    const bad = await lab.api.send('PUT', path, undefined, json, '{');
    expect(bad.status).toBe(400);
  });

  it('names unknown parameters and keeps prototype names harmless', async () => {
    const answer = await lab.api.put(`${qemu}/500/config`, {
      constructor: 'x',
      nonsense: 1,
    });
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.errors!).sort()).toEqual([
      'constructor',
      'nonsense',
    ]);
  });

  it('compresses large answers when asked to', async () => {
    const plain = await lab.api.get('cluster/resources');
    expect(plain.encoding).toBeUndefined();
    const packed = await lab.api.send('GET', 'cluster/resources', undefined, {
      'accept-encoding': 'gzip',
    });
    expect(packed.encoding).toBe('gzip');
    expect(packed.data).toHaveLength(plain.data.length);
  });

  it('keeps a masked log of requests', async () => {
    await lab.api.put(`${qemu}/500/config`, { cipassword: 'hunter2' });
    const last = lab.simulator.requests().at(-1)!;
    expect(last).toMatchObject({
      method: 'PUT',
      path: `/api2/json/${qemu}/500/config`,
      params: { cipassword: '***' },
      user: 'orion@pve!terraform',
      status: 200,
    });
    expect(JSON.stringify(lab.simulator.requests())).not.toContain('hunter2');
    expect((await lab.api.get(`${qemu}/500/config`)).data.cipassword).toBe(
      '**********',
    );
  });
});

describe('access', () => {
  it('checks privileges by path, propagation and pool', async () => {
    const secret = '00000000-0000-4000-8000-000000000000';
    const lab = await testSimulator({
      tokens: {
        'a@pve!pool': {
          secret,
          acl: [{ path: '/pool/infra', role: 'PVEVMUser' }],
        },
        'a@pve!flat': {
          secret,
          acl: [{ path: '/vms', role: 'PVEVMUser', propagate: false }],
        },
        'a@pve!deep': {
          secret,
          acl: [
            { path: '/', role: 'PVEAdmin' },
            { path: '/vms/200', role: 'NoAccess' },
          ],
        },
      },
    });
    const ids = async (token: string) =>
      (await lab.clientOf(token).get('cluster/resources?type=vm')).data.map(
        ({ vmid }: { vmid: number }) => vmid,
      );
    expect(await ids('a@pve!pool')).toEqual([200, 500]);
    expect(await ids('a@pve!flat')).toEqual([]);
    expect(await ids('a@pve!deep')).not.toContain(200);
    const refused = await lab.clientOf('a@pve!deep').get(`${qemu}/200/config`);
    expect(refused).toMatchObject({
      status: 403,
      reason: 'Permission check failed (/vms/200, VM.Audit)',
    });
    const clone = await lab
      .clientOf('a@pve!pool')
      .post(`${qemu}/9000/clone`, { newid: 101 });
    expect(clone.reason).toBe('Permission check failed (/vms/9000, VM.Clone)');
    await lab.stop();
  });

  it('lets the read token read and nothing else', async () => {
    const lab = await testSimulator();
    const read = lab.clientOf('orion@pve!read');
    expect((await read.get(`${qemu}/200/config`)).status).toBe(200);
    expect((await read.get(`${qemu}/200/agent/get-osinfo`)).status).toBe(200);
    expect((await read.post(`${qemu}/200/status/stop`)).status).toBe(403);
    expect((await read.put(`${qemu}/200/config`, { cores: 1 })).status).toBe(
      403,
    );
    const { data } = await lab.api.get('access/permissions?path=/vms/101');
    expect(data['/vms/101']).toMatchObject({
      'VM.Clone': 1,
      'VM.Config.Disk': 1,
    });
    expect(data['/vms/101']).not.toHaveProperty(['VM.Snapshot']);
    await lab.stop();
  });

  it('gives tickets whose writes need the CSRF token', async () => {
    const lab = await testSimulator();
    const login = await lab.api.post('access/ticket', {
      username: 'root@pam',
      password: lab.simulator.tokens['root@pam'],
    });
    const { ticket, CSRFPreventionToken } = login.data;
    const headers = {
      authorization: '',
      cookie: `PVEAuthCookie=${encodeURIComponent(ticket)}`,
    };
    const read = await lab.api.send('GET', 'version', undefined, headers);
    expect(read.status).toBe(200);
    const path = `${qemu}/500/config`;
    const form = { description: 'x' };
    expect((await lab.api.send('PUT', path, form, headers)).status).toBe(401);
    const write = await lab.api.send('PUT', path, form, {
      ...headers,
      csrfpreventiontoken: CSRFPreventionToken,
    });
    expect(write.status).toBe(200);
    const renewed = await lab.api.post('access/ticket', {
      username: 'root@pam',
      password: ticket,
    });
    expect(renewed.status).toBe(200);
    const wrong = await lab.api.post('access/ticket', {
      username: 'root@pam',
      password: 'wrong',
    });
    expect(wrong).toMatchObject({ status: 401, text: '' });
    await lab.stop();
  });
});

describe('restart', () => {
  it('keeps guests, tokens and certificate; running tasks end as unexpected', async () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'orion-pve-'));
    const first = await testSimulator({ stateDir });
    const done = await first.api.post(`${qemu}/9000/clone`, {
      newid: 101,
      full: 0,
    });
    expect(await first.api.finish(done.data)).toBe('OK');
    first.simulator.faults.set('slowClone', { ms: 60_000 });
    const { data: upid } = await first.api.post(`${qemu}/9000/clone`, {
      newid: 102,
      full: 1,
    });
    const { ca, tokens } = first.simulator;
    await first.stop();
    await first.simulator.stop();

    const second = await testSimulator({ stateDir });
    expect(second.simulator.ca).toBe(ca);
    expect(second.simulator.tokens).toEqual(tokens);
    // eslint-disable-next-line no-bitwise
    expect(statSync(second.simulator.tokensPath!).mode & 0o777).toBe(0o600);
    expect((await second.api.get(`${qemu}/101/config`)).status).toBe(200);
    expect(await second.api.finish(upid)).toBe('unexpected status');
    // As on a real node, the lock of the dead worker stays.
    const put = await second.api.put(`${qemu}/102/config`, { cores: 1 });
    expect(put.reason).toBe('VM is locked (clone)');
    await second.stop();
    rmSync(stateDir, { recursive: true });
  });

  it('is whole again after reset, with the work of before forgotten', async () => {
    const lab = await testSimulator({ tokens: adminTokens });
    await lab.api.post(`${qemu}/9000/clone`, { newid: 101, full: 1 });
    lab.simulator.reset();
    await new Promise(resolve => setTimeout(resolve, 250));
    expect((await lab.api.get(`${qemu}/101/config`)).status).toBe(500);
    expect((await lab.api.get('cluster/tasks')).data).toEqual([]);
    await lab.stop();
  });
});
