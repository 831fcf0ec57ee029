import { NamedSeries } from './NamedSeries';
import { sampleStep } from './sampleStep';

/**
 * Index of the sample that tells how it was at a moment: the nearest, when there is
 * none missing between. Undefined in a gap, and beyond the ends.
 *
 * @param at - Unix seconds.
 */
export function nearestSample(
  { times, values }: Pick<NamedSeries, 'times' | 'values'>,
  at: number,
): number | undefined {
  if (times.length === 0) {
    return undefined;
  }
  const after = firstFrom(times, at);
  const before = Math.max(0, after - 1);
  const nearest =
    after < times.length && times[after] - at < at - times[before]
      ? after
      : before;
  const index = times[after] === at ? after : nearest;
  return values[index] !== null &&
    Math.abs(times[index] - at) <= sampleStep(times)
    ? index
    : undefined;
}

/** Index of the first that is not before a moment; their number when all are. */
function firstFrom(times: number[], at: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
