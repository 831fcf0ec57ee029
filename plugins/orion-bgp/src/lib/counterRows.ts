const MAX_ROWS = 200;

export interface CounterRow {
  /** Unix seconds. */
  time: number;
  /** One per series, in their order; `null` where nothing was read. */
  values: (number | null)[];
}

/** The newest rows of a table over several series, newest first, and how many there are. */
export function counterRows(
  series: { times: number[]; values: (number | null)[] }[],
): { rows: CounterRow[]; total: number } {
  const all = [...new Set(series.flatMap(line => line.times))].sort(
    (a, b) => b - a,
  );
  const times = all.slice(0, MAX_ROWS);
  const lines = series.map(
    line =>
      new Map(line.times.map((time, index) => [time, line.values[index]])),
  );
  const rows = times.map(time => ({
    time,
    values: lines.map(line => line.get(time) ?? null),
  }));
  return { rows, total: all.length };
}
