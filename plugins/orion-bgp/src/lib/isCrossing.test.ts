import { transition } from '../tests/fakes';
import { isCrossing } from './isCrossing';

describe('isCrossing', () => {
  it.each([
    ['came up', { from: 'active', to: 'established' }],
    ['went down', { from: 'established', to: 'idle' }],
    ['came back between two looks', { from: 'established', flap: true }],
    ['was taken away', { from: 'idle', to: 'idle', gone: true }],
  ] as const)('is one that %s', (_, over) => {
    expect(isCrossing(transition(over))).toBe(true);
  });

  it.each([
    ['tries again', { from: 'idle', to: 'active' }],
    ['was found at first', { from: undefined, to: 'established' }],
  ] as const)('is none that %s', (_, over) => {
    expect(isCrossing(transition(over))).toBe(false);
  });
});
