import { ConfigReader } from '@backstage/config';
import { readNumber } from './readNumber';

const read = (value: unknown, whole = false) =>
  readNumber(new ConfigReader({ n: value } as never), 'n', 'orion.bgp.n', {
    least: 1,
    most: 60,
    whole,
  });

describe('readNumber', () => {
  it('takes what lies within, limits too', () => {
    expect([1, 2.5, 60, '7'].map(value => read(value))).toEqual([
      1, 2.5, 60, 7,
    ]);
    expect(read(undefined)).toBeUndefined();
  });

  it.each([0, -1, 60.1, 1e9])('names key and limits of %s', value => {
    expect(() => read(value)).toThrow(
      `orion.bgp.n: ${value} is not between 1 and 60`,
    );
  });

  it('wants whole numbers where there are no others', () => {
    expect(read(5, true)).toBe(5);
    expect(() => read(5.5, true)).toThrow(
      'orion.bgp.n: 5.5 is not a whole number from 1 to 60',
    );
  });
});
