import { inTurn } from './inTurn';

/**
 * So many at once and no more: a place that refuses who comes when too many wait
 * answers however many questions there are, and others come between.
 */
export async function inLots<T, R>(
  items: readonly T[],
  size: number,
  ask: (item: T) => Promise<R>,
): Promise<R[]> {
  const starts = Array.from(
    { length: Math.ceil(items.length / size) },
    (_, lot) => lot * size,
  );
  const lots = await inTurn(starts, start =>
    Promise.all(items.slice(start, start + size).map(ask)),
  );
  return lots.flat();
}
