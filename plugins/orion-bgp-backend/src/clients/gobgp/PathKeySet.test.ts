import { PathKeySet } from './PathKeySet';

it('knows 50,000 paths it was given and none of 50,000 others', () => {
  const known = new PathKeySet(1000);
  const address = new Uint8Array(16);
  const at = (index: number) => {
    address.set([0x20, 1, index >> 16, index >> 8, index], 0);
    return address;
  };
  for (let index = 0; index < 50_000; index++) {
    known.add(at(index), 40, index % 3, index % 2);
  }
  known.add(at(7), 40, 1, 1);
  expect(known.size).toBe(50_000);
  let wrong = 0;
  for (let index = 0; index < 50_000; index++) {
    wrong += known.has(at(index), 40, index % 3, index % 2) ? 0 : 1;
    wrong += known.has(at(index), 40, index % 3, 2) ? 1 : 0;
    wrong += known.has(at(index), 48, index % 3, index % 2) ? 1 : 0;
    wrong += known.has(at(index), 40, 3, index % 2) ? 1 : 0;
  }
  expect(wrong).toBe(0);
  expect(known.bytes).toBeLessThanOrEqual(50_000 * 48);
});

it('tells path ids of 32 bits apart', () => {
  const known = new PathKeySet();
  const address = Uint8Array.of(192, 0, 2, 0);
  known.add(address, 24, 0, 0x10000);
  expect(known.has(address, 24, 0, 0x10000)).toBe(true);
  expect(known.has(address, 24, 0, 1)).toBe(false);
  expect(known.has(address, 24, 0, 0)).toBe(false);
});
