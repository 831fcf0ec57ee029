import { RouterEndpoint } from '../config';
import { assertUndone, holdsGuards, undoText } from './holdsGuards';

const ssh = { key: 'k', host: 'gw', user: 'orion', identityFile: '/k' };
const gobgp = { driver: 'gobgp' as const, target: 'gw:50052' };

describe('holdsGuards', () => {
  it.each<[RouterEndpoint | undefined, boolean]>([
    [undefined, false],
    [{ driver: 'bird', socket: '/run/bird.ctl' }, false],
    [{ driver: 'bird', ssh }, true],
    [gobgp, false],
    [{ ...gobgp, guard: ssh }, true],
  ])('of %j is %p', (endpoint, holds) => {
    expect(holdsGuards(endpoint)).toBe(holds);
  });

  it.each<[RouterEndpoint, RegExp]>([
    [
      { driver: 'bird', socket: '/run/bird.ctl' },
      /routers\.gw2\.actions\.bird\.ssh .*routers\.gw2\.actions\.localUndo: true/,
    ],
    [gobgp, /routers\.gw2\.actions\.gobgp\.guard, or .*\.localUndo: true/],
  ])('is wanted of %j, or the word that it need not', (endpoint, message) => {
    expect(() => assertUndone('gw2', { endpoint, localUndo: false })).toThrow(
      message,
    );
    assertUndone('gw2', { endpoint, localUndo: true });
  });

  it('is enough where the router undoes by itself', () => {
    for (const endpoint of [
      { driver: 'bird' as const, ssh },
      { ...gobgp, guard: ssh },
    ]) {
      expect(() =>
        assertUndone('gw2', { endpoint, localUndo: false }),
      ).not.toThrow();
    }
  });

  it('says who is left to undo an action', () => {
    const actions = { revertAfterSeconds: 120 };
    expect(
      undoText('gw2', { ...actions, endpoint: { ...gobgp, guard: ssh } }),
    ).toBe(
      'the machine of ORION after 120 s; without it gw2 by itself, a minute later',
    );
    expect(undoText('gw2', { ...actions, endpoint: gobgp })).toMatch(
      /without it nobody, which localUndo allows$/,
    );
  });
});
