import { BitSet } from './BitSet';
import { ByteInterner } from './ByteInterner';

const text = (value: string) => Buffer.from(value);

describe('ByteInterner', () => {
  it('gives each string of bytes one number', () => {
    const interner = new ByteInterner();
    expect(interner.intern(text(''))).toBe(0);
    expect(interner.intern(text('a'))).toBe(1);
    expect(interner.intern(text('xay'), 1, 2)).toBe(1);
    expect(interner.find(text('a'))).toBe(1);
    expect(interner.find(text('b'))).toBe(-1);
    expect(interner.count).toBe(2);
    expect(Buffer.from(interner.get(1)).toString()).toBe('a');
  });

  it('keeps what it took in, over many chunks and more room', () => {
    const interner = new ByteInterner();
    const entries = Array.from({ length: 60_000 }, (_, at) =>
      text(`${at} ${'x'.repeat(at % 90)}`),
    );
    entries.forEach((entry, at) => expect(interner.intern(entry)).toBe(at));
    interner.trim();
    entries.push(Buffer.alloc(0xffff, 7), Buffer.alloc(0xffff, 8));
    entries.forEach((entry, at) => expect(interner.intern(entry)).toBe(at));
    expect(entries.every((entry, at) => entry.equals(interner.get(at)))).toBe(
      true,
    );
    expect(() => interner.intern(Buffer.alloc(0x10000))).toThrow(RangeError);
  });

  it('keeps a copy', () => {
    const interner = new ByteInterner();
    const bytes = text('abc');
    interner.intern(bytes);
    bytes.fill(0);
    expect(interner.find(text('abc'))).toBe(0);
  });

  it('drops what is not alive and numbers the rest anew', () => {
    const interner = new ByteInterner();
    const live = new BitSet(1000);
    for (let at = 0; at < 1000; at++) {
      interner.intern(text(`entry ${at}`));
      if (at % 3 === 0) {
        live.add(at);
      }
    }
    const numbers = interner.compact(live);
    expect(interner.count).toBe(334);
    expect(Buffer.from(interner.get(numbers[999])).toString()).toBe(
      'entry 999',
    );
    expect(interner.find(text('entry 1'))).toBe(-1);
    expect(interner.intern(text('entry 1'))).toBe(334);
  });
});
