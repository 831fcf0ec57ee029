import { crossingSteps, PairUse } from './crossingSteps';
import { findInstead } from './findInstead';

const routers = { from: 'gw1', to: 'gw2' };
const planOf = (use: PairUse, direction: 'over' | 'back', keepNew = false) =>
  crossingSteps(
    routers,
    [
      { from: 'he_v6', to: 'new_v6', use },
      { from: 'he_v4', to: 'new_v4', use },
    ],
    direction,
    { keepNew },
  );

describe('findInstead', () => {
  it('is who took over, once the one of before is proven silent', () => {
    const plan = planOf('moved', 'back');
    const speaks = plan.restore.filter(({ verb }) => verb === 'enable');
    const found = (proven: number) =>
      speaks.map(step => findInstead(plan, step, proven)?.session);
    expect(found(0)).toEqual([undefined, undefined]);
    expect(found(1)).toEqual(['he_v6', undefined]);
    expect(found(2)).toEqual(['he_v6', undefined]);
    expect(found(3)).toEqual(['he_v6', 'he_v4']);
    expect(findInstead(plan, speaks[0], 1)).toEqual({
      ...{ router: 'gw1', session: 'he_v6' },
      ...{ verb: 'enable', until: 'enabled' },
    });
  });

  it('is nobody for a step that silences, and where the other one speaks all along', () => {
    const plan = planOf('waiting', 'over');
    expect(findInstead(plan, plan.restore[0], 4)).toBeUndefined();
    const both = planOf('both', 'over');
    const [speak] = both.restore;
    expect(speak.verb).toBe('enable');
    expect(findInstead(both, speak, 4)).toBeUndefined();
  });

  it('is nobody who was switched off before a way back', () => {
    const pair = { from: 'he_v6', to: 'new_v6', use: 'moved' as const };
    const plan = crossingSteps(
      routers,
      [
        { ...pair, from: 'he_v4', to: 'new_v4' },
        { ...pair, toWasOff: true },
      ],
      'back',
    );
    const speak = plan.restore.at(-1)!;
    expect(speak.session).toBe('he_v6');
    expect(findInstead(plan, speak, 4)).toBeUndefined();
  });

  it('is the other one at once where the one of before was never to be silent', () => {
    const plan = planOf('moved', 'back', true);
    expect(findInstead(plan, plan.restore[1], 0)?.session).toBe('he_v6');
  });
});
