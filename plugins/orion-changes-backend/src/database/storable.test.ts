import { canonicalDigest, canonicalJson } from '../record/canonicalJson';
import { isStorable, storableJson, storableText } from './storable';

describe('storable', () => {
  it.each([
    ['a\u0000b', 'a\ufffdb'],
    ['half \ud83d', 'half \ufffd'],
    ['half \udc00 other', 'half \ufffd other'],
    ['whole 😀', 'whole 😀'],
    ['an escape as text: \\u0000', 'an escape as text: \\u0000'],
    ['\\\u0000', '\\\ufffd'],
  ])('%j becomes %j, in text and in JSON', (given, expected) => {
    expect(storableText(given)).toBe(expected);
    expect(storableJson({ [given]: [given] })).toEqual({
      [expected]: [expected],
    });
    expect(isStorable(given)).toBe(given === expected);
  });

  it('leaves out what JSON does not have', () => {
    expect(storableJson({ a: undefined, at: new Date(0), n: -0 })).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      n: 0,
    });
    expect(isStorable(undefined)).toBe(true);
  });
});

describe('canonicalJson', () => {
  it.each<[unknown, string]>([
    [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    [{ a: undefined, b: {} }, '{"b":{}}'],
    [[undefined], '[null]'],
    [
      { '\u20ac': 1, '\r': 2, 1: 3, '\ud83d\ude00': 4, '\ufb33': 5 },
      '{"\\r":2,"1":3,"€":1,"😀":4,"\ufb33":5}',
    ],
    [[1e21, 0.1, -0, 1e-7], '[1e+21,0.1,0,1e-7]'],
    ['"\n', '"\\"\\n"'],
  ])('%j', (value, expected) => {
    expect(canonicalJson(value)).toBe(expected);
  });

  it.each([[NaN], [Infinity], [() => 1], [1n], [Symbol('s')]])(
    'refuses %p',
    value => {
      expect(() => canonicalJson({ value })).toThrow(TypeError);
    },
  );

  it('does not depend on the order of members, and does on everything else', () => {
    const digest = canonicalDigest({ a: 1, b: { c: [1, 2] } });
    expect(canonicalDigest({ b: { c: [1, 2] }, a: 1 })).toBe(digest);
    expect(canonicalDigest({ b: { c: [2, 1] }, a: 1 })).not.toBe(digest);
    expect(canonicalDigest({ b: { c: [1, 2] }, a: '1' })).not.toBe(digest);
  });
});
