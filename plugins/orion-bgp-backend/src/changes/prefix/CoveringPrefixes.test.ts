import { CoveringPrefixes } from './CoveringPrefixes';

describe('CoveringPrefixes', () => {
  const out = new CoveringPrefixes([
    '0.0.0.0/0',
    '::/0',
    '192.0.2.0/24',
    '2001:db8::/32',
    '2001:db8:f000::/36',
    '2001:db8:f000:1::/64',
  ]);

  it.each([
    ['192.0.2.128/25', '192.0.2.0/24'],
    ['2001:db8:f800::/37', '2001:db8:f000::/36'],
    ['2001:db8:f000::/36', '2001:db8::/32'],
    ['2001:db8:1::/48', '2001:db8::/32'],
    ['2001:db8:f000:1::1/128', '2001:db8:f000:1::/64'],
  ])('finds the most specific one around %s', (prefix, found) => {
    expect(out.find(prefix)).toBe(found);
  });

  it.each([
    ['itself', '192.0.2.0/24'],
    ['one beside it', '192.0.3.0/24'],
    ['one in it', '2001:db8::/31'],
    ['a default route', '198.51.100.0/24'],
    ['anything around what is no prefix', 'x'],
  ])('does not take %s', (_, prefix) => {
    expect(out.find(prefix)).toBeUndefined();
  });

  it('is quick with ten thousand in ten thousand', () => {
    const host = (at: number) => `10.0.${at >> 8}.${at % 256}/32`;
    const all = Array.from({ length: 10_000 }, (_, at) => host(at));
    const many = new CoveringPrefixes([...all, '10.0.0.0/8']);
    const began = performance.now();
    expect(all.every(prefix => many.find(prefix) === '10.0.0.0/8')).toBe(true);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
