import { thinSeries } from './thinSeries';

const T0 = Date.parse('2026-11-01T10:00:00Z') / 1000;
const at = (seconds: number) => new Date((T0 + seconds) * 1000).toISOString();

/** A sample a minute, from the oldest to the newest. */
function minutes(values: (number | null)[]) {
  return { times: values.map((_, index) => T0 + index * 60), values };
}

describe('thinSeries', () => {
  it('has all of a short one', () => {
    const series = minutes([1, null, 3]);
    expect(thinSeries(series, { points: 10, seconds: 600 })).toEqual([
      { at: at(0), value: 1 },
      { at: at(60), value: null },
      { at: at(120), value: 3 },
    ]);
  });

  it('has the newest of each step of a long one, the last one always', () => {
    const series = minutes(Array.from({ length: 1_440 }, (_, index) => index));
    const thin = thinSeries(series, { points: 48, seconds: 86_400 });
    expect(thin).toHaveLength(48);
    expect(thin.at(-1)).toEqual({ at: at(1_439 * 60), value: 1_439 });
    expect(thin.slice(-3).map(({ value }) => value)).toEqual([
      1_379, 1_409, 1_439,
    ]);
  });

  it('never has more than asked for, and none of nothing', () => {
    const series = minutes(Array.from({ length: 500 }, () => 1));
    expect(thinSeries(series, { points: 7, seconds: 90 }).length).toBe(2);
    expect(thinSeries(minutes([]), { points: 7, seconds: 60 })).toEqual([]);
  });
});
