import {
  CounterDefinition,
  CounterHistory,
  CounterSeries,
  FamilyCounters,
} from '@orion/backstage-plugin-orion-bgp-common';
import { CounterSampleRow } from '../database/SessionStore';

/** Steps that may be missing before a line breaks: a sample can slip into the next step. */
const MAX_MISSING = 1.5;

/**
 * Samples as one series per family and counter. Where none was taken the series
 * has a `null`, so that no line is drawn over an outage.
 */
export function toCounterHistory(
  rows: CounterSampleRow[],
  stepSeconds: number,
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
  return {
    stepSeconds,
    series: [...series.values()].filter(({ values }) =>
      values.some(value => value !== null),
    ),
  };
}
