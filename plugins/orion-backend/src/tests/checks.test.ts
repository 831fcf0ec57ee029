import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  mockCredentials,
  mockServices,
  TestBackend,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { CheckResult } from '@orion/backstage-plugin-orion-common';
import {
  eventually,
  startOrionTestBackend,
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
// eslint-disable-next-line @backstage/no-mixed-plugin-imports -- the real neighbour, reached over HTTP
import proxmoxPlugin from '@orion/backstage-plugin-orion-proxmox-backend/plugin';
import { RunningProxmox, startNetbox, startProxmox } from '@orion/lab';
import request from 'supertest';
import orionPlugin from '..';

const READ_TOKEN = '22'.repeat(20);
const pipeline = mockCredentials.service.header({
  onBehalfOf: mockCredentials.service('plugin:orion-changes'),
  targetPluginId: 'orion-proxmox',
});

describe('the seven checks on the lab', () => {
  let database: TestDatabase;
  let proxmox: RunningProxmox;
  let netbox: Awaited<ReturnType<typeof startNetbox>>;
  let backend: TestBackend;
  let api: ReturnType<typeof request>;

  const list = async (): Promise<CheckResult[]> =>
    (await api.get('/api/orion/checks')).body.items;
  /** Answers are kept for a moment, so a new one may take a while. */
  const waitFor = (id: string, accept: (check: CheckResult) => boolean) =>
    eventually(async () => {
      const check = (await list()).find(candidate => candidate.id === id)!;
      return accept(check) && check;
    });
  const control = (method: string, path: string, body?: object) =>
    fetch(`${netbox.controlUrl}/${path}`, {
      method,
      body: body && JSON.stringify(body),
    });

  beforeAll(async () => {
    [database, proxmox, netbox] = await Promise.all([
      startTestDatabase(),
      startProxmox({ port: 0, timings: { inventoryTickMs: 20 } }),
      startNetbox({
        port: 0,
        controlPort: 0,
        tokens: { [READ_TOKEN]: { user: 'orion-read', writeEnabled: false } },
      }),
    ]);
    backend = await startOrionTestBackend({
      database,
      features: [
        orionPlugin,
        proxmoxPlugin,
        mockServices.rootConfig.factory({
          data: createConfig(proxmox, netbox.url) as never,
        }),
      ],
    });
    api = request(backend.server);
    await waitFor('guests-running', ({ state }) => state === 'ok');
    // People keep the source fast; this test's checks come from a plugin.
    await keepWatching(api);
  });

  afterAll(async () => {
    await backend?.stop();
    await Promise.all([proxmox?.stop(), netbox?.stop()]);
    await database?.stop();
  });

  it('are seven, in their order, and say what is not connected', async () => {
    const checks = await list();
    expect(
      checks.map(({ number, id, state }) => `${number} ${id} ${state}`),
    ).toEqual([
      '1 guests-running ok',
      '2 bgp-established not-connected',
      '3 cluster-healthy not-connected',
      '4 pods-running not-connected',
      '5 netbox-synced ok',
      '6 agents-responding not-connected',
      '7 monitoring-collecting not-connected',
    ]);
    expect(checks[0]).toMatchObject({
      summary: '7 of 7 guests run. 1 stopped on purpose.',
      value: { good: 7, total: 7 },
    });
    for (const { state, nextStep, summary } of checks) {
      expect(summary).toMatch(/\.$/);
      expect(Boolean(nextStep)).toBe(state !== 'ok');
    }
  });

  it('name the guest that does not run', async () => {
    proxmox.actions.setPower({ vmid: 602, running: false });
    proxmox.actions.tick({});
    const check = await waitFor(
      'guests-running',
      ({ state }) => state === 'failed',
    );
    expect(check.summary).toContain(
      '6 of 7 guests run: k3s-agent-2 (r730/602) is stopped',
    );
    expect(check.value).toEqual({ good: 6, total: 7 });
    proxmox.actions.setPower({ vmid: 602, running: true });
    proxmox.actions.tick({});
    await waitFor('guests-running', ({ state }) => state === 'ok');
  });

  it('compare the addresses of guests made by changes with NetBox', async () => {
    const put = (addresses: string[]) =>
      api
        .put('/api/orion-proxmox/guests/r730/500/ownership')
        .set('authorization', pipeline)
        .send({ owner: 'group:default/team', changeId: 1001, addresses })
        .expect(204);
    await put(['10.0.20.50']);
    const good = await waitFor(
      'netbox-synced',
      ({ value }) => value?.total === 1,
    );
    expect(good).toMatchObject({ state: 'ok', value: { good: 1, total: 1 } });
    await put(['10.0.20.50', '10.0.20.51']);
    const bad = await waitFor(
      'netbox-synced',
      ({ state }) => state === 'failed',
    );
    expect(bad.summary).toContain('10.0.20.51 of netbox (r730/500)');
    expect(bad.nextStep).toBeTruthy();
    await put(['10.0.20.50']);
    await waitFor('netbox-synced', ({ state }) => state === 'ok');
  });

  it('say that NetBox is out of reach', async () => {
    await control('PUT', 'faults/down', {});
    const check = await waitFor(
      'netbox-synced',
      ({ state }) => state === 'failed',
    );
    expect(check.summary).toMatch(/NetBox is out of reach/);
    expect(JSON.stringify(check)).not.toContain(READ_TOKEN);
    await control('DELETE', 'faults/down');
    await waitFor('netbox-synced', ({ state }) => state === 'ok');
  });

  it('are unknown, never ok, while the source is stale', async () => {
    proxmox.faults.set('refuseConnections');
    const check = await waitFor(
      'guests-running',
      ({ state }) => state !== 'ok',
    );
    expect(check).toMatchObject({
      state: 'unknown',
      summary: expect.stringMatching(/proxmox:r730 has not answered since/),
      nextStep: expect.any(String),
    });
    expect((await list())[4].state).not.toBe('ok');
    proxmox.faults.clear();
    await waitFor('guests-running', ({ state }) => state === 'ok');
  });

  it('are closed without credentials', async () => {
    const answer = await api
      .get('/api/orion/checks')
      .set('authorization', mockCredentials.none.header());
    expect(answer.status).toBe(401);
  });
});

describe('the checks of an empty installation', () => {
  it('are all not connected, and need the permission', async () => {
    let result: AuthorizeResult.ALLOW | AuthorizeResult.DENY =
      AuthorizeResult.ALLOW;
    const backend = await startOrionTestBackend({
      features: [
        orionPlugin,
        proxmoxPlugin,
        mockServices.permissions.mock({
          authorize: async queries => queries.map(() => ({ result })),
          authorizeConditional: async queries =>
            queries.map(() => ({ result })),
        }).factory,
      ],
    });
    const api = request(backend.server);
    const { body } = await api.get('/api/orion/checks');
    expect(
      new Set(body.items.map((check: CheckResult) => check.state)),
    ).toEqual(new Set(['not-connected']));
    result = AuthorizeResult.DENY;
    const denied = await api.get('/api/orion/checks');
    expect(denied.status).toBe(403);
    expect(denied.body.error.message).toMatch(/role/);
    await backend.stop();
  });

  it('refuse a malformed list of guests that are stopped on purpose', async () => {
    const start = startOrionTestBackend({
      features: [
        orionPlugin,
        mockServices.rootConfig.factory({
          data: { orion: { checks: { expectedStopped: ['r730'] } } },
        }),
      ],
    });
    await expect(start).rejects.toThrow(/expectedStopped: "r730"/);
  });
});

function createConfig(proxmox: RunningProxmox, netboxUrl: string): object {
  const caFile = join(mkdtempSync(join(tmpdir(), 'orion-ca-')), 'ca.pem');
  writeFileSync(caFile, proxmox.ca);
  return {
    orion: {
      checks: { expectedStopped: ['r730/100'] },
      netbox: { url: netboxUrl, readToken: READ_TOKEN, timeoutMs: 1000 },
      proxmox: {
        clusters: {
          r730: {
            endpoints: [proxmox.url],
            caFile,
            readToken: {
              id: 'orion@pve!read',
              secret: proxmox.tokens['orion@pve!read'],
            },
            intervalSeconds: 1,
          },
        },
      },
    },
  };
}

async function keepWatching(api: ReturnType<typeof request>): Promise<void> {
  await api.get('/api/orion-proxmox/guests').expect(200);
}
