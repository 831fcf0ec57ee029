import { LineReader } from './LineReader';

const read = (text: string, size = text.length) => {
  const reader = new LineReader();
  for (let at = 0; at < text.length && !reader.end; at += size) {
    reader.push(Buffer.from(text.slice(at, at + size)));
  }
  return reader;
};

it.each([1, 2, 3, 5, 1000])('reads codes and continuations, %s by %s', size => {
  const reader = read(
    '1000-BIRD 2.0.12\n1011-Router ID is 192.0.2.1\n Hostname is gw1\n+a log line\n \n0013 Daemon is up\n',
    size,
  );
  expect(reader.lines).toEqual([
    { code: 1000, text: 'BIRD 2.0.12' },
    { code: 1011, text: 'Router ID is 192.0.2.1' },
    { code: 1011, text: 'Hostname is gw1' },
    { code: 1011, text: '' },
  ]);
  expect(reader.end).toMatchObject({ code: 13, text: 'Daemon is up' });
});

it('does not split a letter of two bytes', () => {
  const bytes = Buffer.from('1006-  Description: Zürich\n0000 \n');
  const reader = new LineReader();
  bytes.forEach(byte => reader.push(Uint8Array.of(byte)));
  expect(reader.lines[0].text).toBe('  Description: Zürich');
});

it('ends at the last line and keeps what came behind it', () => {
  const { end } = read('0000 \nmore');
  expect(Buffer.from(end!.rest).toString()).toBe('more');
  expect(read('1007-half').end).toBeUndefined();
  expect(read('0001\n').end).toMatchObject({ code: 1, text: '' });
});

it.each(['<html>\n', ' first\n', '12\n', '123x-\n'])('refuses %j', text => {
  expect(() => read(text)).toThrow('no reply');
});

it('refuses a line without an end', () => {
  expect(() => read('1007-'.padEnd(70_000, 'x'))).toThrow('without an end');
});

it.each([
  ['short ones', ' \n', 1_048_576],
  ['long ones', ` ${'x'.repeat(1000)}\n`, 63_073],
])('refuses lines without an end: %s', (_, line, most) => {
  const reader = new LineReader();
  reader.push(Buffer.from('1002-\n'));
  const block = Buffer.from(line.repeat(1_000));
  const readOn = () => {
    for (let at = 0; at < 2 * most; at += 1_000) {
      reader.push(block);
    }
  };
  expect(readOn).toThrow('far more lines than such an answer has');
  expect(reader.lines.length).toBe(most);
});
