import { sparklinePaths } from './sparklinePaths';

it('draws no line over a gap', () => {
  expect(sparklinePaths([1, 3, null, 2, null], 80, 20)).toEqual([
    'M2.0 18.0L21.0 2.0',
    'M59.0 10.0h0',
  ]);
});

it('draws what does not move in the middle', () => {
  expect(sparklinePaths([5, 5], 80, 20)).toEqual(['M2.0 10.0L78.0 10.0']);
  expect(sparklinePaths([null, null], 80, 20)).toEqual([]);
});
