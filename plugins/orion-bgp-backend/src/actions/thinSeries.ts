import { CounterSeries } from '@orion/backstage-plugin-orion-bgp-common';

/** A value at a moment; `null` where none was kept. */
export interface SeriesPoint {
  /** ISO UTC. */
  at: string;
  value: number | null;
}

/**
 * At most so many points of a series, in equal steps up to its end: the newest of
 * each step, and a step without any value where the newest says that there is none.
 *
 * @param seconds - What the series goes back at most.
 */
export function thinSeries(
  { times, values }: Pick<CounterSeries, 'times' | 'values'>,
  { points, seconds }: { points: number; seconds: number },
): SeriesPoint[] {
  const end = times.at(-1) ?? 0;
  const step = seconds / points;
  const newest = new Map<number, number>();
  times.forEach((time, index) => {
    const place = Math.floor((end - time) / step);
    if (place < points) {
      newest.set(place, index);
    }
  });
  return [...newest.values()].map(index => ({
    at: new Date(times[index] * 1000).toISOString(),
    value: values[index],
  }));
}
