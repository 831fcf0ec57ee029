import { NameTable } from './NameTable';

it('makes one string per name', () => {
  const table = new NameTable();
  const text = Buffer.from('he_v6 he_v4 he_v6x ');
  const name = (from: number, to: number) => table.name(text, from, to);
  expect([
    name(0, 5),
    name(6, 11),
    name(0, 5),
    name(12, 18),
    name(12, 17),
  ]).toEqual(['he_v6', 'he_v4', 'he_v6', 'he_v6x', 'he_v6']);
});

it('is not misled by names with the same hash', () => {
  const table = new NameTable();
  // 31 * 'A' + 'a' === 31 * 'B' + 'B'
  const text = Buffer.from('AaBBAa');
  expect([0, 2, 4].map(at => table.name(text, at, at + 2))).toEqual([
    'Aa',
    'BB',
    'Aa',
  ]);
});

it('does not keep a view of the bytes', () => {
  const table = new NameTable();
  const text = Buffer.from('static4');
  table.name(text, 0, 7);
  text.write('static6');
  expect(table.name(text, 0, 7)).toBe('static6');
});
