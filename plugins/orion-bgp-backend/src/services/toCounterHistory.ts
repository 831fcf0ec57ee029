import {
  CounterDefinition,
  CounterHistory,
  CounterSeries,
  FamilyCounters,
} from '@orion/backstage-plugin-orion-bgp-common';
import { CounterSampleRow } from '../database/SessionStore';

/** Steps that may be missing before a line breaks: a sample can slip into the next step. */
const MAX_MISSING = 1.5;
/** Steps the newest sample may be old: one of a quarter of an hour comes when that is over. */
const MAX_LATE = 3;

/**
 * Samples as one series per family and counter. Where none was taken the series
 * has a `null`, so that no line is drawn over an outage and what was once is not
 * taken for what is now.
 *
 * @param now - Unix seconds.
 */
export function toCounterHistory(
  rows: CounterSampleRow[],
  stepSeconds: number,
  now: number,
): CounterHistory {
  const series = new Map<string, CounterSeries>();
  for (const { family, at, counters } of rows) {
    for (const [counter, { value, definition }] of Object.entries(counters)) {
      const key = `${family} ${counter} ${definition}`;
      const line = series.get(key) ?? {
        family,
        counter: counter as keyof FamilyCounters,
        definition: definition as CounterDefinition,
        times: [],
        values: [],
      };
      series.set(key, line);
      const last = line.times.at(-1);
      if (last !== undefined && at - last > MAX_MISSING * stepSeconds) {
        line.times.push(last + stepSeconds);
        line.values.push(null);
      }
      line.times.push(at);
      line.values.push(value ?? null);
    }
  }
  for (const { times, values } of series.values()) {
    const last = times.at(-1)!;
    if (now - last > MAX_LATE * stepSeconds) {
      times.push(last + stepSeconds, Math.floor(now));
      values.push(null, null);
    }
  }
  return {
    stepSeconds,
    series: [...series.values()].filter(({ values }) =>
      values.some(value => value !== null),
    ),
  };
}
