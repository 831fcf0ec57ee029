import { formatMoment } from '@orion/backstage-plugin-orion-react';

const ISO_TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** ORION's own sentence, and what it quotes after it; times as people read them. */
export function splitSummary(summary: string): { first: string; rest: string } {
  const text = summary.replace(ISO_TIME, time => formatMoment(new Date(time)));
  const [, first, rest] = /^(.+?[.:!?])\s+(?=[A-Z0-9])(.*)$/s.exec(text) ?? [];
  // Short sums of several sentences stay together: only quotes are long.
  return first && text.length > 120
    ? { first, rest }
    : { first: text, rest: '' };
}
