import { BenchTable } from '../../bench/BenchTable';
import {
  differenceOf,
  prefixesOfBirdc,
  prefixesOfGobgp,
} from '../../bench/daemonTools';
import { quantile } from '../../bench/quantile';

function finish(tell: (table: BenchTable) => void) {
  const lines: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((line = '') => {
    lines.push(line);
  });
  try {
    const table = new BenchTable();
    tell(table);
    return { code: table.finish(), printed: lines.join('\n') };
  } finally {
    log.mockRestore();
  }
}

const query = { atMost: 10, below: true, unit: 'ms' } as const;
const twice = { atMost: 2, unit: 'x' } as const;

it('ends well when every bar holds', () => {
  const { code, printed } = finish(table => {
    table.add({ what: 'AS', value: 9.99, text: '9.99 ms', bar: query });
    table.add({ what: 'read', value: 4, text: '4 ms', toolMs: 2, bar: twice });
    table.add({ what: 'only told', value: 1e9, text: 'long' });
  });
  expect(code).toBe(0);
  expect(printed).toContain('every bar held');
  expect(printed).toMatch(/read +4 ms +2\.00 ms +2\.00 +<= 2 x/);
});

it.each([
  [{ value: 10, text: '', bar: query }, 'it: is 10 ms, the bar is < 10 ms'],
  [{ value: NaN, text: '', bar: query }, 'it: is NaN ms, the bar is < 10 ms'],
  [
    { value: 5, text: '', toolMs: 2, bar: twice },
    'it: is 2.50 x, the bar is <= 2 x',
  ],
  [
    { value: 5, text: '', bar: twice },
    'it: was not measured, the bar is <= 2 x',
  ],
])('names a bar that was missed: %j', (row, line) => {
  const { code, printed } = finish(table => table.add({ what: 'it', ...row }));
  expect(code).toBe(1);
  expect(printed).toContain(`MISSED  ${line}`);
});

it('ends badly for an answer that differs', () => {
  const { code, printed } = finish(table => table.fail('the two differ'));
  expect(code).toBe(1);
  expect(printed).toContain('MISSED  the two differ');
});

it('reads the prefixes of both tools, and names those that differ', () => {
  const birdc = prefixesOfBirdc(
    [
      'Table master4:',
      '11.0.0.0/8           unicast [feeder 12:00:00] * (100) [AS1000i]',
      '\tvia 192.0.2.1 on lo',
      'Table master6:',
      '2400::/32            unicast [feeder 12:00:00] * (100) [AS1000i]',
    ].join('\n'),
  );
  expect([...birdc]).toEqual(['11.0.0.0/8', '2400::/32']);
  const gobgp = prefixesOfGobgp('{"11.0.0.0/8":[{}],"11.1.0.0/16":[{}]}');
  expect([...gobgp]).toEqual(['11.0.0.0/8', '11.1.0.0/16']);
  expect(prefixesOfGobgp('Network not in table\n').size).toBe(0);
  expect(differenceOf(birdc, birdc)).toBeUndefined();
  expect(differenceOf(birdc, gobgp)).toBe(
    'ORION lacks 1 (11.1.0.0/16) and has 1 (2400::/32) more',
  );
});

it.each([
  [0.5, 3],
  [0.95, 5],
  [0.99, 5],
  [1, 5],
  [0, 1],
])('finds the time that %d of all are below', (part, time) => {
  const times = [5, 3, 1, 2, 4];
  expect(quantile(times, part)).toBe(time);
  expect(times).toEqual([5, 3, 1, 2, 4]);
});

it('leaves the slowest of a hundred and one out of the p99', () => {
  const times = Array.from({ length: 101 }, (_, at) => at);
  expect(quantile(times, 0.99)).toBe(99);
  expect(quantile(times, 0.5)).toBe(50);
});
