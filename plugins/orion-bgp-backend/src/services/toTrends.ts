import { Trend } from '@orion/backstage-plugin-orion-bgp-common';
import { TrendRow } from '../database/SessionStore';

/** Shorter ones would be dots. */
const FEWEST_STEPS = 12;

/** One line of values per session and family, without steps before any of them began. */
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
  const known = [...trends.values()].filter(
    ({ values }) => beginOf(values) >= 0,
  );
  const from = Math.min(
    Math.max(0, steps - FEWEST_STEPS),
    ...known.map(({ values }) => beginOf(values)),
  );
  return known.map(trend => ({ ...trend, values: trend.values.slice(from) }));
}

function beginOf(values: Trend['values']): number {
  return values.findIndex(value => value !== null);
}
