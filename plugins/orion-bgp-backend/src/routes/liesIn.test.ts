import { liesIn } from './liesIn';

describe('liesIn', () => {
  it.each([
    ['192.0.2.0/24', ['192.0.2.0/24'], true],
    ['192.0.2.128/25', ['198.51.100.0/24', '192.0.2.0/24'], true],
    ['192.0.2.0/23', ['192.0.2.0/24'], false],
    ['2001:db8:1::/48', ['2001:db8::/32'], true],
    ['2001:db9::/48', ['2001:db8::/32'], false],
    // The same leading bits in another family.
    ['0.0.0.0/8', ['::/0'], false],
    ['192.0.2.0/24', [], false],
    ['192.0.2.0/24', ['AS64500'], false],
    ['here', ['0.0.0.0/0', '::/0'], false],
  ])('%s in %j: %s', (prefix, outer, answer) => {
    expect(liesIn(prefix, outer)).toBe(answer);
  });
});
