import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentials, status } from '@grpc/grpc-js';
import { GobgpCaller } from './GobgpCaller';
import { GobgpApiVersion } from './loadGobgpService';
import { GobgpOptions, RunningGobgp, startGobgp } from './startGobgp';
import { attributesOf, nlriOf } from './wire';

const global4 = {
  table_type: 'TABLE_TYPE_GLOBAL',
  family: { afi: 1, safi: 1 },
  enable_only_binary: true,
};
const added = {
  table_type: 'TABLE_TYPE_GLOBAL',
  path: {
    family: { afi: 1, safi: 1 },
    nlri_binary: nlriOf('203.0.113.0/24'),
    pattrs_binary: attributesOf('203.0.113.0/24', { nextHop: '0.0.0.0' }),
  },
};
const added4 = {
  ...global4,
  prefixes: [{ prefix: '203.0.113.0/24', type: 'TYPE_EXACT' }],
};

let running: RunningGobgp;
let caller: GobgpCaller;

async function start(options: Partial<GobgpOptions> = {}) {
  running = await startGobgp({
    port: 0,
    controlPort: 0,
    connectMs: 50,
    ...options,
  });
  caller = new GobgpCaller({
    api: running.api,
    target: running.target,
    credentials: running.ca
      ? credentials.createSsl(Buffer.from(running.ca))
      : undefined,
  });
}
const control = async (method: string, path: string, body?: object) => {
  const answer = await fetch(`${running.controlUrl}/${path}`, {
    method,
    body: body && JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
};
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => status.OK,
    error => error.code as status,
  );

afterEach(async () => {
  caller?.close();
  await running?.stop();
});

describe('the world', () => {
  it.each<GobgpApiVersion>([3, 4])(
    'is gw2 in the words of GoBGP %i',
    async api => {
      await start({ api });
      expect(await caller.call('GetBgp')).toEqual({
        global: { asn: 394955, router_id: '10.0.10.2' },
      });
      const peers = (await caller.list('ListPeer')).map(({ peer }) => peer);
      expect(
        peers.map(({ conf, state }) => [
          conf.neighbor_address,
          conf.peer_asn,
          state.session_state,
        ]),
      ).toEqual([
        ['2001:db8:100::1', 6939, 'SESSION_STATE_ESTABLISHED'],
        ['198.51.100.1', 6939, 'SESSION_STATE_ESTABLISHED'],
        ['10.0.10.1', 394955, 'SESSION_STATE_ESTABLISHED'],
      ]);
      const table = await caller.call('GetTable', global4);
      expect(table.num_destination).toBeGreaterThan(500);
      const adjIn = {
        ...global4,
        table_type: 'TABLE_TYPE_ADJ_IN',
        name: '198.51.100.1',
        enable_filtered: true,
      };
      const paths = (await caller.list('ListPath', adjIn)).flatMap(
        ({ destination }) => destination.paths,
      );
      expect(paths).toHaveLength(600);
      expect(paths.filter(({ filtered }) => filtered).length).toBeGreaterThan(
        3,
      );
      const out = { ...adjIn, table_type: 'TABLE_TYPE_ADJ_OUT' };
      expect(
        (await caller.list('ListPath', out)).map(
          ({ destination }) => destination.prefix,
        ),
      ).toEqual(['192.0.2.0/24']);
    },
  );

  it('is moved over the control port', async () => {
    await start();
    const down = {
      session: '198.51.100.1',
      error: 'Socket: Connection refused',
    };
    expect((await control('POST', 'actions/sessionDown', down)).status).toBe(
      200,
    );
    const [{ peer }] = await caller.list('ListPeer', {
      address: '198.51.100.1',
    });
    expect(peer.state).toMatchObject({
      session_state: 'SESSION_STATE_ACTIVE',
      flops: 1,
    });
    expect((await caller.call('GetTable', global4)).num_destination).toBe(1);
    await control('POST', 'actions/announce', {
      session: 'he_v6',
      family: 'ipv6',
      routes: [
        {
          prefix: '2001:db8:77::/48',
          attributes: {
            origin: 'IGP',
            asPath: [6939, 64500],
            nextHop: '2001:db8:100::1',
          },
        },
      ],
    });
    const request = {
      ...global4,
      family: { afi: 2, safi: 1 },
      prefixes: [{ prefix: '2001:db8:77::/48', type: 'TYPE_EXACT' }],
    };
    expect(await caller.list('ListPath', request)).toHaveLength(1);
    const gone = {
      session: 'he_v6',
      family: 'ipv6',
      prefixes: ['2001:db8:77::/48'],
    };
    expect((await control('POST', 'actions/withdraw', gone)).body).toEqual({
      withdrawn: 1,
    });
    expect(await caller.list('ListPath', request)).toEqual([]);
    await control('POST', 'actions/sessionUp', down);
    expect(
      (await caller.call('GetTable', global4)).num_destination,
    ).toBeGreaterThan(500);
    expect(
      (await control('POST', 'actions/flap', { session: 'nobody' })).status,
    ).toBe(400);
  });

  it('survives a restart, and a reset brings the seed back', async () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'orion-lab-gobgp-'));
    await start({ stateDir });
    const { uuid } = await caller.call('AddPath', added);
    await caller.call('DisablePeer', { address: '198.51.100.1' });
    caller.close();
    await running.stop();
    await start({ stateDir });
    const [{ peer }] = await caller.list('ListPeer', {
      address: '198.51.100.1',
    });
    expect(peer.state.admin_state).toBe('ADMIN_STATE_DOWN');
    const [{ destination }] = await caller.list('ListPath', added4);
    expect(destination.paths[0].pattrs_binary).toEqual(
      added.path.pattrs_binary,
    );
    expect(await codeOf(caller.call('DeletePath', { ...global4, uuid }))).toBe(
      status.OK,
    );
    await caller.call('AddPath', added);
    await control('POST', 'reset');
    expect(await caller.list('ListPath', added4)).toEqual([]);
    expect(
      (await caller.call('GetTable', global4)).num_destination,
    ).toBeGreaterThan(500);
    rmSync(stateDir, { recursive: true });
  });

  it('speaks TLS with its own authority', async () => {
    await start({ tls: true });
    expect(running.url).toMatch(/^https:/);
    expect(await codeOf(caller.call('GetBgp'))).toBe(status.OK);
    const clear = new GobgpCaller({ api: 4, target: running.target });
    expect(await codeOf(clear.call('GetBgp'))).toBe(status.UNAVAILABLE);
    clear.close();
  });
});

describe('faults', () => {
  it('hang: no answer within the deadline', async () => {
    await start();
    await control('PUT', 'faults/hang', { method: 'ListPeer', times: 1 });
    expect(await codeOf(caller.call('GetBgp'))).toBe(status.OK);
    running.faults.set('hang');
    expect(await codeOf(caller.call('GetBgp', {}, { deadlineMs: 200 }))).toBe(
      status.DEADLINE_EXCEEDED,
    );
  });

  it('dropConnection: in the middle of everything, once', async () => {
    await start();
    const feed = caller.watch('WatchEvent', { peer: {} }, () => {});
    running.faults.set('dropConnection', { method: 'ListPeer', times: 1 });
    expect(await codeOf(caller.list('ListPeer'))).toBe(status.UNAVAILABLE);
    expect(await feed.ended).toBeDefined();
    expect(await codeOf(caller.list('ListPeer'))).toBe(status.OK);
  });

  it('unimplemented and errorCode: GoBGP says no', async () => {
    await start();
    running.faults.set('unimplemented', { method: 'WatchEvent' });
    const feed = caller.watch('WatchEvent', { peer: {} }, () => {});
    expect((await feed.ended)?.code).toBe(status.UNIMPLEMENTED);
    running.faults.set('errorCode', {
      method: 'GetBgp',
      code: status.PERMISSION_DENIED,
      message: 'no',
      times: 1,
    });
    await expect(caller.call('GetBgp')).rejects.toMatchObject({
      code: status.PERMISSION_DENIED,
      details: 'no',
    });
    expect(await codeOf(caller.call('GetBgp'))).toBe(status.OK);
  });

  it('hugeAnswer: more than it has', async () => {
    await start();
    running.faults.set('hugeAnswer', { method: 'ListPeer', bytes: 100_000 });
    expect((await caller.list('ListPeer')).length).toBeGreaterThan(100);
  });

  it('down: nobody listens until it is over', async () => {
    await start();
    expect(await codeOf(caller.call('GetBgp'))).toBe(status.OK);
    await control('PUT', 'faults/down', {});
    expect(await codeOf(caller.call('GetBgp'))).toBe(status.UNAVAILABLE);
    await control('DELETE', 'faults/down');
    caller.close();
    caller = new GobgpCaller({ api: 4, target: running.target });
    expect(await codeOf(caller.call('GetBgp'))).toBe(status.OK);
  });

  it('are told apart from requests, which are logged', async () => {
    await start();
    await caller.call('GetBgp');
    const { body } = await control('GET', 'requests?method=GetBgp');
    expect(body).toEqual([
      expect.objectContaining({ path: '/api.GoBgpService/GetBgp', params: {} }),
    ]);
  });
});

describe('a start anew', () => {
  it('forgets what it was told at run time, and cuts connections', async () => {
    await start();
    const own = '192.0.2.0/24';
    await caller.call('DisablePeer', { address: '2001:db8:100::1' });
    await caller.call('AddPath', added);
    await caller.call('DeletePath', {
      ...global4,
      path: { ...added.path, nlri_binary: nlriOf(own) },
    });
    const prefixes = async () =>
      (await caller.list('ListPath', global4)).map(
        ({ destination }) => destination.prefix,
      );
    expect(await prefixes()).toContain('203.0.113.0/24');
    expect(await prefixes()).not.toContain(own);
    const feed = caller.watch('WatchEvent', { peer: {} }, () => {});
    const before = Date.now();
    expect((await control('POST', 'actions/restart', {})).status).toBe(200);
    expect((await feed.ended)?.code).toBe(status.UNAVAILABLE);
    expect(await prefixes()).not.toContain('203.0.113.0/24');
    expect(await prefixes()).toContain(own);
    const [{ peer }] = await caller.list('ListPeer', {
      address: '2001:db8:100::1',
    });
    expect(peer.state.session_state).toBe('SESSION_STATE_ESTABLISHED');
    expect(peer.timers.state.uptime.seconds).toBeGreaterThanOrEqual(
      Math.floor(before / 1000),
    );
  });
});

describe.each([3, 4] as const)('policies of GoBGP %i', api => {
  it('say what a channel sends out', async () => {
    await start({ api });
    const [{ assignment }] = await caller.list('ListPolicyAssignment', {
      direction: 'POLICY_DIRECTION_EXPORT',
    });
    const statements = assignment.policies[0].statements.map(
      ({ name, actions }: any) => [name, actions.route_action],
    );
    expect(statements).toEqual(
      expect.arrayContaining([
        ['he_v6-ipv6-own', 'ROUTE_ACTION_ACCEPT'],
        ['he_v6-ipv6-rest', 'ROUTE_ACTION_REJECT'],
        ['gw1-ipv4-rest', 'ROUTE_ACTION_REJECT'],
      ]),
    );
    const [{ assignment: imports }] = await caller.list(
      'ListPolicyAssignment',
      { direction: 'POLICY_DIRECTION_IMPORT' },
    );
    expect(imports).toMatchObject({
      direction: 'POLICY_DIRECTION_IMPORT',
      default_action: 'ROUTE_ACTION_ACCEPT',
    });
    const sets = await caller.list('ListDefinedSet', {
      defined_type: 'DEFINED_TYPE_NEIGHBOR',
    });
    expect(
      sets.map(({ defined_set: set }) => [set.name, set.list]),
    ).toContainEqual(['he_v6', ['2001:db8:100::1/128']]);
    expect(
      await caller.list('ListDefinedSet', {
        defined_type: 'DEFINED_TYPE_PREFIX',
      }),
    ).toEqual([]);
  });
});
