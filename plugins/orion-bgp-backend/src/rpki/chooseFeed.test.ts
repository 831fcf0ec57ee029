import { ageState, chooseFeed } from './chooseFeed';

const now = Date.parse('2026-11-26T12:00:00Z');
const hours = (count: number) => count * 3600_000;
const feed = (age?: number, expireMs = hours(24)) => ({
  asOf: age === undefined ? undefined : now - hours(age),
  expireMs,
});

describe('chooseFeed', () => {
  it.each([
    [undefined, 'none'],
    [0, 'fresh'],
    [2, 'fresh'],
    [2.1, 'old'],
    [24, 'old'],
    [24.1, 'expired'],
  ])('calls what is %s hours old %s', (age, state) => {
    expect(ageState(feed(age), now)).toBe(state);
  });

  it('takes the first that is fresh, else the first that is not over', () => {
    const [none, fresh, other, old, over] = [
      feed(),
      feed(0.5),
      feed(0),
      feed(12),
      feed(100),
    ];
    expect(chooseFeed([none, fresh, other], now)).toBe(fresh);
    expect(chooseFeed([over, old, fresh], now)).toBe(fresh);
    expect(chooseFeed([over, old, feed(13)], now)).toBe(old);
    expect(chooseFeed([over, none], now)).toBeUndefined();
    expect(chooseFeed([feed(3, hours(2.5))], now)).toBeUndefined();
  });
});
