import { DumpSchedule } from './DumpSchedule';

const minute = 60_000;
const quiet = { live: false, moved: false, resync: false, asked: false };
const polled = { ...quiet, moved: true };
const live = { ...quiet, live: true };

function setUp() {
  const clock = { now: 5_000 };
  return { clock, schedule: new DumpSchedule({ now: () => clock.now }) };
}

describe('DumpSchedule', () => {
  it('begins at once', () => {
    expect(setUp().schedule.leftMs(polled)).toBe(0);
  });

  it.each([
    ['a small table', 100, 5 * minute],
    ['a large table', 12_000, 10 * minute],
  ])('rests after %s', (_, tookMs, restMs) => {
    const { clock, schedule } = setUp();
    schedule.ended(tookMs);
    schedule.succeeded();
    expect(schedule.leftMs(polled)).toBe(restMs);
    clock.now += restMs - 1;
    expect(schedule.leftMs(polled)).toBe(1);
    clock.now += 2;
    expect(schedule.leftMs(polled)).toBe(0);
  });

  it.each([
    ['a small table', 100, 60 * minute],
    ['a huge table', 120_000, 100 * minute],
  ])(
    'reads %s again by time while nothing says that it moved',
    (_, ms, rest) => {
      const { clock, schedule } = setUp();
      schedule.ended(ms);
      expect(schedule.leftMs(quiet)).toBe(rest);
      clock.now += rest;
      expect(schedule.leftMs(quiet)).toBe(0);
    },
  );

  it('rests after a dump that failed as after any other', () => {
    const { clock, schedule } = setUp();
    schedule.failed(120_000);
    expect(schedule.leftMs(polled)).toBe(100 * minute);
    expect(schedule.leftMs({ ...live, resync: true })).toBe(10 * minute);
    // Who is about to act waits no longer than it took.
    expect(schedule.leftMs({ ...polled, asked: true })).toBe(2 * minute);
    clock.now += 100 * minute;
    expect(schedule.leftMs(polled)).toBe(0);
  });

  it('looks soon for a daemon that is away, and every minute then', () => {
    const { clock, schedule } = setUp();
    const pauses = Array.from({ length: 6 }, () => {
      schedule.failed();
      const left = schedule.leftMs(polled);
      clock.now += left;
      return left / 1000;
    });
    expect(pauses).toEqual([1, 5, 15, 60, 60, 60]);
  });

  it('waits longer with every dump that fails, up to a quarter of an hour', () => {
    const { clock, schedule } = setUp();
    const pauses = Array.from({ length: 8 }, () => {
      schedule.failed(10);
      const left = schedule.leftMs({ ...live, resync: true });
      clock.now += left;
      return left / 1000;
    });
    expect(pauses).toEqual([10, 10, 15, 60, 300, 900, 900, 900]);
    schedule.succeeded();
    schedule.failed();
    expect(schedule.leftMs(polled)).toBeLessThanOrEqual(5 * minute);
  });

  it('forgets failures only when events came for a while', () => {
    const { clock, schedule } = setUp();
    const pauseAfter = (followedMs: number) => {
      schedule.ended(10);
      const since = clock.now;
      clock.now += followedMs;
      schedule.followed(since);
      schedule.failed();
      const left = schedule.leftMs({ ...live, resync: true });
      clock.now += left;
      return left / 1000;
    };
    expect([60, 60, 60].map(s => pauseAfter(s * 1000))).toEqual([1, 5, 15]);
    expect(pauseAfter(5 * minute)).toBe(1);
  });

  it.each([
    ['short', 100, 10],
    ['short', 12_000, 60],
    ['long', 100, 10],
    ['long', 1_000, 50],
    ['long', 12_000, 600],
    ['full', 0, 300],
    ['full', 12_000, 600],
  ] as const)('rests %s at a start, after %i ms', (start, costMs, seconds) => {
    const { clock, schedule } = setUp();
    const atStart = { ...quiet, start };
    schedule.ended(costMs, 4_000);
    expect(schedule.leftMs(atStart)).toBe(seconds * 1_000 - 4_000);
    clock.now += seconds * 1_000 - 4_000;
    expect(schedule.leftMs(atStart)).toBe(0);
    // After the start it is a dump as any other.
    expect(schedule.leftMs(quiet)).toBeGreaterThan(0);
  });

  it('lets a person have the first table of a start sooner', () => {
    const { schedule } = setUp();
    schedule.ended(12_000, 4_000);
    const asked = { ...quiet, start: 'full', asked: true } as const;
    expect(schedule.leftMs(asked)).toBe(8_000);
  });

  it('compares a live table every hour', () => {
    const { schedule } = setUp();
    schedule.ended(10);
    expect(schedule.leftMs(live)).toBe(60 * minute);
  });
});
