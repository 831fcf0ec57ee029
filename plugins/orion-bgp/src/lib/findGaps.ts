import { NamedSeries } from './NamedSeries';
import { sampleStep } from './sampleStep';

/** A while of which a series tells nothing, in Unix seconds. */
export interface Gap {
  /** When the first sample was due that is not there. */
  from: number;
  /** Of the first sample after it, or the end of the series. */
  to: number;
}

/** A sample can slip into the next step. */
const MAX_MISSING = 1.5;

/** Where samples are `null`, and where there are none though they were due; oldest first. */
export function findGaps({
  times,
  values,
}: Pick<NamedSeries, 'times' | 'values'>): Gap[] {
  const step = sampleStep(times);
  const known = times.flatMap((_, index) =>
    values[index] === null ? [] : [index],
  );
  const gaps = known.slice(1).flatMap((next, index) => {
    const last = known[index];
    const [from, to] = [times[last], times[next]];
    return next - last > 1 || to - from > MAX_MISSING * step
      ? [{ from: Math.min(from + step, to), to }]
      : [];
  });
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) {
    return times.length === 0 ? [] : [{ from: times[0], to: times.at(-1)! }];
  }
  const end = times.at(-1)!;
  return [
    ...(first > 0 ? [{ from: times[0], to: times[first] }] : []),
    ...gaps,
    ...(last < times.length - 1
      ? [{ from: Math.min(times[last] + step, end), to: end }]
      : []),
  ];
}
