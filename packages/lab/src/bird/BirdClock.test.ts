import { BirdClock } from './BirdClock';

const now = Date.parse('2026-11-26T12:00:00.250Z');
const hour = 3_600_000;

it('prints whole times where it was told to', () => {
  const clock = new BirdClock({ format: 'iso-long', now: () => now });
  expect(clock.base()).toBe('2026-11-26 12:00:00');
  expect(clock.moment(now - 30 * hour)).toBe('2026-11-25 06:00:00');
});

it('shortens them as BIRD does by itself', () => {
  const clock = new BirdClock({
    format: 'iso-short',
    utcOffsetMinutes: -90,
    now: () => now,
  });
  expect(clock.base()).toBe('2026-11-26 10:30:00.250');
  expect(clock.moment(now - 19 * hour)).toBe('15:30:00.250');
  expect(clock.moment(now - 21 * hour)).toBe('2026-11-25');
});

it('is wrong on demand and counts timers down', () => {
  const clock = new BirdClock({
    format: 'iso-long',
    stepMs: () => -hour,
    now: () => now,
  });
  expect(clock.base()).toBe('2026-11-26 11:00:00');
  expect(clock.remaining(now - 25_500, 60)).toBe('34.500');
  expect(clock.remaining(now - 60_000 - 500, 60)).toBe('59.500');
});
