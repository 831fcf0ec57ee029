import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  DecidedStateReport,
  decisionForgetPermission,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  eventually,
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { RunningGobgp, startGobgp } from '@orion/lab';
import { Replica, startReplica } from '../__testUtils__/startReplica';
import { testCollector } from '../__testUtils__/testCollector';

const HE = '2001:db8:100::1';
const OWN = '2001:db8:394a::/48';
const PART = '2001:db8:394a:8000::/49';

describe('what changes decided', () => {
  let gobgp: RunningGobgp;
  let database: TestDatabase;
  let replica: Replica;
  let mayForget = true;
  let minute = 0;
  const at = (minutes: number) =>
    new Date(Date.UTC(2026, 0, 1, 0, minutes)).toISOString();
  const call = (path: string) => replica.api.get(`/api/orion-bgp${path}`);
  const session = async () =>
    (await call(`/routers/gw2/sessions/${encodeURIComponent(HE)}`)).body;
  const own = async (prefix = OWN) =>
    (await call('/own-prefixes')).body.items.find(
      (item: { prefix: string }) => item.prefix === prefix,
    );
  const forget = (id: number | string) =>
    replica.api.delete(`/api/orion-bgp/decided-states/${id}`);
  const as = (subject: string) =>
    mockCredentials.service.header({
      onBehalfOf: mockCredentials.service(subject),
      targetPluginId: 'orion-bgp',
    });
  const report = (
    over: Partial<DecidedStateReport> = {},
    authorization = as('plugin:orion-changes'),
  ) =>
    replica.api
      .put('/api/orion-bgp/decided-states')
      .set('authorization', authorization)
      .send({
        router: 'gw2',
        target: 'session',
        name: HE,
        state: 'down',
        changeId: 12,
        reason: 'new optics',
        requester: 'user:default/operator',
        decidedAt: at((minute += 1)),
        ...over,
      });
  const disable = () => gobgp.world.disable('he_v6', 'new optics');

  beforeAll(async () => {
    [gobgp, database] = await Promise.all([
      startGobgp({ port: 0, connectMs: 50 }),
      startTestDatabase(),
    ]);
    replica = await startReplica(
      database,
      {
        aggregates: [OWN],
        routers: {
          gw2: {
            asn: 394955,
            intervalSeconds: 1,
            gobgp: { target: gobgp.readTarget },
            actions: { gobgp: { target: gobgp.target } },
          },
        },
      },
      [
        testCollector,
        mockServices.permissions.mock({
          authorize: async requests =>
            requests.map(({ permission }) => ({
              result:
                permission.name === decisionForgetPermission.name && !mayForget
                  ? AuthorizeResult.DENY
                  : AuthorizeResult.ALLOW,
            })),
        }).factory,
      ],
    );
    await eventually(async () => (await session()).state === 'established');
    await eventually(async () => (await own())?.announced.length === 1);
  });

  afterAll(async () => {
    await replica?.backend.stop();
    await Promise.all([gobgp?.stop(), database?.stop()]);
  });

  it('is no drift while it is so, and one after the daemon started anew', async () => {
    disable();
    await eventually(async () => (await session()).adminState === 'down');
    expect((await report()).status).toBe(204);
    await new Promise(resolve => setTimeout(resolve, 2_500));
    const off = await session();
    expect(off.drift).toBeUndefined();
    expect(off.decided).toEqual({
      router: 'gw2',
      target: 'session',
      name: HE,
      state: 'down',
      changeId: 12,
      reason: 'new optics',
      requester: 'user:default/operator',
      decidedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });

    gobgp.restart();
    const drift = await eventually(async () => (await session()).drift);
    expect(drift).toMatchObject({
      changeId: 12,
      state: 'down',
      reason: 'new optics',
      requester: 'user:default/operator',
      since: (await session()).since,
    });
    const { items } = (await call('/sessions')).body;
    expect(
      items.filter((item: { drift?: object }) => item.drift),
    ).toMatchObject([{ name: HE, drift: { changeId: 12 } }]);
    // Said, and nothing done about it.
    expect(gobgp.world.session('he_v6').disabled).toBe(false);
    expect(
      gobgp.requests.list().some(({ path }) => /DisablePeer/.test(path)),
    ).toBe(false);
  });

  it('stays over a start of the portal’s own, and is replaced by the opposite', async () => {
    expect((await report({ changeId: 13, state: 'up' })).status).toBe(204);
    await eventually(async () => !(await session()).drift);
    disable();
    const drift = await eventually(async () => (await session()).drift);
    expect(drift).toMatchObject({ changeId: 13, state: 'up' });
    gobgp.world.enable('he_v6');
    await eventually(async () => !(await session()).drift);
  });

  it('does not come back by a report that was late or came twice', async () => {
    const first = { changeId: 20, decidedAt: at(1_000) };
    await report(first);
    await report({ changeId: 21, state: 'up', decidedAt: at(1_001) });
    await report(first);
    await new Promise(resolve => setTimeout(resolve, 2_500));
    expect((await session()).drift).toBeUndefined();
    minute = 1_002;
  });

  it('goes by the order of the reports, and by no executor’s clock', async () => {
    const ahead = { changeId: 22, decidedAt: at(100_000) };
    await report(ahead);
    await eventually(async () => (await session()).drift?.changeId === 22);
    // Decided after it, by an executor whose clock is two months behind.
    const behind = { changeId: 23, state: 'up' as const, decidedAt: at(1) };
    expect((await report(behind)).status).toBe(204);
    await eventually(async () => !(await session()).drift);
    // What was lost on its way and comes again is still the older one.
    await report(ahead);
    await new Promise(resolve => setTimeout(resolve, 2_500));
    expect((await session()).drift).toBeUndefined();
  });

  it('is let go by who may, once, and no replay brings it back', async () => {
    const decided = { changeId: 30, decidedAt: at((minute += 1)) };
    await report(decided);
    await eventually(async () => (await session()).drift);
    mayForget = false;
    expect((await forget(30)).status).toBe(403);
    mayForget = true;
    expect((await session()).decided).toMatchObject({ changeId: 30 });
    expect((await forget(30)).status).toBe(204);
    expect((await session()).drift).toBeUndefined();
    expect((await session()).decided).toBeUndefined();
    expect((await forget(30)).status).toBe(404);
    await report(decided);
    await new Promise(resolve => setTimeout(resolve, 2_500));
    expect((await session()).drift).toBeUndefined();
  });

  it('covers prefixes, parts of own ones too', async () => {
    // A table whose daemon started anew is read again after a rest, and tells then.
    await eventually(async () => {
      const { items } = (await call('/tables')).body;
      return items.every(({ state }: { state: string }) => state === 'live');
    }, 90_000);
    const prefix = { target: 'prefix', state: 'withdrawn' } as const;
    await report({ ...prefix, name: OWN, changeId: 40 });
    expect((await eventually(async () => (await own())?.drifts[0])).state).toBe(
      'withdrawn',
    );
    await report({ ...prefix, name: OWN, state: 'announced', changeId: 41 });
    await eventually(async () => (await own()).drifts.length === 0);
    await report({ ...prefix, name: PART, state: 'announced', changeId: 42 });
    expect(
      await eventually(async () => (await own(PART))?.drifts[0]),
    ).toMatchObject({ changeId: 42, name: PART });
    expect((await call('/own-prefixes')).body.actionRouters).toEqual(['gw2']);
  });

  it('is taken from the pipeline alone, and only what makes sense', async () => {
    expect((await report({}, as('plugin:catalog'))).status).toBe(403);
    expect((await report({}, mockCredentials.user.header())).status).toBe(403);
    for (const odd of [
      { router: 'gw9' },
      { state: 'announced' },
      { target: 'prefix' },
      { name: '' },
      { name: 'x'.repeat(200) },
      { decidedAt: 'yesterday' },
      { changeId: 0 },
      { reason: 'x'.repeat(1_000) },
    ] as Partial<DecidedStateReport>[]) {
      expect((await report(odd)).status).toBe(400);
    }
    expect((await forget('x')).status).toBe(400);
  });
});
