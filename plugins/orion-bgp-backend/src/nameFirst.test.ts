import { nameFirst } from './nameFirst';

it.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a, b'],
  [['a', 'b', 'c', 'd'], 'a, b and 2 more'],
])('names the first two of %j', (names, text) => {
  expect(nameFirst(names, 2)).toBe(text);
});
