import { stepSample } from './stepSample';

const values = [null, 1, 2, null, null, 3, null];

describe('a step along samples', () => {
  it.each([
    ['ArrowRight', undefined, 1],
    ['ArrowLeft', undefined, 5],
    ['ArrowRight', 1, 2],
    ['ArrowRight', 2, 5],
    ['ArrowRight', 5, 5],
    ['ArrowLeft', 5, 2],
    ['ArrowLeft', 1, 1],
    ['Home', 5, 1],
    ['End', undefined, 5],
  ] as const)('%s leads from %p to %d', (key, from, to) => {
    expect(stepSample(values, from, key)).toBe(to);
  });

  it('leads nowhere when nothing was read', () => {
    expect(stepSample([null, null], undefined, 'End')).toBeUndefined();
    expect(stepSample([], undefined, 'ArrowLeft')).toBeUndefined();
  });
});
