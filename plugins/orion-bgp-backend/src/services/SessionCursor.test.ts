import { readSessionCursor, writeSessionCursor } from './SessionCursor';

const encode = (value: unknown) =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

describe('SessionCursor', () => {
  it('names the session a page ended with', () => {
    const key = { router: 'gw2', session: '2001:db8:100::1' };
    const cursor = writeSessionCursor(key);
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(readSessionCursor(cursor)).toEqual(key);
  });

  it.each([
    ['no JSON', '!'],
    ['nothing', ''],
    ['one name', encode(['gw1'])],
    ['three names', encode(['gw1', 'he_v6', 'x'])],
    ['no names', encode(['gw1', 6])],
    ['a zero', encode(['gw1', 'he\0v6'])],
    ['an object', encode({ router: 'gw1', session: 'he_v6' })],
    ['too long', encode(['gw1', 'x'.repeat(1_000)])],
  ])('refuses %s', (_, text) => {
    expect(() => readSessionCursor(text)).toThrow(
      'cursor: not one this list handed out',
    );
  });
});
