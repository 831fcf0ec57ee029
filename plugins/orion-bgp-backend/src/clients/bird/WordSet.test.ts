import { seededRandom } from './testing';
import { WordSet } from './WordSet';

it.each([1, 2, 3] as const)(
  'sorts members of %s words and drops repetitions',
  width => {
    const random = seededRandom(width);
    const set = new WordSet();
    for (const size of [0, 1, 2, 20, 33, 400]) {
      const members = Array.from({ length: size }, () =>
        Array.from({ length: width }, () =>
          random() % 2 ? random() % 4 : random(),
        ),
      );
      set.clear(width);
      members.forEach(([a, b, c]) => set.add(a, b, c));
      const key = (member: number[]) =>
        member.map(word => String(word).padStart(10, '0')).join();
      const expected = [...new Map(members.map(m => [key(m), m])).entries()]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([, member]) => member);
      const count = set.sort();
      expect([...set.words.subarray(0, count)]).toEqual(expected);
      expect(set.overflowed).toBe(false);
    }
  },
);

it('holds no more than an attribute can', () => {
  const set = new WordSet();
  set.clear(3);
  for (let member = 0; member < 6_000; member++) {
    set.add(member, 0, 0);
  }
  expect(set.overflowed).toBe(true);
  expect(set.sort()).toBe(16_383);
});
