import { mockServices } from '@backstage/backend-test-utils';
import { ChangeKind } from '@orion/backstage-plugin-orion-changes-node';
import {
  eventually,
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { RunningBird, startBird } from '@orion/lab';
import { actedRouter } from '../__testUtils__/actedRouter';
import { collectKinds } from '../__testUtils__/collectKinds';
import { Replica, startReplica } from '../__testUtils__/startReplica';
import changesModule from '../changes';
import { execArgv } from '../changes/testing/startSessionStage';
import { createCollectorPlugin } from '../collector/createCollectorPlugin';

describe('the module of orion-changes', () => {
  const kinds: ChangeKind[] = [];
  let bird: RunningBird;
  let database: TestDatabase;
  let replica: Replica;
  const input = {
    router: 'gw1',
    session: 'he_v6',
    name: 'he_v6',
    reason: 'maintenance CHG-42',
  };
  const disable = () => kinds.find(({ id }) => id === 'bgp-peer.disable')!;

  beforeAll(async () => {
    [bird, database] = await Promise.all([
      startBird({ connectMs: 50 }),
      startTestDatabase(),
    ]);
    replica = await startReplica(
      database,
      {
        routers: {
          gw1: actedRouter(bird),
          read: { asn: 64500, bird: { socket: bird.path } },
        },
      },
      [createCollectorPlugin({ execArgv }), collectKinds(kinds), changesModule],
    );
  });

  afterAll(async () => {
    await replica?.backend.stop();
    await Promise.all([bird?.stop(), database?.stop()]);
  });

  it('registers its kinds, and says which take a service away', () => {
    expect(kinds.map(({ id, destructive }) => [id, destructive])).toEqual([
      ['bgp-peer.disable', true],
      ['bgp-peer.enable', false],
      ['bgp-peer.soft-reset', false],
      ['bgp-router.configure', true],
      ['bgp-peering.add', false],
      ['bgp-peering.remove', true],
      ['bgp-migration.cut-over', true],
      ['bgp-migration.roll-back', false],
      ['bgp-migration.rehearse', true],
      ['prefix.announce', false],
      ['prefix.withdraw', true],
    ]);
  });

  it('admits only what the configuration lets it act on', async () => {
    const signal = AbortSignal.timeout(10_000);
    await disable().admit(input, signal);
    await expect(
      disable().admit({ ...input, router: 'read' }, signal),
    ).rejects.toThrow(/ORION only reads router read: .*read\.actions enables/);
  });

  it('asks the collector with the credentials of the pipeline', async () => {
    const plan = () =>
      disable().plan({
        change: { input },
        signal: AbortSignal.timeout(30_000),
        saveFacts: async () => {},
      } as never);
    let message = '';
    await eventually(async () => {
      message = await plan().catch(error => error.message);
      return message.includes('external IPv6 paths');
    });
    expect(message).toMatch(/paths come over session he_v6 on gw1/);
  });

  it('tells the plugin that watches routers what was decided', async () => {
    const { id, requester } = { id: 1007, requester: 'user:default/operator' };
    const [, remember] = disable().finish({
      change: { id, input, requester },
      facts: { takenAt: new Date().toISOString() },
      logger: mockServices.rootLogger(),
      workDir: '/nonexistent',
    } as never);
    expect(remember.id).toBe('remember');
    await remember.run();
    // Nobody switched it off, so it is not as it was decided.
    const drift = await eventually(async () => {
      const { body } = await replica.api.get(
        '/api/orion-bgp/routers/gw1/sessions/he_v6',
      );
      return body.drift;
    });
    expect(drift).toMatchObject({
      changeId: id,
      state: 'down',
      reason: input.reason,
      requester,
    });
    await remember.run();
  });
});
