import { CrossingPair, crossingSteps } from './crossingSteps';

const routers = { from: 'gw1', to: 'gw2' };
const pair = (use: CrossingPair['use'], from = 'he_v6'): CrossingPair => ({
  from,
  to: `${from}'`,
  use,
});
const told = (
  pairs: CrossingPair[],
  direction: Parameters<typeof crossingSteps>[2],
  keepNew = false,
) => {
  const plan = crossingSteps(routers, pairs, direction, { keepNew });
  const line = (step: (typeof plan.steps)[number]) =>
    `${step.verb} ${step.router}/${step.session} until ${step.until}`;
  return { steps: plan.steps.map(line), restore: plan.restore.map(line) };
};

describe('crossingSteps', () => {
  it('proves what goes out over whoever speaks then, but not on a way back', () => {
    const sending = { ...pair('waiting'), announces: ['2001:db8::/32'] };
    const sends = (direction: Parameters<typeof crossingSteps>[2]) =>
      crossingSteps(routers, [sending], direction).steps.flatMap(
        ({ router, sends: wanted }) => (wanted ? [[router, wanted]] : []),
      );
    const wanted = { announces: ['2001:db8::/32'], foreign: 0 };
    expect(sends('over')).toEqual([['gw2', wanted]]);
    expect(sends('both')).toEqual([
      ['gw2', wanted],
      ['gw1', wanted],
    ]);
    expect(sends('back')).toEqual([]);
  });

  it('silences the old speaker before the new one may speak, and back likewise', () => {
    expect(told([pair('waiting')], 'over')).toEqual({
      steps: [
        'disable gw1/he_v6 until down',
        `enable gw2/he_v6' until established`,
      ],
      restore: [
        `disable gw2/he_v6' until down`,
        'enable gw1/he_v6 until enabled',
      ],
    });
    expect(told([pair('moved')], 'back')).toEqual({
      steps: [
        `disable gw2/he_v6' until down`,
        'enable gw1/he_v6 until established',
      ],
      restore: [
        'disable gw1/he_v6 until down',
        `enable gw2/he_v6' until enabled`,
      ],
    });
  });

  it('never switches on again what was off before a way back', () => {
    const off = { ...pair('moved'), toWasOff: true };
    expect(told([off, pair('moved', 'b')], 'back')).toEqual({
      steps: [
        `disable gw2/he_v6' until down`,
        'enable gw1/he_v6 until established',
        `disable gw2/b' until down`,
        'enable gw1/b until established',
      ],
      restore: [
        'enable gw1/he_v6 until enabled',
        'disable gw1/b until down',
        `enable gw2/b' until enabled`,
      ],
    });
    expect(told([off], 'back', true)).toEqual({
      steps: ['enable gw1/he_v6 until established'],
      restore: ['enable gw1/he_v6 until enabled'],
    });
  });

  it('leaves a session of its own alone', () => {
    expect(told([pair('both')], 'over').restore).toEqual([
      'enable gw1/he_v6 until enabled',
    ]);
    expect(told([pair('moved')], 'back', true).steps).toEqual([
      'enable gw1/he_v6 until established',
    ]);
  });

  it('keeps nobody silent because somebody asks to keep the new one', () => {
    expect(told([pair('waiting')], 'both', true).steps).toEqual([
      'disable gw1/he_v6 until down',
      `enable gw2/he_v6' until established`,
      `disable gw2/he_v6' until down`,
      'enable gw1/he_v6 until established',
    ]);
  });

  it('has routes come in before it goes on, and is in no hurry to go back for them', () => {
    const routes = [{ family: 'ipv6-unicast', received: 12, accepted: 10 }];
    const full = (use: CrossingPair['use']) => ({ ...pair(use), routes });
    expect(told([full('waiting')], 'both').steps).toEqual([
      'disable gw1/he_v6 until down',
      `enable gw2/he_v6' until carries`,
      `disable gw2/he_v6' until down`,
      'enable gw1/he_v6 until carries',
    ]);
    expect(told([full('moved')], 'back').steps).toEqual([
      `disable gw2/he_v6' until down`,
      'enable gw1/he_v6 until established',
    ]);
    const { steps } = crossingSteps(routers, [full('waiting')], 'over');
    expect(steps[1].routes).toEqual(routes);
  });

  it('ends with one neighbor before it begins with the next', () => {
    const { steps } = told([pair('both', 'a'), pair('waiting', 'b')], 'both');
    expect(steps.map(step => step.split(' until ')[0])).toEqual([
      'disable gw1/a',
      `enable gw2/a'`,
      'enable gw1/a',
      'disable gw1/b',
      `enable gw2/b'`,
      `disable gw2/b'`,
      'enable gw1/b',
    ]);
  });
});
