const PADDING = 2;

/**
 * One SVG path per stretch without gaps: where nothing was read there is no
 * line. The vertical scale runs from the smallest to the largest value.
 */
export function sparklinePaths(
  values: (number | null)[],
  width: number,
  height: number,
): string[] {
  const known = values.filter((value): value is number => value !== null);
  const min = Math.min(...known);
  const span = Math.max(...known) - min;
  const x = (index: number) =>
    PADDING + (index / Math.max(1, values.length - 1)) * (width - 2 * PADDING);
  const y = (value: number) =>
    span === 0
      ? height / 2
      : height - PADDING - ((value - min) / span) * (height - 2 * PADDING);
  const paths: string[] = [];
  let points: string[] = [];
  const end = () => {
    if (points.length > 0) {
      // A lone point is a dot: a line of no length with round caps.
      paths.push(`M${points.join('L')}${points.length === 1 ? 'h0' : ''}`);
    }
    points = [];
  };
  values.forEach((value, index) => {
    if (value === null) {
      end();
    } else {
      points.push(`${x(index).toFixed(1)} ${y(value).toFixed(1)}`);
    }
  });
  end();
  return paths;
}
