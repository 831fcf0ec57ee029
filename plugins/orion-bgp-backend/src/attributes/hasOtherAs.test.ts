import { encodeAttributes } from './encodeAttributes';
import { hasOtherAs } from './hasOtherAs';
import { AsPathSegment } from '../routes/PathAttributes';

const own = new Set([394955]);
const sequence = (...asns: number[]): AsPathSegment => ({
  type: 'sequence',
  asns,
});
const bytes = (...asPath: AsPathSegment[]) =>
  encodeAttributes({ origin: 0, asPath, med: 5, localPref: 100 });

it.each<[string, AsPathSegment[], boolean]>([
  ['nobody', [], false],
  ['the own AS', [sequence(394955)], false],
  ['the own AS, prepended', [sequence(394955, 394955, 394955)], false],
  ['another one', [sequence(6939)], true],
  ['another one behind the own', [sequence(394955, 6939)], true],
  ['another one before the own', [sequence(6939, 394955)], true],
  ['a set', [sequence(394955), { type: 'set', asns: [64500, 64501] }], true],
  ['members', [{ type: 'confed-sequence', asns: [65001] }], false],
  ['a set of members', [{ type: 'confed-set', asns: [65001, 65002] }], false],
  [
    'another one behind members',
    [{ type: 'confed-sequence', asns: [65001] }, sequence(64500)],
    true,
  ],
  ['a long path of its own', [sequence(...Array(200).fill(394955))], false],
  [
    'a long path with another end',
    [sequence(...Array(200).fill(394955), 64500)],
    true,
  ],
])('tells of a path of %s', (_, asPath, other) => {
  expect(hasOtherAs(bytes(...asPath), own)).toBe(other);
});

it('has no other AS in a route without a path, and none in broken bytes', () => {
  expect(hasOtherAs(encodeAttributes({ origin: 0, med: 5 }), own)).toBe(false);
  expect(hasOtherAs(new Uint8Array(), own)).toBe(false);
  const cut = bytes(sequence(394955, 6939)).subarray(0, 9);
  expect(() => hasOtherAs(cut, own)).not.toThrow();
});
