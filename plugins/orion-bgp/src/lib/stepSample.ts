/**
 * Index of the sample an arrow key leads to, over those where nothing was read. What
 * is the first or last stays so.
 *
 * @param from - Undefined: none is read yet, and the arrow enters at its own end.
 */
export function stepSample(
  values: (number | null)[],
  from: number | undefined,
  key: 'ArrowLeft' | 'ArrowRight' | 'Home' | 'End',
): number | undefined {
  const known = values.flatMap((value, index) =>
    value === null ? [] : [index],
  );
  switch (key) {
    case 'Home':
      return known[0];
    case 'End':
      return known.at(-1);
    case 'ArrowLeft':
      return from === undefined
        ? known.at(-1)
        : known.findLast(index => index < from) ?? known[0];
    default:
      return from === undefined
        ? known[0]
        : known.find(index => index > from) ?? known.at(-1);
  }
}
