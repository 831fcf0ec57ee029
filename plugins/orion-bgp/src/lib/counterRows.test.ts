import { CounterSeries } from '@orion/backstage-plugin-orion-bgp-common';
import { counterRows } from './counterRows';

const series = (times: number[], values: (number | null)[]): CounterSeries => ({
  family: 'ipv6-unicast',
  counter: 'received',
  definition: 'bird.kept',
  times,
  values,
});

it('puts series with different times into one table, newest first', () => {
  expect(
    counterRows([series([60, 120], [1, null]), series([120, 180], [2, 3])]),
  ).toEqual({
    rows: [
      { time: 180, values: [null, 3] },
      { time: 120, values: [null, 2] },
      { time: 60, values: [1, null] },
    ],
    total: 3,
  });
});

it('has the newest of many, and says how many there are', () => {
  const times = Array.from({ length: 1_440 }, (_, index) => index * 60);
  const { rows, total } = counterRows([series(times, times)]);
  expect(total).toBe(1_440);
  expect(rows).toHaveLength(200);
  expect(rows[0].time).toBe(1_439 * 60);
});
