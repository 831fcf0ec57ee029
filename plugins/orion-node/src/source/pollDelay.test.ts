import { pollDelay } from './pollDelay';

const pace = { intervalMs: 10_000, idleMs: 60_000, maxBackoffMs: 300_000 };

describe('pollDelay', () => {
  it.each([
    ['idle', false, 0, 60_000],
    ['idle, two failures', false, 2, 60_000],
    ['idle, open circuit', false, 3, 120_000],
    ['idle, long gone', false, 4, 240_000],
    ['idle, never more than the limit', false, 50, 300_000],
    ['watched', true, 0, 10_000],
    ['watched, however often it failed', true, 50, 10_000],
  ])('%s', (_, watched, failures, expected) => {
    expect(pollDelay({ watched, failures }, pace)).toBe(expected);
  });

  it('never goes below a slow idle pace', () => {
    const slow = {
      intervalMs: 600_000,
      idleMs: 600_000,
      maxBackoffMs: 300_000,
    };
    expect(pollDelay({ watched: false, failures: 9 }, slow)).toBe(600_000);
  });
});
