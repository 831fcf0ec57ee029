import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RouteSourceError } from '../../../routes/RouteSourceError';
import { openSessionHand } from '../../actor/openSessionHand';
import { writeWhole } from '../../actor/wholeFile';
import { GuardsOverError } from '../../GuardsOverError';
import { releaseCrossing } from './CrossingGuards';

jest.mock('../../actor/openSessionHand', () => ({
  openSessionHand: jest.fn(),
}));

const endpoint = { driver: 'gobgp' as const, target: 'unix:///x' };
const silent = new RouteSourceError('connect', 'gw2 does not answer');

describe('releaseCrossing', () => {
  const answers: Record<string, jest.Mock> = {};
  let dir: string;
  let silence: object;
  let speak: object;

  /** Both guards were due so many seconds ago. */
  async function release(agoSeconds: number) {
    const dueAt = new Date(Date.now() - agoSeconds * 1000).toISOString();
    const guard = { id: 'x', session: 'he', dueAt };
    silence = { ...guard, router: 'gw2', verb: 'disable' };
    speak = { ...guard, router: 'gw1', verb: 'enable' };
    await writeWhole(dir, 'guards.json', { guards: [speak, silence] });
    return releaseCrossing(dir, {
      endpoints: { gw1: endpoint, gw2: endpoint },
    });
  }

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'orion-guards-'));
    jest
      .mocked(openSessionHand)
      .mockImplementation(
        ({ router }) =>
          ({ release: answers[router], close: () => {} } as never),
      );
    answers.gw1 = jest.fn().mockResolvedValue('released');
    answers.gw2 = jest.fn().mockResolvedValue('released');
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('ends the silence first, and nothing where that was carried out', async () => {
    expect(await release(-60)).toEqual([]);
    answers.gw1.mockClear();
    answers.gw2.mockResolvedValue('undone');
    expect(await release(1)).toEqual([silence]);
    expect(answers.gw1).not.toHaveBeenCalled();
  });

  it('asks nobody else while a silent router may still take its step', async () => {
    answers.gw2.mockRejectedValue(silent);
    await expect(release(60)).rejects.toBe(silent);
    expect(answers.gw1).not.toHaveBeenCalled();
  });

  it('learns of the other one what became of it when that is long past', async () => {
    answers.gw2.mockRejectedValue(silent);
    answers.gw1.mockResolvedValue('undone');
    expect(await release(600)).toEqual([speak]);
    answers.gw1.mockResolvedValue('released');
    await expect(release(600)).rejects.toBe(silent);
  });

  it('says so where the silent ones can do nothing any more', async () => {
    answers.gw1.mockRejectedValue(silent);
    answers.gw2.mockRejectedValue(silent);
    await expect(release(19 * 60)).rejects.toBe(silent);
    await expect(release(21 * 60)).rejects.toThrow(
      /^No word from gw2 and gw1 on whether anything was taken back there/,
    );
    await expect(release(21 * 60)).rejects.toBeInstanceOf(GuardsOverError);
    // What another one did counts.
    answers.gw1.mockResolvedValue('undone');
    expect(await release(21 * 60)).toEqual([speak]);
  });
});
