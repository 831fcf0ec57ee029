import { TrendRow } from '../database/SessionStore';
import { toTrends } from './toTrends';

const row = (session: string, step: number, value?: number): TrendRow => ({
  ...{ router: 'gw1', session, family: 'ipv6-unicast', step },
  counters: { received: { value, definition: 'bird.kept' } },
});
const valuesOf = (rows: TrendRow[]) =>
  toTrends(rows, 48).map(({ values }) => values);

describe('toTrends', () => {
  it('begins where the first of them does, and has gaps where nothing was read', () => {
    const [one, other] = valuesOf([
      row('a', 8, 5),
      row('a', 47, 7),
      row('b', 46, 1),
    ]);
    expect(one).toHaveLength(40);
    expect(one.flatMap((value, step) => (value === null ? [] : step))).toEqual([
      0, 39,
    ]);
    expect(other).toHaveLength(40);
    expect(other.at(-2)).toBe(1);
  });

  it('is no dot when it has just begun', () => {
    const [values] = valuesOf([row('a', 46, 5), row('a', 47, 5)]);
    expect(values).toEqual([...Array(10).fill(null), 5, 5]);
  });

  it('has no line of what no daemon counts', () => {
    expect(valuesOf([row('a', 3), row('a', 47)])).toEqual([]);
  });
});
