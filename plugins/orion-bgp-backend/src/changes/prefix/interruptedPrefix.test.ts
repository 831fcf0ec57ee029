import { RunningGobgp, startGobgp } from '@orion/lab';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { actedRouter } from '../../__testUtils__/actedRouter';
import { PrefixOrder } from '../actor/ActionOrder';
import { GobgpPrefixHand } from '../actor/GobgpPrefixHand';
import { openHand } from '../actor/RouterHand';
import { SessionStage, startSessionStage } from '../testing/startSessionStage';
import { plainAttributes } from '../../clients/gobgp/ownPath';

const FREE = '198.51.100.0/24';

describe('announcements that are interrupted', () => {
  let gobgp: RunningGobgp;
  let stage: SessionStage;
  const input = { router: 'gw2', prefix: FREE, reason: 'maintenance CHG-42' };
  const writes = () =>
    gobgp.requests
      .list()
      .map(({ path }) => path.split('/').pop()!)
      .filter(name => /^(Add|Delete)Path$/.test(name));
  const announced = () =>
    gobgp.world.state.own.some(({ prefix }) => prefix === FREE);

  async function killed(): Promise<number> {
    const id = await stage.approved('prefix.announce', input);
    const { knex, worker } = stage.pipeline;
    const pid = await eventually(async () => {
      worker.wake(String(id));
      const [run] = await knex('change_runs')
        .where({ change_id: id, phase: 'apply' })
        .whereNotNull('pid');
      return run?.pid as number | undefined;
    });
    process.kill(pid!, 'SIGKILL');
    return id;
  }

  beforeAll(async () => {
    gobgp = await startGobgp({ port: 0, connectMs: 50 });
    stage = await startSessionStage({
      defaultOwner: 'group:default/team-a',
      aggregates: [FREE],
      routers: {
        gw2: actedRouter(gobgp, { revertAfterSeconds: 10 }),
      },
    });
  });

  beforeEach(() => {
    gobgp.restart();
    gobgp.requests.clear();
  });

  afterAll(async () => {
    await stage?.stop();
    await gobgp?.stop();
  });

  it('are made once when the actor dies before them', async () => {
    const id = await killed();
    const row = await stage.pipeline.drive(id, 'succeeded');
    expect(row.attempt).toBe(2);
    expect(writes()).toEqual(['AddPath']);
    expect(announced()).toBe(true);
  });

  it('are undone when the proof does not come in time, and not made again', async () => {
    const id = await stage.approved('prefix.announce', input);
    const { worker } = stage.pipeline;
    await eventually(() => {
      worker.wake(String(id));
      return writes().includes('AddPath');
    });
    // What was to get it is asked for in vain from now on.
    gobgp.faults.set('errorCode', { method: 'ListPeer' });
    await eventually(() => writes().includes('DeletePath'));
    gobgp.faults.clear();
    const row = await stage.pipeline.drive(id, 'failed');
    expect(row.reason).toMatch(
      /Nobody confirmed within 10 s: prefix 198\.51\.100\.0\/24 on gw2 was withdrawn again/,
    );
    expect(announced()).toBe(false);
    expect(writes()).toEqual(['AddPath', 'DeletePath']);
    expect(stage.reports).toEqual(
      expect.not.arrayContaining([expect.objectContaining({ changeId: id })]),
    );
  });

  describe('orders that name nothing', () => {
    const order = (over: Partial<PrefixOrder>): PrefixOrder => ({
      router: 'gw2',
      endpoint: { driver: 'gobgp', target: gobgp.target },
      prefix: FREE,
      prefixAction: { verb: 'withdraw' },
      attributes: plainAttributes(FREE),
      reason: 'test',
      revertAfterSeconds: 10,
      execArgv: [],
      ...over,
    });

    it.each(['', '/', '0.0.0.0/0', '::/0', '198.51.100.1/24', 'all'])(
      'never reach the daemon: "%s"',
      prefix => {
        expect(() => openHand(order({ prefix }))).toThrow(/is no prefix/);
        expect(writes()).toEqual([]);
      },
    );

    it('nor do those for a BIRD', () => {
      const endpoint = { driver: 'bird', socket: '/x' } as const;
      expect(() => openHand(order({ endpoint }))).toThrow(/is no GoBGP/);
    });

    it('take back one prefix and leave all others', async () => {
      const before = gobgp.world.state.own.length;
      const [{ prefix }] = gobgp.world.state.own;
      const hand = new GobgpPrefixHand(
        order({ prefix, attributes: plainAttributes(prefix) }),
        { driver: 'gobgp', target: gobgp.target },
      );
      await hand.act(AbortSignal.timeout(5_000));
      hand.close();
      expect(gobgp.world.state.own).toHaveLength(before - 1);
    });
  });
});
