import { BitSet } from './BitSet';

describe('BitSet', () => {
  it.each([0, 1, 31, 32, 33, 64, 70])(
    'inverts %d members and no more',
    size => {
      const set = new BitSet(size);
      const members = Array.from({ length: size }, (_, id) => id);
      const even = members.filter(id => id % 2 === 0);
      even.forEach(id => set.add(id));
      expect(set.invert()).toBe(set);
      expect(members.filter(id => set.has(id))).toEqual(
        members.filter(id => id % 2 === 1),
      );
      expect(set.count()).toBe(size - even.length);
    },
  );
});
