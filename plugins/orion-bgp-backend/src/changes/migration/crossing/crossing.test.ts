import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  findRunIdentity,
  startRun,
  tailLines,
} from '@orion/engines/supervisor';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { RunningBird, RunningGobgp, startBird, startGobgp } from '@orion/lab';
import { actorCommand } from '../../actor/actorCommand';
import { hasLeaked } from '../../actor/leaked';
import {
  decide,
  readArmed,
  readReverted,
  readVerdict,
} from '../../actor/Verdict';
import { execArgv } from '../../testing/startSessionStage';
import { RoutesIn } from '../routesIn';
import { writeCrossing } from './CrossingOrder';
import { CrossingPlan, crossingSteps } from './crossingSteps';
import { hasActed } from './Heartbeat';

const neighbor = '2001:db8:100::1';
const planOf = (routes?: RoutesIn[], announces?: string[]) =>
  crossingSteps(
    { from: 'gw1', to: 'gw2' },
    [{ from: 'he_v6', to: neighbor, use: 'waiting', routes, announces }],
    'over',
  );
const plan = planOf();

/** One session that both routers would have, were they allowed to. */
describe('a crossing, as a process', () => {
  let bird: RunningBird;
  let gobgp: RunningGobgp;
  let dir: string;
  const old = () => bird.world.session('he_v6');
  const young = () => gobgp.world.session('he_v6');
  const order = (steps: CrossingPlan) =>
    writeCrossing(dir, {
      endpoints: {
        gw1: { driver: 'bird', socket: bird.path },
        gw2: { driver: 'gobgp', target: gobgp.target },
      },
      readers: {
        gw1: { driver: 'bird', socket: bird.readPath },
        gw2: { driver: 'gobgp', target: gobgp.readTarget },
      },
      ...steps,
      reason: 'CHG-7',
      revertAfterSeconds: 4,
      execArgv,
    });

  /** In the order in which the routers were told. */
  const log: string[] = [];

  beforeAll(async () => {
    [bird, gobgp] = await Promise.all([
      startBird({ connectMs: 50 }),
      startGobgp({ port: 0, connectMs: 50 }),
    ]);
    for (const [name, world] of [
      ['gw1', bird.world],
      ['gw2', gobgp.world],
    ] as const) {
      let before = '';
      world.onChange(() => {
        const { disabled, state } = world.session('he_v6');
        const now = `${name} ${disabled ? 'off' : state}`;
        if (now !== before) {
          before = now;
          log.push(now);
        }
      });
    }
  });

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'orion-crossing-'));
    bird.world.enable('he_v6');
    gobgp.world.disable('he_v6');
    await eventually(() => old().state === 'established');
    log.length = 0;
    await order(plan);
  });

  afterEach(async () => {
    gobgp.faults.clear();
    await decide(dir, 'confirmed').catch(() => {});
    await new Promise(resolve => setTimeout(resolve, 600));
    await rm(dir, { recursive: true, force: true });
  });
  afterAll(async () => {
    await Promise.all([bird?.stop(), gobgp?.stop()]);
  });

  const start = () =>
    startRun(actorCommand('cross', dir, execArgv, join(dir, 'run')));
  const events = async () => {
    const lines = await tailLines(join(dir, 'run'), {
      stream: 'stdout',
      lines: 20,
    });
    return lines.map(line => JSON.parse(line).event);
  };

  it('never has two speakers, and stays once it is confirmed', async () => {
    await start();
    const isDueIn = async () =>
      Date.parse((await readArmed(dir))!.dueAt) - Date.now();
    await eventually(() => readArmed(dir));
    // As long as all steps may take.
    expect(await isDueIn()).toBeGreaterThan(60_000);
    await eventually(() => hasActed(dir));
    // From then on only as long as a confirmation may.
    await eventually(async () => (await isDueIn()) <= 4_000);
    expect(await decide(dir, 'confirmed')).toBe('confirmed');
    expect(log).toEqual(['gw1 off', 'gw2 active', 'gw2 established']);
    expect((await events()).at(-1)).toBe('crossed');
    // Longer than nobody would have been waited for.
    await new Promise(resolve => setTimeout(resolve, 5_000));
    expect(young().state).toBe('established');
    expect(await readReverted(dir)).toBeUndefined();
  });

  it('is not over before routes come in as before', async () => {
    const [channel] = gobgp.world.session('he_v6').channels;
    channel.imports = 'none';
    const family = 'ipv6-unicast';
    await order(planOf([{ family, received: 600, accepted: 590 }]));
    await start();
    await eventually(() => young().state === 'established');
    // Longer than what proves an established session.
    await new Promise(resolve => setTimeout(resolve, 2_000));
    expect(await hasActed(dir)).toBe(false);
    channel.imports = 'all';
    await eventually(() => hasActed(dir));
    expect(await decide(dir, 'confirmed')).toBe('confirmed');
    const lines = await tailLines(join(dir, 'run'), {
      stream: 'stdout',
      lines: 20,
    });
    const stood = lines
      .map(line => JSON.parse(line))
      .filter(({ event }) => event === 'stands');
    expect(stood.at(-1)).toMatchObject({ step: { until: 'carries' } });
  });

  it('is not over before what is ours goes out as before', async () => {
    const [channel] = young().channels;
    channel.exports = 'none';
    const announces = ['2001:db8:3949::/48', '2001:db8:394a::/48'];
    await order(planOf(undefined, announces));
    await start();
    await eventually(() => young().state === 'established');
    await new Promise(resolve => setTimeout(resolve, 2_000));
    expect(await hasActed(dir)).toBe(false);
    channel.exports = 'own';
    await eventually(() => hasActed(dir));
    expect(await decide(dir, 'confirmed')).toBe('confirmed');
    expect(await events()).toContain('announces');
  });

  it('ends at once with what must not go out, however few routes have come in', async () => {
    const [channel] = young().channels;
    channel.imports = 'none';
    const family = 'ipv6-unicast';
    const routes = [{ family, received: 600, accepted: 590 }];
    const announces = ['2001:db8:3949::/48'];
    await order(planOf(routes, announces));
    await start();
    await eventually(() => young().state === 'established');
    const began = Date.now();
    await eventually(() => readReverted(dir));
    // Routes are waited for three minutes.
    expect(Date.now() - began).toBeLessThan(15_000);
    expect(await hasLeaked(dir)).toBe(true);
    const lines = await tailLines(join(dir, 'run'), {
      stream: 'stdout',
      lines: 20,
    });
    expect(JSON.parse(lines.at(-1)!).message).toBe(
      'Session 2001:db8:100::1 on gw2 announces 2001:db8:394a::/48, which the session before did not',
    );
    expect([old().disabled, young().disabled]).toEqual([false, true]);
    channel.imports = 'all';
  });

  it('goes back when nobody confirms', async () => {
    await start();
    await eventually(() => hasActed(dir));
    const reverted = await eventually(() => readReverted(dir));
    expect(reverted.message).toBe('The sessions are as they were before.');
    expect(reverted.left).toEqual([]);
    expect(log.slice(3, 5)).toEqual(['gw2 off', 'gw1 active']);
    expect(await decide(dir, 'confirmed')).toBe('reverting');
  });

  it('switches nothing on that was off before a way back, confirmed or not', async () => {
    bird.world.disable('he_v6');
    const pair = { from: 'he_v6', to: neighbor, use: 'moved' as const };
    const routers = { from: 'gw1', to: 'gw2' };
    await order(crossingSteps(routers, [{ ...pair, toWasOff: true }], 'back'));
    log.length = 0;
    await start();
    const { message } = await eventually(() => readReverted(dir));
    expect(message).toBe(
      'he_v6 on gw1 may speak, as nobody did with the neighbor before; all else is as it was.',
    );
    expect(log).toEqual(['gw1 active', 'gw1 established']);
    expect(young().disabled).toBe(true);
  });

  it('goes back when the process that crosses is killed', async () => {
    // It waits for the new session to come up.
    gobgp.faults.set('hang', { method: 'EnablePeer' });
    const run = await start();
    await eventually(() => old().disabled);
    const { pid } = (await findRunIdentity(run.dir))!;
    const began = Date.now();
    process.kill(pid, 'SIGKILL');
    gobgp.faults.clear();
    await eventually(() => readReverted(dir));
    expect(Date.now() - began).toBeGreaterThan(10_000);
    expect(await readVerdict(dir)).toBe('reverting');
    expect(old().disabled).toBe(false);
    expect(young().disabled).toBe(true);
  });

  it('lets the old router speak although the new one cannot be asked to be silent', async () => {
    gobgp.faults.set('errorCode', { method: 'EnablePeer', message: 'broken' });
    await start();
    await eventually(async () => (await readVerdict(dir)) === 'reverting');
    gobgp.faults.set('errorCode', { message: 'broken' });
    const reverted = await eventually(() => readReverted(dir));
    expect(reverted.message).toBe(
      `The sessions are enabled as before, but ${neighbor} on gw2 could not be switched off.`,
    );
    expect(reverted.left).toEqual([{ router: 'gw2', session: neighbor }]);
    expect(old().disabled).toBe(false);
  });
});
