import { parseBfd } from './parseBfd';

it('finds the state of each neighbor', () => {
  const texts = [
    'bfd1:',
    'IP address                Interface  State      Since         Interval  Timeout',
    '198.51.100.1              eth0       Up         2026-11-26 05:45:40    0.100    0.500',
    '2001:db8::1               ---        Down       05:45:40      1.000    0.000',
    'fe80::1                   eth0       Init       05:45:40      1.000    0.000',
    'fe80::1                   eth1       Up         05:45:40      1.000    0.000',
  ];
  const lines = texts.map(text => ({ code: 1020, text }));
  expect(Object.fromEntries(parseBfd(lines))).toEqual({
    '198.51.100.1': 'Up',
    '2001:db8::1': 'Down',
    'fe80::1%eth0': 'Init',
    'fe80::1%eth1': 'Up',
  });
  expect(parseBfd([{ code: 1020, text: 'bfd1: is not up' }]).size).toBe(0);
});
