import { disableInputSchema, softResetInputSchema } from './input';

const order = { router: 'gw1', session: 'he_v6', name: 'he_v6' };
const parse = (reason: string) =>
  disableInputSchema.safeParse({ ...order, reason });

describe('the input of actions on sessions', () => {
  it.each([
    ['one octet', 'x'],
    ['128 octets of one each', 'x'.repeat(128)],
    ['128 octets of two each', 'ü'.repeat(64)],
    ['128 octets of four each', '🚧'.repeat(32)],
  ])('takes a reason of %s', (_, reason) => {
    expect(parse(reason).success).toBe(true);
  });

  it.each([
    ['nothing', '', /say why/],
    ['129 octets', 'x'.repeat(129), /129 octets.*128/],
    ['65 characters of two octets', 'ü'.repeat(65), /130 octets/],
    ['one octet beyond', `${'🚧'.repeat(32)}x`, /129 octets/],
    ['a line break', 'a\nb', /control characters/],
    ['a NUL', 'a\0b', /control characters/],
    ['half a character', 'a\ud83d', /whole Unicode/],
  ])('refuses a reason with %s', (_, reason, problem) => {
    expect(parse(reason).error?.issues[0].message).toMatch(problem);
  });

  it('refuses fields it does not know, and directions there are not', () => {
    const base = { router: 'gw1', session: 'he_v6', reason: 'x' };
    expect(disableInputSchema.safeParse({ ...base }).success).toBe(false);
    expect(
      softResetInputSchema.safeParse({ ...base, direction: 'up' }).success,
    ).toBe(false);
    expect(
      softResetInputSchema.safeParse({ ...base, direction: 'in', name: 'x' })
        .success,
    ).toBe(false);
  });
});
