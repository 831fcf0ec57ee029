import { parsePrefix } from '../../routes/addresses';
import { toPrefixKey } from '../table/PrefixKey';
import { MAX_MOVES, MoveLog } from './MoveLog';

const key = (prefix: string) => {
  const { family, address, length } = parsePrefix(prefix)!;
  return toPrefixKey(family, address, length);
};

describe('MoveLog', () => {
  it('tells what moved at a time or after it', () => {
    const log = new MoveLog();
    expect(log.since(0).isEmpty).toBe(true);
    log.note(key('2001:db8::/32'), 5_000);
    log.note(key('192.0.2.0/24'), 9_000);
    const seen = log.since(5_000);
    expect(seen.isEmpty).toBe(false);
    expect(seen.has(key('2001:db8::/32'))).toBe(true);
    expect(seen.has(key('192.0.2.0/24'))).toBe(true);
    for (const other of ['2001:db8::/33', '192.0.2.0/25', '0.0.0.0/0']) {
      expect(seen.has(key(other))).toBe(false);
    }
    const later = log.since(9_000);
    expect(later.has(key('2001:db8::/32'))).toBe(false);
    expect(later.has(key('192.0.2.0/24'))).toBe(true);
    expect(log.since(10_000).isEmpty).toBe(true);
  });

  it('knows of a prefix when it moved last', () => {
    const log = new MoveLog();
    log.note(key('192.0.2.0/24'), 1_000);
    expect(log.since(2_000).has(key('192.0.2.0/24'))).toBe(false);
    log.note(key('198.51.100.0/24'), 3_000);
    log.note(key('192.0.2.0/24'), 4_000);
    expect(log.since(2_000).has(key('192.0.2.0/24'))).toBe(true);
    // Nothing is from before the clock began.
    expect(log.since(-60_000).has(key('192.0.2.0/24'))).toBe(true);
  });

  it('forgets the oldest where there are too many', () => {
    const log = new MoveLog();
    const at = (index: number) => ({
      ...{ family: 4 as const, a: (0x0a000000 + index * 256) >>> 0, b: 0 },
      ...{ c: 0, d: 0, length: 24 },
    });
    const total = 2 * MAX_MOVES + 10;
    for (let index = 0; index < total; index++) {
      log.note(at(index), index);
    }
    const seen = log.since(0);
    expect(seen.has(at(0))).toBe(false);
    expect(seen.has(at(MAX_MOVES - 10_000))).toBe(false);
    for (const index of [MAX_MOVES + 2_000, 2 * MAX_MOVES, total - 1]) {
      expect(seen.has(at(index))).toBe(true);
    }
    // Of one moment only so many stay, too.
    const burst = new MoveLog();
    for (let index = 0; index < total; index++) {
      burst.note(at(index), 7_000);
    }
    const kept = Array.from({ length: total }, (_, index) =>
      burst.since(0).has(at(index)) ? 1 : 0,
    ).reduce<number>((sum, one) => sum + one, 0);
    expect(kept).toBeLessThanOrEqual(MAX_MOVES + 10);
    expect(kept).toBeGreaterThan(0);
  });
});
