import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningSimulator } from '../shared/simulator';
import { NetboxCaller } from './contract/netboxClient';
import { startNetbox } from './startNetbox';

const write = 'b'.repeat(40);
const read = 'd'.repeat(40);
const tokens = {
  [write]: { user: 'orion-write', writeEnabled: true },
  [read]: { user: 'orion-read', writeEnabled: false },
};

describe('startNetbox', () => {
  const running: RunningSimulator[] = [];
  const folders: string[] = [];

  const start = async (stateDir?: string) => {
    const netbox = await startNetbox({
      port: 0,
      controlPort: 0,
      stateDir,
      tokens,
    });
    running.push(netbox);
    const api = new NetboxCaller({ url: netbox.url, token: write });
    const control = (method: string, path: string, body?: object) =>
      fetch(`${netbox.controlUrl}/${path}`, {
        method,
        body: body && JSON.stringify(body),
      }).then(res => res.json());
    return { netbox, api, control };
  };

  afterEach(async () => {
    await Promise.all(running.splice(0).map(netbox => netbox.stop()));
    folders.splice(0).forEach(dir => rmSync(dir, { recursive: true }));
  });

  it('knows the home network', async () => {
    const { api } = await start();
    const vms = await api.get('virtualization/virtual-machines/?cluster=r730');
    expect(
      vms.body.results.map((vm: any) => [
        vm.serial,
        vm.name,
        vm.status.value,
        vm.primary_ip4?.address,
      ]),
    ).toEqual([
      ['300', 'ai-coordinator', 'active', '10.0.20.30/24'],
      ['601', 'k3s-agent-1', 'active', '10.0.30.11/24'],
      ['602', 'k3s-agent-2', 'active', '10.0.30.12/24'],
      ['603', 'k3s-agent-3', 'active', '10.0.30.13/24'],
      ['600', 'k3s-server', 'active', '10.0.30.10/24'],
      ['100', 'macos', 'offline', undefined],
      ['500', 'netbox', 'active', '10.0.20.50/24'],
      ['200', 'router', 'active', '10.0.10.1/24'],
    ]);
    const within = await api.get('ipam/prefixes/?within=10.0.0.0/16');
    expect(within.body.results.map((p: any) => [p.prefix, p.vlan.vid])).toEqual(
      [
        ['10.0.10.0/24', 10],
        ['10.0.20.0/24', 20],
        ['10.0.30.0/24', 30],
      ],
    );
    const asns = await api.get('ipam/asns/?fields=asn');
    expect(asns.body.results).toEqual([
      { asn: 6939 },
      { asn: 64500 },
      { asn: 394955 },
    ]);
  });

  it('lets a read-only token read and nothing else', async () => {
    const { netbox } = await start();
    const api = new NetboxCaller({ url: netbox.url, token: read });
    expect((await api.get('ipam/prefixes/')).status).toBe(200);
    const refused = await api.post('ipam/prefixes/2/available-ips/', {});
    expect([refused.status, refused.body]).toEqual([
      403,
      { detail: 'You do not have permission to perform this action.' },
    ]);
  });

  it('keeps its objects across a restart and forgets them on reset', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'orion-netbox-'));
    folders.push(dir);
    const first = await start(dir);
    const made = await first.api.make('ipam/prefixes/2/available-ips/', {});
    await first.netbox.stop();
    expect(readFileSync(join(dir, 'netbox.json'), 'utf8')).not.toContain(write);
    const second = await start(dir);
    const path = `ipam/ip-addresses/${made.id}/`;
    expect((await second.api.get(path)).body).toMatchObject({
      address: made.address,
      created: made.created,
    });
    await second.control('POST', 'reset');
    expect((await second.api.get(path)).status).toBe(404);
  });

  it('does the write and loses the answer, once', async () => {
    const { api, control } = await start();
    await control('PUT', 'faults/lostAnswer', {
      method: 'POST',
      path: '/available-ips/',
      times: 1,
    });
    const path = 'ipam/prefixes/2/available-ips/';
    await expect(api.post(path, { description: 'lost' })).rejects.toThrow();
    const found = await api.get('ipam/ip-addresses/?description=lost');
    expect(found.body.count).toBe(1);
    expect((await api.post(path, {})).status).toBe(201);
  });

  it('goes down, comes back, fails and turns read-only on command', async () => {
    const { api, control } = await start();
    await control('PUT', 'faults/down', {});
    await expect(api.get('status/')).rejects.toThrow('fetch failed');
    await control('DELETE', 'faults/down');
    expect((await api.get('status/')).status).toBe(200);
    await control('PUT', 'faults/status500', { path: 'status', times: 1 });
    const failed = await api.get('status/');
    expect([failed.status, failed.body.exception]).toEqual([
      500,
      'OperationalError',
    ]);
    await control('PUT', 'faults/readOnly', {});
    const refused = await api.post('extras/tags/', { name: 'x', slug: 'x' });
    expect(refused.body.error).toContain('read-only transaction');
    await control('PUT', 'faults/slow', { ms: 60, times: 1 });
    const before = Date.now();
    await api.get('status/');
    expect(Date.now() - before).toBeGreaterThanOrEqual(55);
    const log = await control('GET', 'requests?method=POST');
    expect(log).toMatchObject([
      { method: 'POST', path: '/api/extras/tags/', status: 500 },
    ]);
  });

  it('knows what its routers announce, and their sessions but one', async () => {
    const { api } = await start();
    const own = await api.get('ipam/aggregates/?rir=arin&fields=prefix');
    expect(own.body.results.map(({ prefix }: any) => prefix)).toEqual([
      '192.0.2.0/24',
      '2001:db8:3949::/48',
      '2001:db8:394a::/48',
    ]);
    const { body } = await api.get('plugins/bgp/session/');
    expect(
      body.results.map((session: any) => [
        session.virtualmachine.name,
        session.name,
        session.status.value,
        session.remote_as.asn,
      ]),
    ).toEqual([
      ['router', 'he_v6', 'active', 6939],
      ['router', 'he_v4', 'active', 6939],
      ['gw2', 'he_v6', 'active', 6939],
      ['gw2', 'he_v4', 'active', 6939],
      ['gw2', 'gw1', 'active', 394955],
      ['router', 'ix_v6', 'planned', 64500],
    ]);
    const twin = await api.post('plugins/bgp/session/', {
      virtualmachine: { name: 'router' },
      local_address: { address: '2001:db8:100::2/64' },
      remote_address: { address: '2001:db8:100::1/64' },
      local_as: { asn: 394955 },
      remote_as: { asn: 6939 },
    });
    expect(twin.status).toBe(400);
    expect(JSON.stringify(twin.body)).toContain('already exists');
  });

  it('changes objects behind the back of the product', async () => {
    const { api, control } = await start();
    await control('POST', 'actions/delete', {
      model: 'virtualization.virtualmachine',
      id: 3,
    });
    expect((await api.get('virtualization/virtual-machines/3/')).status).toBe(
      404,
    );
    const log = await api.get('core/object-changes/?user=admin&action=delete');
    expect(log.body.count).toBe(4);
    const refused = await control('POST', 'actions/create', {
      model: 'ipam.ipaddress',
      data: { address: '10.0.20.50/24' },
    });
    expect(refused.error).toContain('Duplicate IP address');
  });
});
