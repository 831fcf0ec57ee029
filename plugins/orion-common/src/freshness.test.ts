import { freshnessAt } from './freshness';

const now = new Date('2026-11-26T12:00:00Z');
const stale = (ageMs: number | undefined) =>
  freshnessAt(now, {
    name: 'bgp:gw1',
    fetchedAt:
      ageMs === undefined ? undefined : new Date(now.getTime() - ageMs),
    intervalMs: 3_000,
  }).stale;

describe('freshnessAt', () => {
  it.each([
    ['never read', undefined, true],
    ['read now', 0, false],
    ['read within three intervals', 9_000, false],
    ['read before', 9_001, true],
    ['read a moment ahead', -100, false],
    ['read before the clock was set back by an hour', -3_590_000, true],
    ['read before the clock was set forward by an hour', 3_610_000, true],
  ])('%s', (_, ageMs, expected) => {
    expect(stale(ageMs)).toBe(expected);
  });
});
