import { parsePrefix } from './addresses';
import { covers } from './covers';

it.each([
  ['10.0.0.0/8', '10.255.255.0/24', true],
  ['10.0.0.0/8', '11.0.0.0/24', false],
  ['10.128.0.0/9', '10.127.0.0/16', false],
  ['10.128.0.0/9', '10.129.0.0/16', true],
  ['10.0.0.0/24', '10.0.0.0/8', false],
  ['10.0.0.1/32', '10.0.0.1/32', true],
  ['0.0.0.0/0', '2001:db8::/32', false],
  ['2001:db8:3949::/47', '2001:db8:3949::/48', true],
])('%s covers %s: %s', (outer, inner, expected) => {
  const [one, other] = [parsePrefix(outer)!, parsePrefix(inner)!];
  expect(covers(one, other)).toBe(expected);
});
