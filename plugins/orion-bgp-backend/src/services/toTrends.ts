import { Trend } from '@orion/backstage-plugin-orion-bgp-common';
import { TrendRow } from '../database/SessionStore';

/** One line of values per session and family. */
export function toTrends(rows: TrendRow[], steps: number): Trend[] {
  const trends = new Map<string, Trend>();
  for (const { router, session, family, step, counters } of rows) {
    const known = counters.received?.value !== undefined;
    const counter = known ? 'received' : 'accepted';
    const key = JSON.stringify([router, session, family]);
    const trend = trends.get(key) ?? {
      router,
      session,
      family,
      counter,
      values: Array.from({ length: steps }, () => null),
    };
    trends.set(key, trend);
    // Counted differently before: the two make no line.
    if (trend.counter !== counter) {
      trend.counter = counter;
      trend.values.fill(null);
    }
    trend.values[step] = counters[counter]?.value ?? null;
  }
  return [...trends.values()].filter(({ values }) =>
    values.some(value => value !== null),
  );
}
