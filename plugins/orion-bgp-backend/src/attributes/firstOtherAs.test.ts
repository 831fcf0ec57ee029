import { encodeAttributes } from './encodeAttributes';
import { firstOtherAs } from './firstOtherAs';
import { AsPathSegment } from '../routes/PathAttributes';

const own = new Set([394955]);
const sequence = (...asns: number[]): AsPathSegment => ({
  type: 'sequence',
  asns,
});
const bytes = (...asPath: AsPathSegment[]) =>
  encodeAttributes({ origin: 0, asPath, med: 5, localPref: 100 });

it.each<[string, AsPathSegment[], number | undefined]>([
  ['nobody', [], undefined],
  ['the own AS', [sequence(394955)], undefined],
  ['the own AS, prepended', [sequence(394955, 394955, 394955)], undefined],
  ['another one', [sequence(6939)], 6939],
  ['another one behind the own', [sequence(394955, 6939)], 6939],
  ['another one before the own', [sequence(6939, 394955)], 6939],
  ['a set', [sequence(394955), { type: 'set', asns: [64500, 64501] }], 64500],
  ['members', [{ type: 'confed-sequence', asns: [65001] }], undefined],
  [
    'a set of members',
    [{ type: 'confed-set', asns: [65001, 65002] }],
    undefined,
  ],
  [
    'another one behind members',
    [{ type: 'confed-sequence', asns: [65001] }, sequence(64500)],
    64500,
  ],
  ['a long path of its own', [sequence(...Array(200).fill(394955))], undefined],
  [
    'a long path with another end',
    [sequence(...Array(200).fill(394955), 64500)],
    64500,
  ],
])('tells of a path of %s', (_, asPath, other) => {
  expect(firstOtherAs(bytes(...asPath), own)).toBe(other);
});

it('has no other AS in a route without a path, and none in broken bytes', () => {
  expect(
    firstOtherAs(encodeAttributes({ origin: 0, med: 5 }), own),
  ).toBeUndefined();
  expect(firstOtherAs(new Uint8Array(), own)).toBeUndefined();
  const cut = bytes(sequence(394955, 6939)).subarray(0, 9);
  expect(() => firstOtherAs(cut, own)).not.toThrow();
});
