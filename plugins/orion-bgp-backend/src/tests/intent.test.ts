import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  eventually,
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import {
  RunningBird,
  RunningSimulator,
  startBird,
  startNetbox,
} from '@orion/lab';
import { Replica, startReplica } from '../__testUtils__/startReplica';
import { testCollector } from '../__testUtils__/testCollector';

const token = '33'.repeat(20);
const OWN = ['192.0.2.0/24', '2001:db8:3949::/48', '2001:db8:394a::/48'];

/** gw1 of the lab beside its records in the lab's NetBox. */
describe('intent from NetBox', () => {
  let bird: RunningBird;
  let netbox: RunningSimulator;
  let database: TestDatabase;
  let replica: Replica;
  let result: AuthorizeResult.ALLOW | AuthorizeResult.DENY =
    AuthorizeResult.ALLOW;
  const call = (path: string) => replica.api.get(`/api/orion-bgp${path}`);
  const get = async (path: string) => (await call(path)).body;
  const control = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${netbox.controlUrl}/${path}`, {
      method,
      body: body && JSON.stringify(body),
    });
    return answer.json();
  };
  const update = (model: string, id: number, data: object) =>
    control('POST', 'actions/update', { model, id, data });
  const heV6 = () => get('/routers/gw1/sessions/he_v6');
  const findings = async () =>
    Object.fromEntries(
      (await get('/sessions')).items.map(({ name, intent }: any) => [
        name,
        intent?.finding,
      ]),
    );
  const permissions = mockServices.permissions.mock({
    authorize: async requests => requests.map(() => ({ result })),
  });

  const start = (url: string, more: object = {}) =>
    startReplica(
      database,
      {
        routers: {
          gw1: {
            asn: 394955,
            intervalSeconds: 1,
            netboxName: 'router',
            bird: { socket: bird.path },
          },
        },
        netbox: { intervalSeconds: 1 },
        ...more,
      },
      [testCollector, permissions.factory],
      { netbox: { url, readToken: token, timeoutMs: 2000 } },
    );

  beforeAll(async () => {
    [bird, netbox, database] = await Promise.all([
      startBird({ connectMs: 50 }),
      startNetbox({
        port: 0,
        controlPort: 0,
        tokens: { [token]: { user: 'orion-read', writeEnabled: false } },
      }),
      startTestDatabase(),
    ]);
    replica = await start(netbox.url);
    await eventually(async () => (await findings()).he_v6 === 'agrees');
  });

  afterEach(async () => {
    result = AuthorizeResult.ALLOW;
    await control('DELETE', 'faults/down');
    await control('DELETE', 'faults/status500');
  });

  afterAll(async () => {
    await replica?.backend.stop();
    await Promise.all([bird?.stop(), netbox?.stop(), database?.stop()]);
  });

  it('sets every session beside its record, and lists what no router has', async () => {
    expect(await findings()).toEqual({
      he_v4: 'agrees',
      he_v6: 'agrees',
      shadow: 'unknown-to-netbox',
    });
    const { netbox: overview } = await get('/sessions');
    expect(overview).toMatchObject({
      freshness: { source: 'netbox:bgp', stale: false },
      notes: [],
      onlyInNetboxTotal: 4,
    });
    expect(overview.onlyInNetbox[0]).toMatchObject({
      name: 'ix_v6',
      status: 'planned',
      machine: 'router',
      router: 'gw1',
      remoteAddress: '2001:db8:200::1',
      remoteAs: 64500,
    });
    // Those of a machine that is no router here come last.
    expect(overview.onlyInNetbox[1]).toMatchObject({ machine: 'gw2' });
    expect(
      (await get('/sessions?router=gw1')).netbox.onlyInNetbox,
    ).toHaveLength(4);
    expect(await heV6()).toMatchObject({
      intent: {
        finding: 'agrees',
        differences: [],
        record: {
          peerGroup: 'transit',
          localAddress: '2001:db8:100::2',
          url: `${netbox.url}/plugins/bgp/session/1/`,
        },
      },
      netbox: { freshness: { stale: false }, notes: [] },
    });
  });

  it('follows the record: planned while it is up, another AS, and back', async () => {
    await update('netbox_bgp.bgpsession', 1, { status: 'planned' });
    await eventually(
      async () => (await heV6()).intent.finding === 'planned-but-up',
    );
    await update('netbox_bgp.bgpsession', 1, {
      status: 'active',
      remote_as: { asn: 64500 },
    });
    const differing = await eventually(async () => {
      const { intent } = await heV6();
      return intent.finding === 'differs' && intent;
    });
    expect(differing.differences).toEqual([
      { field: 'remoteAs', live: '6939', recorded: '64500' },
    ]);
    await update('netbox_bgp.bgpsession', 1, { remote_as: { asn: 6939 } });
    await eventually(async () => (await heV6()).intent.finding === 'agrees');
  });

  it('follows the session: down while it is meant to be up', async () => {
    await bird.actions.sessionDown({ name: 'he_v6', error: 'Received: Cease' });
    await eventually(
      async () => (await heV6()).intent.finding === 'active-but-down',
    );
    await bird.actions.sessionUp({ name: 'he_v6' });
    // Both are read for one answer, one after the other: the moment may lie between.
    const up = await eventually(async () => {
      const found = await heV6();
      return found.state === 'established' && found;
    });
    expect(['agrees', 'active-but-down']).toContain(up.intent.finding);
    await eventually(async () => (await heV6()).intent.finding === 'agrees');
  });

  it('takes what the AS announces from NetBox', async () => {
    const own = await eventually(async () => {
      const found = await get('/own-prefixes');
      return found.items?.length === 3 && found;
    });
    expect(own.from).toBe('netbox');
    expect(own.items.map(({ prefix }: any) => prefix)).toEqual(OWN);
    expect(own.note).toBeUndefined();
  });

  it('has the aggregate, the record and the one around it for a prefix', async () => {
    const exact = await get('/prefix-records?prefix=2001:DB8:3949::/48');
    expect(exact).toMatchObject({
      netbox: { freshness: { stale: false } },
      aggregate: { prefix: OWN[1], rir: 'ARIN' },
      exact: [{ prefix: OWN[1], status: 'container', scope: 'home-dc' }],
    });
    const inside = await get('/prefix-records?prefix=2001:db8:3949:8000::/49');
    expect(inside).toMatchObject({
      aggregate: { prefix: OWN[1] },
      exact: [],
      covering: { prefix: OWN[1] },
    });
    const foreign = await get('/prefix-records?prefix=2001:db8:100::/64');
    expect(foreign.aggregate).toBeUndefined();
    expect(foreign.exact).toEqual([]);
    for (const text of ['nonsense', '2001:db8::/129', '1%27;--/8']) {
      expect((await call(`/prefix-records?prefix=${text}`)).status).toBe(400);
    }
    expect((await call('/prefix-records')).status).toBe(400);
  });

  it.each([
    ['down', {}],
    ['down', { mode: 'hang' }],
    ['status500', {}],
  ])(
    'keeps what NetBox said last through %s %j, says how old it is, and recovers',
    async (fault, options) => {
      await control('PUT', `faults/${fault}`, options);
      const silent = await eventually(async () => {
        const { netbox: overview } = await get('/sessions');
        const { error, stale } = overview.freshness;
        return error && stale && overview;
      });
      expect(silent.freshness.error).toMatch(/NetBox/);
      expect(silent.onlyInNetboxTotal).toBe(4);
      expect((await findings()).he_v6).toBe('agrees');
      expect((await get('/own-prefixes')).items).toHaveLength(3);
      await control('DELETE', `faults/${fault}`);
      await eventually(async () => {
        const { freshness } = (await get('/sessions')).netbox;
        return !freshness.stale && !freshness.error;
      });
    },
  );

  it('keeps sessions that NetBox does not show for a while, and reads the rest', async () => {
    await control('PUT', 'faults/status500', { path: 'plugins/bgp' });
    const partial = await eventually(async () => {
      const { netbox: overview } = await get('/sessions');
      return overview.freshness.error && overview;
    });
    expect(partial.freshness.error).toMatch(/plugins\/bgp\/session/);
    expect((await findings()).he_v6).toBe('agrees');
  });

  it('shows nothing to whoever has no role', async () => {
    result = AuthorizeResult.DENY;
    expect((await call('/sessions')).status).toBe(403);
    const records = await call(`/prefix-records?prefix=${OWN[0]}`);
    expect(records.status).toBe(403);
  });

  it('goes on without the plugin, says so, and judges nothing', async () => {
    await replica.backend.stop();
    const plain = await startNetbox({
      port: 0,
      tokens: { [token]: { user: 'orion-read', writeEnabled: false } },
      bgpPlugin: false,
    });
    try {
      const others = { aggregates: [OWN[0], '198.51.100.0/24'] };
      replica = await start(plain.url, others);
      const list = await eventually(async () => {
        const found = await get('/sessions');
        // The state and what goes with it are read one after the other.
        const { freshness, notes = [] } = found.netbox ?? {};
        return notes.length > 0 && !freshness.error && found;
      });
      expect(list.netbox).toMatchObject({
        notes: [expect.stringContaining('netbox-bgp is not installed')],
        onlyInNetboxTotal: 0,
        freshness: { stale: false },
      });
      expect(list.items[0].intent).toBeUndefined();
      const own = await get('/own-prefixes');
      expect(own).toMatchObject({
        from: 'configuration',
        note: `orion.bgp.aggregates counts; NetBox lacks 198.51.100.0/24 and also has ${OWN[1]}, ${OWN[2]}.`,
      });
    } finally {
      await plain.stop();
    }
  });

  it('reads no more than it is told to, and says that there is more', async () => {
    await replica.backend.stop();
    replica = await start(netbox.url, {
      netbox: { intervalSeconds: 1, maxRecords: 3 },
    });
    const cut = await eventually(async () => {
      const { netbox: overview } = await get('/sessions');
      return overview?.notes.some((note: string) => /more than/.test(note))
        ? overview
        : undefined;
    });
    expect(cut.notes).toContainEqual(
      expect.stringMatching(/more than 3 BGP sessions.*maxRecords/),
    );
  });
});
