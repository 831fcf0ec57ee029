import { assertOwnChange } from './assertOwnChange';
import { JudgedConfiguration } from './judgeConfiguration';

const judged = (more: Partial<JudgedConfiguration> = {}) =>
  ({
    names: ['gw1/ix_v6'],
    unjudged: ['BIRD: function in'],
    mayLose: false,
    ...more,
  } as JudgedConfiguration);

describe('assertOwnChange', () => {
  const focus = { session: 'ix_v6', becomes: 'gone' as const };

  it('lets the session go that it is about, and what nothing can lose by', () => {
    expect(() => assertOwnChange(focus, judged(), 'gw1')).not.toThrow();
  });

  it('refuses what goes with it, and what is not judged', () => {
    expect(() =>
      assertOwnChange(
        focus,
        judged({ names: ['gw1/ix_v6', 'gw1/he_v6'] }),
        'gw1',
      ),
    ).toThrow(/gw1\/he_v6 loses something\. Configure the router first/);
    expect(() =>
      assertOwnChange(focus, judged({ mayLose: true }), 'gw1'),
    ).toThrow(/other things of gw1: BIRD: function in/);
  });

  it('asks nothing of a change of the whole router', () => {
    expect(() =>
      assertOwnChange(undefined, judged({ mayLose: true }), 'gw1'),
    ).not.toThrow();
  });
});
