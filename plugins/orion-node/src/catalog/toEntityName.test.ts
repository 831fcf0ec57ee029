import { toEntityName } from './toEntityName';

it.each([
  ['gw1', 'gw1'],
  ['bgp-gw1-he_v6', 'bgp-gw1-he_v6'],
  ['bgp-gw1-2001:db8::1', /^bgp-gw1-2001-db8-1-[0-9a-f]{10}$/],
  ['a'.repeat(80), /^a{52}-[0-9a-f]{10}$/],
  ['::', /^[0-9a-f]{10}$/],
])('%s', (name, expected) => {
  expect(toEntityName(name)).toMatch(
    typeof expected === 'string' ? new RegExp(`^${expected}$`) : expected,
  );
});

it('keeps apart what looks alike afterwards', () => {
  expect(toEntityName('x-2001:db8::1')).not.toBe(toEntityName('x-2001:db8:1'));
});
