import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { RunningBird, RunningGobgp, startBird, startGobgp } from '@orion/lab';
import { writeLeaked } from '../../actor/leaked';
import type { SessionHand } from '../../actor/SessionRouterHand';
import { readReverted, writeReverted } from '../../actor/Verdict';
import { writeWhole } from '../../actor/wholeFile';
import { readGuards } from './CrossingGuards';
import { CrossingOrder } from './CrossingOrder';
import { crossingSteps } from './crossingSteps';
import { writeProven } from './provenSteps';
import { undoCrossing } from './undoCrossing';

/** What a router says that is told not to act by itself, by id of the guard. */
const mockRelease = jest.fn<Promise<'released' | 'undone'>, [string]>();

// The daemons of the lab are acted on for real; their routers watch over nothing.
jest.mock('../../actor/openSessionHand', () => {
  const { openSessionHand } = jest.requireActual('../../actor/openSessionHand');
  return {
    openSessionHand: (...args: unknown[]): SessionHand =>
      Object.assign(openSessionHand(...args), { release: mockRelease }),
  };
});

const NEIGHBOR = '2001:db8:100::1';
const ROUTERS = { from: 'gw1', to: 'gw2' };
const PAIR = { from: 'he_v6', to: NEIGHBOR, use: 'moved' as const };
const PATIENCE = { retry: 50, skip: 300, instead: 600, giveUp: 5_000 };

/** A roll-back from gw2, a GoBGP, to gw1, a BIRD, that came to no end. */
describe('a crossing that is undone', () => {
  let bird: RunningBird;
  let gobgp: RunningGobgp;
  let dir: string;
  let order: CrossingOrder;
  const old = () => bird.world.session('he_v6');
  const young = () => gobgp.world.session('he_v6');
  const undo = async () => {
    const exitCode = await undoCrossing(dir, order, PATIENCE);
    return { exitCode, ...(await readReverted(dir)) };
  };

  beforeAll(async () => {
    [bird, gobgp] = await Promise.all([
      startBird({ connectMs: 50 }),
      startGobgp({ port: 0, connectMs: 50 }),
    ]);
    order = {
      ...{ steps: [], restore: [] },
      endpoints: {
        gw1: { driver: 'bird', socket: bird.path },
        gw2: { driver: 'gobgp', target: gobgp.target },
      },
      readers: {},
      reason: 'CHG-7',
      revertAfterSeconds: 600,
      execArgv: [],
    };
  });

  afterAll(async () => {
    await Promise.all([bird?.stop(), gobgp?.stop()]);
  });

  beforeEach(async () => {
    order = { ...order, ...crossingSteps(ROUTERS, [PAIR], 'back') };
    // What goes wrong is told there, time and again.
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    dir = await mkdtemp(join(tmpdir(), 'orion-undo-'));
    // The new one is silent, and the old one not yet asked to speak.
    bird.world.disable('he_v6');
    gobgp.world.disable('he_v6');
    await writeProven(dir, 1);
  });

  afterEach(async () => {
    gobgp.faults.clear();
    bird.faults.clear();
    jest.restoreAllMocks();
    await rm(dir, { recursive: true });
  });

  it('has the old router speak where the new one is dead by now', async () => {
    gobgp.faults.set('down', {});
    const began = performance.now();
    const { exitCode, instead, left, message } = await undo();
    expect({ exitCode, instead, left, message }).toEqual({
      exitCode: 0,
      instead: [{ router: 'gw1', session: 'he_v6' }],
      left: [],
      message: `${NEIGHBOR} on gw2 could not be enabled again, so he_v6 on gw1 may speak instead.`,
    });
    expect(performance.now() - began).toBeGreaterThan(PATIENCE.instead);
    expect(old().disabled).toBe(false);
  });

  it('has the new one speak again where it starts anew meanwhile', async () => {
    gobgp.faults.set('down', {});
    setTimeout(() => gobgp.faults.clear(), 300);
    const { instead, left, message } = await undo();
    expect({ instead, left, message }).toEqual({
      instead: undefined,
      left: [],
      message: 'The sessions are as they were before.',
    });
    expect([old().disabled, young().disabled]).toEqual([true, false]);
  });

  it('has nobody speak whose other one was not proven silent', async () => {
    await writeProven(dir, 0);
    gobgp.faults.set('down', {});
    expect(await undo()).toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(/^It could not be undone: .*gw2/),
    });
    expect(old().disabled).toBe(true);
  });

  it('goes on trying where neither can be asked', async () => {
    gobgp.faults.set('down', {});
    bird.faults.set('refuse', {});
    const undone = undo();
    await new Promise(resolve => setTimeout(resolve, 1_500));
    expect(await readReverted(dir)).toBeUndefined();
    bird.faults.clear();
    expect(await undone).toMatchObject({
      instead: [{ router: 'gw1', session: 'he_v6' }],
    });
    await eventually(() => old().disabled === false);
  });

  it('silences nobody for an old router that died after the new one was proven', async () => {
    order = { ...order, ...crossingSteps(ROUTERS, [PAIR], 'over') };
    await writeProven(dir, 2);
    gobgp.world.enable('he_v6');
    bird.faults.set('refuse', {});
    const off = jest.fn();
    gobgp.world.onChange(() => young().disabled && off());
    expect(await undo()).toMatchObject({
      exitCode: 0,
      instead: [{ router: 'gw2', session: NEIGHBOR }],
      message: `he_v6 on gw1 could not be enabled again, so ${NEIGHBOR} on gw2 may speak instead.`,
    });
    expect(off).not.toHaveBeenCalled();
  });

  it('silences what leaks whatever becomes of the other one', async () => {
    order = { ...order, ...crossingSteps(ROUTERS, [PAIR], 'over') };
    await writeProven(dir, 2);
    await writeLeaked(dir);
    gobgp.world.enable('he_v6');
    bird.faults.set('refuse', {});
    const undone = undo();
    await eventually(() => young().disabled);
    const { exitCode, instead } = await undone;
    expect({ exitCode, instead }).toEqual({ exitCode: 1, instead: undefined });
    expect(young().disabled).toBe(true);
  });

  it('begins with the neighbor it was at, however many were moved before', async () => {
    const other = gobgp.world.session('he_v4');
    const pairs = [
      { from: 'he_v4', to: other.neighborAddress, use: 'moved' as const },
      PAIR,
    ];
    order = { ...order, ...crossingSteps(ROUTERS, pairs, 'over') };
    await writeProven(dir, 3);
    await writeLeaked(dir);
    bird.world.disable('he_v4');
    gobgp.world.enable('he_v4');
    gobgp.world.enable('he_v6');
    const silenced: string[] = [];
    gobgp.world.onChange(() => {
      for (const { name, disabled } of [young(), other]) {
        if (disabled && !silenced.includes(name)) {
          silenced.push(name);
        }
      }
    });
    expect(await undo()).toMatchObject({ exitCode: 0, left: [] });
    expect(silenced).toEqual(['he_v6', 'he_v4']);
  });

  describe('where the new one was switched off before', () => {
    beforeEach(() => {
      const pair = { ...PAIR, toWasOff: true };
      order = { ...order, ...crossingSteps(ROUTERS, [pair], 'back') };
    });

    it('lets it be, and leaves the old one on', async () => {
      expect(await undo()).toMatchObject({
        exitCode: 0,
        left: [],
        message:
          'he_v6 on gw1 may speak, as nobody did with the neighbor before; all else is as it was.',
      });
      expect([old().disabled, young().disabled]).toEqual([false, true]);
    });

    it('waits for an old one that is dead no longer than for any other', async () => {
      bird.faults.set('refuse', {});
      expect(await undo()).toMatchObject({
        exitCode: 0,
        left: [{ router: 'gw1', session: 'he_v6' }],
        message:
          'he_v6 on gw1 could not be enabled, so nobody speaks with the neighbor, as before; all else is as it was.',
      });
      expect([old().disabled, young().disabled]).toEqual([true, true]);
    });

    it('says so where what leaks cannot be asked any more', async () => {
      await writeLeaked(dir);
      bird.faults.set('refuse', {});
      expect((await undo()).message).toBe(
        'The sessions are enabled as before, but he_v6 on gw1 could not be switched off.',
      );
    });

    it('silences the old one as well where that leaks', async () => {
      bird.world.enable('he_v6');
      await writeLeaked(dir);
      expect(await undo()).toMatchObject({
        exitCode: 0,
        message: 'The sessions are as they were before.',
      });
      expect([old().disabled, young().disabled]).toEqual([true, true]);
    });
  });

  describe('where the routers watch, too', () => {
    const silence = { router: 'gw2', session: NEIGHBOR, verb: 'disable' };
    const voice = { router: 'gw1', session: 'he_v6', verb: 'enable' };
    const cutOff = new Error('gw1 does not answer');
    /** @param dueInMs - of the old router's, which lets its session speak */
    const guard = async (dueInMs: number) => {
      const dueAt = new Date(Date.now() + dueInMs).toISOString();
      await writeWhole(dir, 'guards.json', {
        guards: [
          { ...silence, id: 'silence', dueAt },
          { ...voice, id: 'voice', dueAt },
        ],
      });
    };

    beforeEach(() => {
      order = { ...order, ...crossingSteps(ROUTERS, [PAIR], 'over') };
      gobgp.world.enable('he_v6');
      bird.faults.set('refuse', {});
      mockRelease.mockReset().mockResolvedValue('released');
      return writeProven(dir, 2);
    });

    it('waits until the old one can be told not to speak by itself', async () => {
      await guard(600_000);
      mockRelease.mockImplementation(async id => {
        if (id === 'voice' && mockRelease.mock.calls.length < 5) {
          throw cutOff;
        }
        return 'released';
      });
      expect(await undo()).toMatchObject({
        exitCode: 0,
        instead: [{ router: 'gw2', session: NEIGHBOR }],
      });
      // The new one is not silenced by its own router meanwhile.
      expect(mockRelease.mock.calls[0]).toEqual(['silence', expect.anything()]);
      expect(mockRelease.mock.calls.length).toBeGreaterThanOrEqual(5);
      // Nobody is told that it may still do so.
      expect((await readGuards(dir)).map(({ id }) => id)).toEqual(['silence']);
      expect([old().disabled, young().disabled]).toEqual([true, false]);
    });

    it('leads back after all where the old one spoke by itself', async () => {
      await guard(600_000);
      mockRelease.mockImplementation(async id => {
        if (id === 'voice' && old().disabled) {
          bird.faults.clear();
          bird.world.enable('he_v6');
          return 'undone';
        }
        return 'released';
      });
      expect(await undo()).toMatchObject({
        exitCode: 0,
        message: 'The sessions are as they were before.',
      });
      expect([old().disabled, young().disabled]).toEqual([false, true]);
    });

    it('leads back after all where the old one started anew and forgot that it was to be silent', async () => {
      await guard(600_000);
      mockRelease.mockImplementation(async id => {
        if (id === 'voice' && old().disabled) {
          bird.faults.clear();
          bird.world.enable('he_v6');
        }
        return 'released';
      });
      expect(await undo()).toMatchObject({
        exitCode: 0,
        message: 'The sessions are as they were before.',
      });
      expect([old().disabled, young().disabled]).toEqual([false, true]);
    });

    it('waits for what the old one still tries, and then says who speaks', async () => {
      await guard(600_000);
      mockRelease.mockImplementation(async id =>
        id === 'voice' ? 'undone' : 'released',
      );
      expect(await undo()).toMatchObject({
        exitCode: 0,
        instead: [{ router: 'gw2', session: NEIGHBOR }],
      });
      expect(young().disabled).toBe(false);
    });

    it.each([
      ['waits no longer than it may act', -181_000, 0],
      ['says so where its own time is over first', 600_000, PATIENCE.giveUp],
    ])('%s', async (_, dueInMs, atLeast) => {
      await guard(dueInMs);
      mockRelease.mockImplementation(async id => {
        if (id === 'voice') {
          throw cutOff;
        }
        return 'released';
      });
      const began = performance.now();
      expect(await undo()).toMatchObject({
        exitCode: 0,
        message: `he_v6 on gw1 could not be enabled again, so ${NEIGHBOR} on gw2 may speak instead.`,
      });
      expect(performance.now() - began).toBeGreaterThanOrEqual(atLeast);
      expect(young().disabled).toBe(false);
    });

    it('has nobody take over who would be silenced by its own router', async () => {
      await guard(600_000);
      mockRelease.mockRejectedValue(new Error('gw2 does not answer'));
      expect(await undo()).toMatchObject({
        exitCode: 1,
        message: 'It could not be undone: gw2 does not answer',
      });
    });
  });

  it('stops where somebody else is done meanwhile', async () => {
    const told = { at: new Date().toISOString(), message: 'Done.' };
    gobgp.faults.set('down', {});
    const undone = undo();
    await new Promise(resolve => setTimeout(resolve, 200));
    await writeReverted(dir, told);
    expect(await undone).toEqual({ exitCode: 0, ...told });
    gobgp.faults.clear();
    expect([old().disabled, young().disabled]).toEqual([true, true]);
  });

  it('does nothing that somebody else has done', async () => {
    const told = { at: new Date().toISOString(), message: 'Done.' };
    await writeReverted(dir, told);
    expect(await undo()).toEqual({ exitCode: 0, ...told });
    expect([old().disabled, young().disabled]).toEqual([true, true]);
  });
});
