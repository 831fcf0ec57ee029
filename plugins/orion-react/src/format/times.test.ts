import { formatSince } from './times';

describe('formatSince', () => {
  const now = new Date(2026, 2, 17, 14, 2);

  it.each([
    [new Date(2026, 2, 17, 3, 12), '03:12'],
    [new Date(2026, 2, 16, 14, 3), '14:03'],
    [new Date(2026, 2, 16, 14, 1), '16 Mar 14:01'],
    [new Date(2025, 2, 17, 3, 12), '17 Mar 2025 03:12'],
    // What comes is told as what was.
    [new Date(2026, 2, 17, 15, 0), '15:00'],
    [new Date(2026, 2, 19, 15, 0), '19 Mar 15:00'],
  ])('tells %s as %s', (at, text) => {
    expect(formatSince(at, now.getTime())).toBe(text);
  });
});
