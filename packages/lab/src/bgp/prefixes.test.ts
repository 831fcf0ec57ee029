import { covers, networkOf, parseHost, parseNetwork } from './prefixes';

it.each([
  ['192.0.2.0/24', 24],
  ['0.0.0.0/0', 0],
  ['2001:db8::/32', 32],
  ['::/0', 0],
  ['192.0.2.1/24', undefined],
  ['192.0.2.0', undefined],
  ['192.0.2.0/33', undefined],
  ['banana/8', undefined],
])('reads %s', (text, length) => {
  expect(parseNetwork(text)?.length).toBe(length);
});

it('knows what covers what', () => {
  const within = (inner: string, outer: string) =>
    covers(parseNetwork(outer)!, parseNetwork(inner)!);
  expect(within('192.0.2.128/25', '192.0.2.0/24')).toBe(true);
  expect(within('192.0.2.0/24', '192.0.2.0/24')).toBe(true);
  expect(within('192.0.2.0/24', '192.0.2.128/25')).toBe(false);
  expect(within('198.51.100.0/24', '192.0.2.0/24')).toBe(false);
  expect(within('2001:db8::/48', '0.0.0.0/0')).toBe(false);
  expect(covers(parseNetwork('::/0')!, parseHost('2001:db8::1')!)).toBe(true);
  expect(parseHost('192.0.2.0/24')).toBeUndefined();
});

it('finds the network of an address', () => {
  expect(networkOf('192.0.2.130/25')).toBe('192.0.2.128/25');
  expect(networkOf('2001:db8:1::1/48')).toBe('2001:db8:1::/48');
  expect(networkOf('banana')).toBeUndefined();
});
