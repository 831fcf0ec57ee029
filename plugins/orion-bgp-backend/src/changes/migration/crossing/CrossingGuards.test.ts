import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RouterEndpoint } from '../../../config';
import { openSessionHand } from '../../actor/openSessionHand';
import { CrossingGuards, readGuards } from './CrossingGuards';
import { crossingSteps } from './crossingSteps';

jest.mock('../../actor/openSessionHand', () => ({
  openSessionHand: jest.fn(),
}));

const ssh = {
  ...{ key: 'x', host: '192.0.2.1', port: 22, user: 'orion' },
  ...{ identityFile: '/nowhere/key', knownHostsFile: '/nowhere/known_hosts' },
};
const guarded: RouterEndpoint = { driver: 'gobgp', target: 'x', guard: ssh };

describe('what routers are told before a way back', () => {
  let dir: string;
  const hand = { guard: jest.fn(), release: jest.fn(), close: jest.fn() };
  /** Takes every step; answers what routers would have done by themselves. */
  const armed = async (toWasOff: boolean) => {
    const plan = crossingSteps(
      { from: 'gw1', to: 'gw2' },
      [{ from: 'he_v6', to: 'new_v6', use: 'moved', toWasOff }],
      'back',
    );
    const guards = new CrossingGuards(dir, {
      ...plan,
      endpoints: { gw1: guarded, gw2: guarded },
      readers: {},
      reason: 'CHG-7',
      revertAfterSeconds: 60,
      execArgv: [],
    });
    for (const step of plan.steps) {
      await guards.before(step);
      await guards.after(step);
    }
    const kept = await readGuards(dir);
    return kept.map(({ router, session, verb }) =>
      [verb, session, 'on', router].join(' '),
    );
  };

  beforeEach(async () => {
    jest.clearAllMocks();
    jest.mocked(openSessionHand).mockReturnValue(hand as never);
    dir = await mkdtemp(join(tmpdir(), 'orion-guards-'));
  });

  afterEach(() => rm(dir, { recursive: true }));

  it('is to go back to the new one', async () => {
    expect(await armed(false)).toEqual([
      'enable new_v6 on gw2',
      'disable he_v6 on gw1',
    ]);
  });

  it('is nothing where the new one was switched off', async () => {
    expect(await armed(true)).toEqual([]);
    expect(hand.guard).not.toHaveBeenCalled();
  });
});
