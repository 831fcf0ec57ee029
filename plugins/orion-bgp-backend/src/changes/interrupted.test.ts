import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceUnavailableError } from '@backstage/errors';
import { findRunIdentity, startRun } from '@orion/engines/supervisor';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { RunningBird, startBird } from '@orion/lab';
import { actedRouter } from '../__testUtils__/actedRouter';
import { ActionFolders } from './ActionFolders';
import { ActionOrder, readOrder, writeOrder } from './actor/ActionOrder';
import { actorCommand } from './actor/actorCommand';
import {
  decide,
  readReverted,
  readVerdict,
  writeArmed,
  writeEnded,
  writeReverted,
} from './actor/Verdict';
import { recoverAction } from './recoverAction';
import { SessionKind } from './SessionKind';
import { sessionKinds } from './sessionKinds';
import { findRouter } from './SessionTools';
import {
  execArgv,
  SessionStage,
  startSessionStage,
  twoUpstreams,
} from './testing/startSessionStage';

const DISABLE = 'bgp-peer.disable';
const he = { router: 'gw1', session: 'he_v6', reason: 'maintenance CHG-42' };
const off = { ...he, name: 'he_v6' };

const nobody: ActionOrder['endpoint'] = {
  driver: 'bird',
  ssh: {
    key: 'orion.bgp.routers.gw1.actions.bird.ssh',
    host: '127.0.0.1',
    // Nobody listens there.
    port: 1,
    user: 'orion',
    identityFile: '/nowhere/key',
    knownHostsFile: '/nowhere/known_hosts',
  },
};

describe('actions that are interrupted', () => {
  let bird: RunningBird;
  let stage: SessionStage;
  const session = () => bird.world.session('he_v6');
  const commands = () =>
    bird
      .requests()
      .map(({ path }) => path)
      .filter(line => /^(disable|enable|reload)/.test(line));

  /** Approves, and kills the actor before it could do anything. */
  async function killed(): Promise<number> {
    const id = await stage.approved(DISABLE, off);
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
    bird = await startBird({ connectMs: 60_000, seed: twoUpstreams });
    stage = await startSessionStage({
      defaultOwner: 'group:default/team-a',
      routers: {
        gw1: actedRouter(bird, { revertAfterSeconds: 15 }),
      },
    });
  });

  beforeEach(() => {
    bird.world.sessionUp('he_v6');
    bird.clearRequests();
  });

  afterAll(async () => {
    await stage?.stop();
    await bird?.stop();
  });

  it('are done once when the actor dies before them', async () => {
    const id = await killed();
    const row = await stage.pipeline.drive(id, 'succeeded');
    expect(row.attempt).toBe(2);
    expect(session().disabled).toBe(true);
    expect(commands()).toEqual([`disable 'he_v6' "maintenance CHG-42"`]);
  });

  it('are taken as done when the router says so', async () => {
    const id = await killed();
    bird.world.disable('he_v6');
    const row = await stage.pipeline.drive(id, 'succeeded');
    expect(row.attempt).toBe(1);
    expect(commands()).toEqual([]);
  });

  it('are done by another attempt, which the revert of the first leaves alone', async () => {
    bird.faults.set('hang', { command: "disable 'he_v6'" });
    const id = await stage.approved(DISABLE, off);
    const { knex, worker, world } = stage.pipeline;
    const folder = join(world.dir, '.runs', String(id), 'work/action-1');
    await eventually(() => {
      worker.wake(String(id));
      return existsSync(join(folder, 'armed.json'));
    });
    await eventually(() => commands().length > 0);
    const [{ pid }] = await knex('change_runs').where({
      change_id: id,
      phase: 'apply',
    });
    process.kill(pid, 'SIGKILL');
    bird.faults.clear();
    // The folder goes with the change's end.
    await eventually(async () => {
      worker.wake(String(id));
      return (await readVerdict(folder)) === 'superseded';
    });
    const row = await stage.pipeline.drive(id, 'succeeded');
    expect(row.attempt).toBe(2);
    // Longer than the first revert would have waited.
    await new Promise(resolve => setTimeout(resolve, 16_000));
    expect(session().disabled).toBe(true);
    expect(commands()).toHaveLength(2);
  });

  it('are looked at again when the router does not say whether it took them back', async () => {
    const actions = findRouter(stage.deps, { router: 'gw1' }).actions!;
    const { endpoint } = actions;
    actions.endpoint = nobody;
    const recover = jest.spyOn(SessionKind.prototype, 'recover');
    const id = await stage.approved(DISABLE, off);
    const { worker, world } = stage.pipeline;
    await eventually(() => {
      worker.wake(String(id));
      return recover.mock.calls.length > 1;
    }).finally(() => {
      actions.endpoint = endpoint;
      recover.mockRestore();
    });
    const folder = join(world.dir, '.runs', String(id), 'work/action-1');
    await writeOrder(folder, { ...(await readOrder(folder)), endpoint });
    const { attempt } = await stage.pipeline.drive(id, 'succeeded');
    expect(attempt).toBe(2);
  });

  it('are confirmed without a word of the router where it was told to undo nothing', async () => {
    const { decide: decideNow } = ActionFolders.prototype;
    const silenced = jest
      .spyOn(ActionFolders.prototype, 'decide')
      .mockImplementationOnce(async function confirmAfter(
        this: ActionFolders,
        verdict,
      ) {
        const [{ dir }] = await this.list();
        const order = await readOrder(dir);
        await writeOrder(dir, { ...order, endpoint: nobody });
        return decideNow.call(this, verdict);
      });
    const id = await stage.approved('bgp-peer.soft-reset', {
      ...he,
      direction: 'in',
    });
    await stage.pipeline.drive(id, 'succeeded');
    expect(silenced.mock.calls).toEqual([['confirmed']]);
    silenced.mockRestore();
    expect(commands()).toEqual([`reload in 'he_v6'`]);
  });

  it('are undone when the proof does not come in time, and not tried again', async () => {
    bird.world.disable('he_v6');
    // It comes up after a minute only, and the time to confirm is fifteen seconds.
    const id = await stage.approved('bgp-peer.enable', he);
    const row = await stage.pipeline.drive(id, 'failed');
    expect(row.reason).toMatch(
      /Nobody confirmed within 15 s: session he_v6 on gw1 was disabled again/,
    );
    expect(session().disabled).toBe(true);
    expect(commands()).toHaveLength(2);
  });

  it('fail, and give their locks back, when the revert is first between proof and confirmation', async () => {
    const { decide: decideNow } = ActionFolders.prototype;
    const late = jest
      .spyOn(ActionFolders.prototype, 'decide')
      .mockImplementationOnce(async function confirmLate(
        this: ActionFolders,
        verdict,
      ) {
        await eventually(async () => (await this.list())[0].reverted);
        return decideNow.call(this, verdict);
      });
    const id = await stage.approved(DISABLE, off);
    const row = await stage.pipeline.drive(id, 'failed');
    expect(late.mock.calls[0]).toEqual(['confirmed']);
    late.mockRestore();
    expect(row.reason).toMatch(/Nobody confirmed within 15 s/);
    expect(session().disabled).toBe(false);
    const { knex } = stage.pipeline;
    expect(await knex('change_locks').where({ change_id: id })).toEqual([]);
    const [{ body }] = await knex('record').where({
      ...{ change_id: id, event: 'recovering' },
    });
    expect(body.message).toMatch(/Nobody confirmed within 15 s/);
  });

  describe('without any portal', () => {
    let root: string;
    const order = (revertAfterSeconds: number): ActionOrder => ({
      router: 'gw1',
      endpoint: { driver: 'bird', socket: bird.path },
      session: 'he_v6',
      action: { verb: 'disable' },
      reason: 'test',
      revertAfterSeconds,
      execArgv,
    });
    async function act(revertAfterSeconds: number) {
      const dir = await new ActionFolders(root).open(1);
      await writeOrder(dir, order(revertAfterSeconds));
      const run = await startRun(
        actorCommand('act', dir, execArgv, join(dir, 'act')),
      );
      return { dir, ended: await run.wait() };
    }

    beforeEach(async () => {
      root = await mkdtemp(join(tmpdir(), 'orion-action-'));
    });
    afterEach(async () => {
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    });

    it('the revert gives the session back', async () => {
      const { dir, ended } = await act(2);
      expect(ended).toMatchObject({ state: 'exited', exitCode: 0 });
      expect(session().disabled).toBe(true);
      await eventually(async () => readReverted(dir));
      expect(session().disabled).toBe(false);
      expect(await decide(dir, 'confirmed')).toBe('reverting');
    });

    it('the revert waits for a router that does not answer', async () => {
      const { dir } = await act(2);
      bird.faults.set('refuse', {});
      await new Promise(resolve => setTimeout(resolve, 4_000));
      expect(await readReverted(dir)).toBeUndefined();
      bird.faults.clear();
      await eventually(async () => readReverted(dir));
      expect(session().disabled).toBe(false);
    });

    it('recovery has another one revert where the revert died', async () => {
      const { dir } = await act(600);
      const { pid } = (await findRunIdentity(join(dir, 'revert')))!;
      process.kill(pid, 'SIGKILL');
      // As whoever sees that it does not hold.
      expect(await decide(dir, 'reverting')).toBe('reverting');
      const recover = () =>
        recoverAction(
          { workDir: root, facts: {} },
          {
            title: 'Session he_v6 on gw1',
            leavesTrace: true,
            isDone: async () => session().disabled,
            findDenial: async () => undefined,
          },
          { mayTryAgain: true, execArgv },
        );
      const verdict = await eventually(async () => {
        const found = await Promise.all([recover(), recover()]);
        return found.find(({ next }) => next !== 'wait');
      });
      expect(verdict).toMatchObject({
        next: 'absent',
        message:
          'It was not confirmed, or did not hold: session he_v6 on gw1 was enabled again.',
      });
      expect(session().disabled).toBe(false);
      expect(existsSync(join(dir, 'revert-2'))).toBe(true);
      expect(existsSync(join(dir, 'revert-3'))).toBe(false);
    });

    const disabling = () =>
      new SessionKind(
        stage.deps,
        sessionKinds.find(({ id }) => id === DISABLE)!,
      );
    const ctx = (name: string) =>
      ({
        change: { input: { ...off, session: name }, mayTryAgain: false },
        facts: {},
        signal: new AbortController().signal,
        workDir: root,
      } as never);

    it('recovery waits for a session that was enabled again, and says where it does not come', async () => {
      const dir = await new ActionFolders(root).open(1);
      await writeOrder(dir, order(600));
      await decide(dir, 'reverting');
      const message = 'It does not hold: session he_v6 was enabled again.';
      const at = (secondsAgo: number) =>
        new Date(Date.now() - secondsAgo * 1000).toISOString();
      const recover = () => disabling().recover(ctx('he_v6'));
      const connecting = `${message} Enabled, and not established yet: he_v6 on gw1 (active).`;
      bird.world.sessionDown('he_v6');
      await writeReverted(dir, { at: at(0), message });
      expect(await recover()).toMatchObject({
        next: 'wait',
        message: connecting,
      });
      await writeReverted(dir, { at: at(31), message });
      expect(await recover()).toMatchObject({
        next: 'absent',
        message: connecting,
      });
      bird.world.sessionUp('he_v6');
      expect(await recover()).toMatchObject({ next: 'absent', message });
    });

    it('recovery ends what was done to a session that its router has no more', async () => {
      const dir = await new ActionFolders(root).open(1);
      await writeOrder(dir, order(600));
      const kind = disabling();
      expect(await kind.recover(ctx('gone_v6'))).toMatchObject({
        next: 'absent',
        message: 'gw1 has no session gone_v6 any more.',
      });
      expect(await kind.proveAbsence(ctx('gone_v6'))).toMatchObject({
        absent: true,
        message: 'gw1 has no session gone_v6 any more.',
      });
      expect(await kind.proveAbsence(ctx('he_v6'))).toMatchObject({
        absent: true,
        message:
          'Session he_v6 on gw1 is as it was; this change leaves nothing behind.',
      });
    });

    it('recovery asks no router where nobody watched yet, as nothing was done then', async () => {
      const dir = await new ActionFolders(root).open(1);
      await writeOrder(dir, order(600));
      const silent = async () => {
        throw new ServiceUnavailableError('gw1 does not answer');
      };
      const recover = () =>
        recoverAction(
          { workDir: root, facts: {} },
          {
            title: 'Session he_v6 on gw1',
            leavesTrace: true,
            isDone: silent,
            findDenial: async () => undefined,
          },
          { mayTryAgain: true, execArgv },
        );
      expect(await recover()).toMatchObject({
        next: 'absent',
        message: 'Nothing was done: gw1 does not answer',
      });
      expect(await readVerdict(dir)).toBe('superseded');
      await writeArmed(dir, { dueAt: new Date().toISOString() });
      await expect(recover()).rejects.toThrow('gw1 does not answer');
    });

    it('recovery asks no guard of a router either that was never told to watch', async () => {
      const dir = await new ActionFolders(root).open(1);
      const ssh = {
        ...{ key: 'x', host: '127.0.0.1', port: 1, user: 'orion' },
        identityFile: '/nowhere/key',
        knownHostsFile: '/nowhere/known_hosts',
      };
      await writeOrder(dir, {
        ...order(600),
        endpoint: { driver: 'bird', ssh },
        guardId: 'never-told',
      });
      expect(await disabling().recover(ctx('gone_v6'))).toMatchObject({
        next: 'absent',
      });
      await writeArmed(dir, { dueAt: new Date().toISOString() });
      await expect(disabling().recover(ctx('gone_v6'))).rejects.toMatchObject({
        name: 'ServiceUnavailableError',
      });
    });

    it('recovery leaves nobody watching where it must not be done after all', async () => {
      const { dir } = await act(600);
      bird.world.enable('he_v6');
      const verdict = await recoverAction(
        { workDir: root, facts: {} },
        {
          title: 'Session he_v6 on gw1',
          leavesTrace: true,
          isDone: async () => session().disabled,
          findDenial: async () => 'It is the last way out.',
        },
        { mayTryAgain: true, execArgv },
      );
      expect(verdict).toMatchObject({
        next: 'absent',
        message: 'It is the last way out.',
      });
      await eventually(() => existsSync(join(dir, 'revert/exit')));
      expect(await readReverted(dir)).toBeUndefined();
    });

    it('the revert looks for what comes late, until whoever acts has ended', async () => {
      const late = await new ActionFolders(root).open(1);
      await writeOrder(late, order(1));
      await startRun(actorCommand('revert', late, execArgv));
      await new Promise(resolve => setTimeout(resolve, 4_000));
      expect(await readVerdict(late)).toBe('reverting');
      expect(await readReverted(late)).toBeUndefined();
      bird.world.disable('he_v6');
      await eventually(async () => readReverted(late));
      expect(session().disabled).toBe(false);

      const ended = await new ActionFolders(root).open(2);
      await writeOrder(ended, order(1));
      await writeEnded(ended);
      await startRun(actorCommand('revert', ended, execArgv));
      expect(await eventually(async () => readReverted(ended))).toMatchObject({
        message: expect.stringMatching(/nothing had to be/),
      });
    });

    it('what was undone on a full disk is not confirmed', async () => {
      const folders = new ActionFolders(root);
      const dir = await folders.open(1);
      await writeOrder(dir, order(600));
      const reverted = { at: new Date().toISOString(), message: 'Undone.' };
      await writeReverted(dir, reverted);
      expect(await folders.list()).toMatchObject([{ verdict: 'reverting' }]);
      expect(await folders.decide('confirmed')).toMatchObject([{ reverted }]);
      expect(await readVerdict(dir)).toBeUndefined();
    });

    it('a confirmed action stays, and its revert ends', async () => {
      const { dir } = await act(3);
      expect(await decide(dir, 'confirmed')).toBe('confirmed');
      await eventually(() => existsSync(join(dir, 'revert/exit')));
      expect(await readReverted(dir)).toBeUndefined();
      expect(session().disabled).toBe(true);
    });

    it('leaves a session alone that is as wanted', async () => {
      bird.world.disable('he_v6');
      const { dir, ended } = await act(2);
      expect(ended).toMatchObject({ exitCode: 0 });
      expect(existsSync(join(dir, 'armed.json'))).toBe(false);
      expect(commands()).toEqual([]);
    });
  });

  it('have one verdict, whoever asks at the same time', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'orion-verdict-'));
    const asked = ['confirmed', 'reverting', 'superseded'] as const;
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => decide(dir, asked[index % 3])),
    );
    expect(new Set(answers).size).toBe(1);
    await rm(dir, { recursive: true });
  });
});
