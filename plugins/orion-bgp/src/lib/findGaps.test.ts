import { findGaps } from './findGaps';

const gaps = (...points: [number, number | null][]) =>
  findGaps({
    times: points.map(([minute]) => minute * 60),
    values: points.map(([, value]) => value),
  }).map(({ from, to }) => [from / 60, to / 60]);

describe('findGaps', () => {
  it('finds none where every sample is there, one a little late', () => {
    expect(gaps([0, 1], [1, 1], [2.4, 1], [3, 1])).toEqual([]);
    expect(gaps([0, 1])).toEqual([]);
    expect(gaps()).toEqual([]);
  });

  it('finds where nothing was read', () => {
    expect(gaps([0, 1], [1, null], [2, null], [3, 1], [4, 1])).toEqual([
      [1, 3],
    ]);
  });

  it('finds where samples are missing', () => {
    expect(gaps([0, 1], [1, 1], [2, 1], [9, 1], [10, 1])).toEqual([[3, 9]]);
  });

  it('takes a null and what is missing behind it for one', () => {
    expect(gaps([0, 1], [1, 1], [2, null], [9, 1], [10, 1])).toEqual([[2, 9]]);
  });

  it('finds those at both ends', () => {
    expect(
      gaps([0, null], [1, 1], [2, 1], [3, 1], [4, null], [20, null]),
    ).toEqual([
      [0, 1],
      [4, 20],
    ]);
  });

  it('is one gap where nothing was read at all', () => {
    expect(gaps([0, null], [5, null])).toEqual([[0, 5]]);
  });
});
