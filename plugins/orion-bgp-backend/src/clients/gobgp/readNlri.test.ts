import { formatPrefix } from '../../routes/addresses';
import { readNlri } from './readNlri';

it.each([
  ['00', 4, '0.0.0.0/0'],
  ['18c00002', 4, '192.0.2.0/24'],
  ['19c0000280', 4, '192.0.2.128/25'],
  ['19c00002ff', 4, '192.0.2.128/25'],
  ['20c0000201', 4, '192.0.2.1/32'],
  ['00', 16, '::/0'],
  ['3020010db80001', 16, '2001:db8:1::/48'],
  ['8020010db8000000000000000000000001', 16, '2001:db8::1/128'],
])('%s of %i bytes is %s', (hex, size, text) => {
  const address = new Uint8Array(size).fill(0xff);
  const length = readNlri(Buffer.from(hex, 'hex'), address)!;
  expect(formatPrefix(address, length)).toBe(text);
});

it.each([
  ['', 4],
  ['18c000', 4],
  ['18c0000200', 4],
  ['21c000020100', 4],
  ['8120010db800000000000000000000000100', 16],
])('%s of %i bytes is none', (hex, size) => {
  expect(
    readNlri(Buffer.from(hex, 'hex'), new Uint8Array(size)),
  ).toBeUndefined();
});
