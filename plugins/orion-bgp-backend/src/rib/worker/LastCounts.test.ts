import { TableCounts } from '../answer/TableCounts';
import { LastCounts } from './LastCounts';

const T0 = Date.parse('2026-11-01T10:00:00Z');
const minutes = (n: number) => new Date(T0 + n * 60_000).toISOString();

function setUp() {
  let now = 0;
  let received = 0;
  const count = jest.fn(
    (): TableCounts => ({
      ...{ router: 'gw2', state: 'live', unsent: ['ix'] },
      readSince: minutes(-60),
      sessions: [
        {
          session: 'he_v6',
          family: 'ipv6-unicast',
          counters: { received: { value: ++received, definition: 'index' } },
        },
      ],
    }),
  );
  const counts = new LastCounts(() => now);
  /** The table is whole that many seconds later. */
  const wholeAfter = (seconds: number, at: number) => {
    now += seconds * 1_000;
    counts.whole(T0 + at * 60_000, count);
  };
  const received0 = () => counts.kept?.sessions[0].counters.received?.value;
  return { counts, count, wholeAfter, received: received0 };
}

describe('LastCounts', () => {
  it('is right as long as nothing changed, without counting again', () => {
    const { counts, count, wholeAfter } = setUp();
    expect(counts.kept).toBeUndefined();
    wholeAfter(0, 0);
    wholeAfter(60, 1);
    wholeAfter(600, 11);
    expect(count).toHaveBeenCalledTimes(1);
    expect(counts.kept).toEqual({
      readSince: minutes(-60),
      sessions: [expect.objectContaining({ session: 'he_v6' })],
      unsent: ['ix'],
      countedAt: minutes(11),
    });
  });

  it('counts what changed again, though not over and over, and says of when that is', () => {
    const { counts, count, wholeAfter, received } = setUp();
    wholeAfter(0, 0);
    counts.changed();
    wholeAfter(5, 1);
    expect(received()).toBe(1);
    // It is no longer known to be right.
    expect(counts.kept?.countedAt).toBe(minutes(0));
    wholeAfter(10, 2);
    expect(received()).toBe(2);
    expect(counts.kept?.countedAt).toBe(minutes(2));
    expect(count).toHaveBeenCalledTimes(2);
  });

  it('counts another table at once, and keeps nothing of one that is not there', () => {
    const { counts, wholeAfter, received } = setUp();
    wholeAfter(0, 0);
    counts.replaced(true);
    expect(received()).toBe(1);
    wholeAfter(0, 1);
    expect(received()).toBe(2);
    counts.replaced(false);
    expect(counts.kept).toBeUndefined();
  });
});
