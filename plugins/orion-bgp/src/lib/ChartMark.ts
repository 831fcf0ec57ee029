import { StatusTone } from '@orion/backstage-plugin-orion-react';

/** A moment at which something happened, in a chart over time. */
export interface ChartMark {
  /** Unix seconds. */
  at: number;
  tone: StatusTone;
  /** What happened, in a few words. */
  text: string;
}

/** Those within some samples, oldest first. */
export function marksIn(marks: ChartMark[], times: number[]): ChartMark[] {
  const [start, end] = [times[0] ?? Infinity, times.at(-1) ?? -Infinity];
  return marks
    .filter(({ at }) => at >= start && at <= end)
    .sort((a, b) => a.at - b.at);
}
