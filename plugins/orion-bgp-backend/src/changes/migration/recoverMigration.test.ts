import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { findRunIdentity, startRun } from '@orion/engines/supervisor';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { RunningBird, RunningGobgp, startBird, startGobgp } from '@orion/lab';
import { migratingPair } from '../../__testUtils__/migratingPair';
import { ActionFolders } from '../ActionFolders';
import { actorCommand } from '../actor/actorCommand';
import { writeLeaked } from '../actor/leaked';
import { GobgpGuards } from '../actor/GobgpGuards';
import {
  decide,
  readArmed,
  readVerdict,
  writeArmed,
  writeReverted,
} from '../actor/Verdict';
import { writeWhole } from '../actor/wholeFile';
import {
  ActionRouter,
  ActionsConfig,
  readActionsConfig,
} from '../readActionsConfig';
import { execArgv } from '../testing/startSessionStage';
import { readCrossing, writeCrossing } from './crossing/CrossingOrder';
import { crossingSteps } from './crossing/crossingSteps';
import { MigrationKind } from './MigrationKind';
import { migrationKinds } from './migrationKinds';

const NEIGHBOR = '2001:db8:100::1';

/** A cut-over from gw1, a BIRD, to gw2, a GoBGP, that came to no end. */
describe('a crossing that is recovered', () => {
  let bird: RunningBird;
  let gobgp: RunningGobgp;
  let config: ActionsConfig;
  let kind: MigrationKind;
  let gw1: ActionRouter;
  let workDir: string;
  let dir: string;
  let facts: { [name: string]: any };
  const old = () => bird.world.session('he_v6');
  const young = () => gobgp.world.session('he_v6');
  /** As if gw2 watched by itself, behind an SSH server that is not there. */
  async function guardedBySilent() {
    const order = await readCrossing(dir);
    const ssh = {
      key: 'orion.bgp.routers.gw2.actions.gobgp.guard',
      host: '127.0.0.1',
      port: 1,
      user: 'orion',
      identityFile: '/nowhere/key',
      knownHostsFile: '/nowhere/known_hosts',
    };
    const gw2 = { driver: 'gobgp' as const, target: gobgp.target, guard: ssh };
    await writeCrossing(dir, {
      ...order,
      endpoints: { ...order.endpoints, gw2 },
    });
    const step = { router: 'gw2', session: NEIGHBOR, verb: 'disable' };
    const guards = { ...step, id: 'silence-1' };
    await writeWhole(dir, 'guards.json', { guards: [guards] });
    return { guards };
  }
  const context = () =>
    ({
      change: { input: { from: 'gw1', to: 'gw2' }, mayTryAgain: true },
      facts,
      saveFacts: async (patch: object) => void Object.assign(facts, patch),
      signal: new AbortController().signal,
      workDir,
    } as never);
  const recover = () => kind.recover(context());

  beforeAll(async () => {
    [bird, gobgp] = await Promise.all([
      startBird({ connectMs: 50 }),
      startGobgp({ port: 0, connectMs: 50 }),
    ]);
    const bgp = migratingPair({
      socket: bird.readPath,
      target: gobgp.readTarget,
      actions: { socket: bird.path, target: gobgp.target },
    });
    config = readActionsConfig(new ConfigReader({ orion: { bgp } }));
    gw1 = config.routers.find(({ id }) => id === 'gw1')!;
    kind = new MigrationKind(
      { config, execArgv } as never,
      migrationKinds.find(({ direction }) => direction === 'over')!,
    );
  });

  afterAll(async () => {
    await Promise.all([bird?.stop(), gobgp?.stop()]);
  });

  beforeEach(async () => {
    workDir = await mkdtemp(join(tmpdir(), 'orion-recover-'));
    dir = await new ActionFolders(workDir).open(1);
    const pair = { from: 'he_v6', to: NEIGHBOR, use: 'waiting' as const };
    facts = { pairs: [{ ...pair, keepsNew: false }] };
    await writeCrossing(dir, {
      endpoints: {
        gw1: { driver: 'bird', socket: bird.path },
        gw2: { driver: 'gobgp', target: gobgp.target },
      },
      readers: {},
      ...crossingSteps({ from: 'gw1', to: 'gw2' }, [pair], 'over'),
      reason: 'CHG-7',
      revertAfterSeconds: 600,
      execArgv,
    });
    // Half way: nobody speaks.
    bird.world.disable('he_v6');
    gobgp.world.disable('he_v6');
  });

  afterEach(async () => {
    gobgp.faults.clear();
    bird.faults.clear();
    await rm(workDir, { recursive: true, force: true, maxRetries: 5 });
  });

  it('is undone by another process where the one that was to do it died', async () => {
    await startRun(actorCommand('cross-back', dir, execArgv));
    await eventually(() => readArmed(dir));
    const { pid } = (await findRunIdentity(join(dir, 'revert')))!;
    process.kill(pid, 'SIGKILL');
    expect(await recover()).toMatchObject({
      next: 'wait',
      message: 'The crossing was interrupted and is being undone.',
    });
    const verdict = await eventually(async () => {
      const found = await Promise.all([recover(), recover()]);
      return found.find(({ next }) => next !== 'wait');
    });
    expect(verdict).toMatchObject({
      next: 'absent',
      message: 'The sessions are as they were before.',
    });
    expect(old().disabled).toBe(false);
    expect(young().disabled).toBe(true);
    expect(existsSync(join(dir, 'revert-2'))).toBe(true);
    expect(existsSync(join(dir, 'revert-3'))).toBe(false);
  });

  describe('that was undone, and whose old session', () => {
    const message = 'The sessions are as they were before.';
    const undone = async (secondsAgo = 0) => {
      await decide(dir, 'reverting');
      const at = new Date(Date.now() - secondsAgo * 1000).toISOString();
      await writeReverted(dir, { at, message });
    };

    beforeEach(() => {
      bird.world.sessionUp('he_v6');
      bird.world.sessionDown('he_v6');
    });

    it('comes up: waits for it, and ends', async () => {
      await undone();
      expect(await recover()).toMatchObject({
        next: 'wait',
        message: `${message} Enabled, and not established yet: he_v6 on gw1 (active).`,
      });
      bird.world.sessionUp('he_v6');
      expect(await recover()).toMatchObject({ next: 'absent', message });
    });

    it('does not come up for half a minute: ends, and says so', async () => {
      await undone(31);
      expect(await recover()).toMatchObject({
        next: 'absent',
        message: `${message} Enabled, and not established yet: he_v6 on gw1 (active).`,
      });
    });

    it('was switched off by then: asks a person, and waits for nothing', async () => {
      await undone();
      bird.world.disable('he_v6');
      expect(await recover()).toMatchObject({
        next: 'needs-attention',
        message,
      });
    });
  });

  it('asks no router where nobody watched yet, as nothing was done then', async () => {
    bird.faults.set('refuse', {});
    gobgp.faults.set('errorCode', { message: 'broken' });
    expect(await recover()).toMatchObject({
      next: 'absent',
      message: 'Nothing was done: nobody watched over it yet.',
    });
    expect(await readVerdict(dir)).toBe('superseded');
  });

  it('asks a person where it was confirmed, and is not as it was to be', async () => {
    await writeArmed(dir, { dueAt: new Date().toISOString() });
    await decide(dir, 'confirmed');
    bird.world.sessionUp('he_v6');
    gobgp.world.sessionUp('he_v6');
    expect(await recover()).toMatchObject({
      next: 'needs-attention',
      message: 'It was confirmed, and the sessions are not as they were to be.',
    });
  });

  it('ends where the undo gave up, and each neighbor has one session by now', async () => {
    const message = 'It could not be undone: gw1 is silent.';
    await decide(dir, 'reverting');
    await writeReverted(dir, { at: new Date().toISOString(), message });
    expect(await recover()).toMatchObject({ next: 'needs-attention', message });
    gobgp.world.sessionUp('he_v6');
    expect(await recover()).toMatchObject({
      next: 'absent',
      message: `${message} By now ${NEIGHBOR} on gw2 may speak.`,
    });
    bird.world.sessionUp('he_v6');
    expect(await recover()).toMatchObject({ next: 'needs-attention', message });
  });

  it('tells what is off where a router was taken out of the configuration', async () => {
    const without = new MigrationKind(
      { config: { routers: [gw1] }, execArgv } as never,
      migrationKinds.find(({ direction }) => direction === 'over')!,
    );
    const gone =
      'gw2 is not in orion.bgp.routers any more: what is so there was not looked at.';
    expect(await without.proveAbsence(context())).toMatchObject({
      absent: true,
      message: `${gone} he_v6 on gw1 is switched off, so nobody may speak with the neighbor: enable what is to speak.`,
    });
    bird.world.sessionUp('he_v6');
    expect(await without.proveAbsence(context())).toMatchObject({
      absent: true,
      message: gone,
    });
  });

  describe('that was a way back from who was switched off', () => {
    let wayBack: MigrationKind;
    const message = 'he_v6 on gw1 may speak, as nobody did before.';
    const undone = async () => {
      await decide(dir, 'reverting');
      const at = new Date(Date.now() - 61_000).toISOString();
      await writeReverted(dir, { at, message, left: [] });
    };
    const look = () => wayBack.recover(context());

    beforeEach(() => {
      wayBack = new MigrationKind(
        { config, execArgv } as never,
        migrationKinds.find(({ direction }) => direction === 'back')!,
      );
      facts.pairs = [
        { from: 'he_v6', to: NEIGHBOR, use: 'moved', toWasOff: true },
      ];
    });

    it('ends where that one is off, and the other one on', async () => {
      await undone();
      bird.world.sessionUp('he_v6');
      expect(await look()).toMatchObject({ next: 'absent', message });
    });

    it('asks a person where both may speak by then, or nobody', async () => {
      await undone();
      expect(await look()).toMatchObject({ next: 'needs-attention' });
      bird.world.sessionUp('he_v6');
      gobgp.world.sessionUp('he_v6');
      expect(await look()).toMatchObject({ next: 'needs-attention' });
    });

    it('is not waited for where that one is dead by then', async () => {
      await undone();
      bird.world.sessionUp('he_v6');
      gobgp.faults.set('errorCode', { message: 'broken' });
      expect(await look()).toMatchObject({ next: 'absent' });
    });

    it('is not waited for where the other one is dead, or was', async () => {
      await decide(dir, 'reverting');
      const at = new Date(Date.now() - 61_000).toISOString();
      const left = [{ router: 'gw1', session: 'he_v6' }];
      await writeReverted(dir, { at, message, left });
      bird.faults.set('refuse', {});
      expect(await look()).toMatchObject({
        next: 'absent',
        message: expect.stringMatching(/ gw1 cannot be asked: session he_v6 /),
      });
      bird.faults.clear();
      expect(await look()).toMatchObject({ next: 'absent', message });
      bird.world.sessionUp('he_v6');
      expect(await look()).toMatchObject({ next: 'absent', message });
      gobgp.world.sessionUp('he_v6');
      expect(await look()).toMatchObject({ next: 'needs-attention' });
    });

    it('has what leaked be silent on both', async () => {
      await writeLeaked(dir);
      await undone();
      expect(await look()).toMatchObject({ next: 'absent', message });
      bird.world.sessionUp('he_v6');
      expect(await look()).toMatchObject({
        next: 'needs-attention',
        message: expect.stringMatching(/What leaked may still go out\.$/),
      });
    });

    it('is as it was before the first step while both are off', async () => {
      facts.taken = true;
      await rm(dir, { recursive: true });
      expect(await look()).toMatchObject({
        next: 'absent',
        message: 'The sessions are as they were: nothing was done.',
      });
    });
  });

  describe('of which the new router is dead', () => {
    const minuteAgo = new Date(Date.now() - 61_000).toISOString();
    const message = `The sessions are enabled as before, but ${NEIGHBOR} on gw2 could not be switched off.`;
    const left = [{ router: 'gw2', session: NEIGHBOR }];
    const back = async (reverted: object) => {
      await decide(dir, 'reverting');
      await writeReverted(dir, { at: minuteAgo, message, ...reverted });
    };
    const unavailable = { name: 'ServiceUnavailableError' };

    beforeEach(async () => {
      await guardedBySilent();
      bird.world.sessionUp('he_v6');
      gobgp.faults.set('errorCode', { message: 'broken' });
    });

    it('ends as undone once the old one is to speak, and says what may be left', async () => {
      await back({ left });
      gobgp.faults.clear();
      gobgp.faults.set('hang', {});
      expect(await recover()).toEqual({
        next: 'absent',
        evidence: {},
        message: `${message} gw2 cannot be asked: session ${NEIGHBOR} may be enabled there, now or when it is back, and it may still disable ${NEIGHBOR} by itself. Look at it before gw2 is used again.`,
      });
      // One that answers is asked.
      gobgp.faults.clear();
      await expect(recover()).rejects.toMatchObject(unavailable);
    });

    it('is looked at again before the way back has told that it is done', async () => {
      await back({ message: 'It could not be undone: gw1 is silent' });
      await expect(recover()).rejects.toMatchObject(unavailable);
    });

    it('is looked at again for a minute', async () => {
      await back({ left, at: new Date().toISOString() });
      await expect(recover()).rejects.toMatchObject(unavailable);
    });

    it('is looked at again while the old one is not to speak', async () => {
      await back({ left });
      bird.world.disable('he_v6');
      await expect(recover()).rejects.toMatchObject(unavailable);
    });

    it('is looked at again while the old one cannot be asked', async () => {
      await back({ left });
      bird.faults.set('refuse', {});
      await expect(recover()).rejects.toMatchObject(unavailable);
    });
  });

  describe('of which the old router is dead, and the new one speaks instead', () => {
    const message = `he_v6 on gw1 could not be enabled again, so ${NEIGHBOR} on gw2 may speak instead.`;
    const back = async (secondsAgo = 61) => {
      await decide(dir, 'reverting');
      const at = new Date(Date.now() - secondsAgo * 1000).toISOString();
      const instead = [{ router: 'gw2', session: NEIGHBOR }];
      await writeReverted(dir, { at, message, left: [], instead });
    };
    const unavailable = { name: 'ServiceUnavailableError' };

    beforeEach(() => {
      gobgp.world.sessionUp('he_v6');
      bird.faults.set('refuse', {});
    });

    it('ends as undone once the new one is to speak, and says what may be left', async () => {
      await back();
      expect(await recover()).toEqual({
        next: 'absent',
        evidence: {},
        message: `${message} gw1 cannot be asked: session he_v6 may be enabled there, now or when it is back. Look at it before gw1 is used again.`,
      });
    });

    it('ends as undone where the old one is back, and silent', async () => {
      await back();
      bird.faults.clear();
      expect(await recover()).toMatchObject({ next: 'absent', message });
    });

    it('asks a person where the old one is back, and speaks as well', async () => {
      await back();
      bird.faults.clear();
      bird.world.sessionUp('he_v6');
      expect(await recover()).toMatchObject({
        next: 'needs-attention',
        message,
      });
    });

    it('is looked at again for a minute, and while nobody is to speak', async () => {
      await back(0);
      await expect(recover()).rejects.toMatchObject(unavailable);
      await back();
      gobgp.world.disable('he_v6');
      await expect(recover()).rejects.toMatchObject(unavailable);
    });
  });

  describe('that the routers undid, one after the other', () => {
    const undone = `gw2 disabled ${NEIGHBOR} by itself: nobody confirmed it there in time.`;

    /** Confirms what gw2 has silenced already. */
    async function confirm() {
      await guardedBySilent();
      jest.spyOn(GobgpGuards.prototype, 'release').mockResolvedValue('undone');
      await expect(kind.finish(context())[0].run()).rejects.toMatchObject({
        name: 'UndoneError',
        message: undone,
      });
    }

    afterEach(() => jest.restoreAllMocks());

    it('waits for the second one, and ends', async () => {
      await confirm();
      expect(await recover()).toMatchObject({
        next: 'wait',
        message: `${undone} The session of before is to speak by itself soon.`,
      });
      bird.world.sessionUp('he_v6');
      expect(await recover()).toMatchObject({
        next: 'absent',
        message: undone,
      });
    });

    it('waits for the session of the second one, and says where it does not come', async () => {
      await confirm();
      bird.world.sessionUp('he_v6');
      bird.world.sessionDown('he_v6');
      const message = `${undone} Enabled, and not established yet: he_v6 on gw1 (active).`;
      expect(await recover()).toMatchObject({ next: 'wait', message });
      facts.undoneAt = new Date(Date.now() - 31_000).toISOString();
      expect(await recover()).toMatchObject({ next: 'absent', message });
    });

    it('asks a person where the second one does nothing', async () => {
      await confirm();
      facts.undoneAt = new Date(Date.now() - 121_000).toISOString();
      expect(await recover()).toMatchObject({
        next: 'needs-attention',
        message: undone,
      });
    });
  });

  it('ends where a router does not say what it took back, but can do nothing any more', async () => {
    const { guards } = await guardedBySilent();
    const dueAt = new Date(Date.now() - 21 * 60_000).toISOString();
    await writeWhole(dir, 'guards.json', { guards: [{ ...guards, dueAt }] });
    bird.world.sessionUp('he_v6');
    expect(await recover()).toMatchObject({ next: 'absent' });
    // Before it is confirmed it is looked at once more, and once is enough.
    const [confirm] = kind.finish(context());
    await expect(confirm.run()).rejects.toMatchObject({
      name: 'UndoneError',
      message: expect.stringMatching(/^No word from gw2 on whether/),
    });
    expect(facts.guardsOver).toMatch(/^No word from gw2/);
  });

  it('is looked at again where a router does not say what it took back', async () => {
    await guardedBySilent();
    bird.world.sessionUp('he_v6');
    await expect(recover()).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringMatching(
        /^gw2 does not say whether it took the action back: /,
      ),
    });
  });
});
