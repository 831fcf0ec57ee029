import { nearestSample } from './nearestSample';

const times = [0, 60, 120, 180, 1800, 1860, 1920];
const series = { times, values: [5, 6, null, 8, 9, null, 11] };

describe('the nearest sample', () => {
  it.each([
    [0, 0],
    [60, 1],
    [29, 0],
    [31, 1],
    [1775, 4],
    [1920, 6],
    [1975, 6],
    [-50, 0],
  ])('tells how it was at %d', (at, index) => {
    expect(nearestSample(series, at)).toBe(index);
  });

  it.each([
    ['where nothing was read', 120],
    ['where nothing was read, nearly', 1870],
    ['in the middle of a gap', 900],
    ['at its end, a step from what follows', 1739],
    ['a step after what came before', 241],
    ['before all', -61],
    ['after all', 1981],
  ])('is none %s', (_, at) => {
    expect(nearestSample(series, at)).toBeUndefined();
  });

  it('is near by the steps it was taken in', () => {
    const hours = { times: [0, 3600, 7200], values: [1, 2, 3] };
    expect(nearestSample(hours, 2000)).toBe(1);
    expect(nearestSample(hours, 7200 + 3601)).toBeUndefined();
  });

  it('is the only one, or none at all', () => {
    expect(nearestSample({ times: [600], values: [1] }, 630)).toBe(0);
    expect(nearestSample({ times: [600], values: [1] }, 700)).toBeUndefined();
    expect(nearestSample({ times: [], values: [] }, 0)).toBeUndefined();
  });
});
