import { fitAxis } from './fitAxis';

it.each([
  ['a small drift fills the chart', 214_000, 214_100, [213_990, 214_110]],
  ['values that never move have room above and below', 500, 500, [499, 501]],
  ['nothing is below nothing', 0, 40, [0, 44]],
  ['one route of a few', 1, 3, [0, 4]],
  ['no value at all', Infinity, -Infinity, [0, 1]],
  ['gaps only', NaN, NaN, [0, 1]],
] as const)('%s', (_, min, max, ends) => {
  expect(fitAxis(min, max)).toEqual(ends);
});

it('never cuts a value off', () => {
  for (let min = 0; min < 2_000_000; min = min * 3 + 1) {
    for (const span of [0, 1, 7, 1_000, 1_280_000]) {
      const [from, to] = fitAxis(min, min + span);
      expect(from).toBeLessThanOrEqual(min);
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeGreaterThan(min + span);
    }
  }
});
