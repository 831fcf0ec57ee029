import { CommunityDictionary, isCommunityPattern } from './CommunityDictionary';

describe('CommunityDictionary', () => {
  const dictionary = new CommunityDictionary([
    { pattern: '394955:65666:*', text: 'refused, reason $1', filter: true },
    { pattern: '394955:65666:1', text: 'RPKI invalid', filter: true },
    { pattern: '6939:*', text: 'learned in region $1 ($2)' },
    { pattern: '*:666', text: 'blackholed by AS$1' },
  ]);

  it.each([
    ['394955:65666:1', { text: 'RPKI invalid', filter: true }],
    ['394955:65666:9', { text: 'refused, reason 9', filter: true }],
    ['6939:100', { text: 'learned in region 100 ($2)', filter: false }],
    ['6939:666', { text: 'learned in region 666 ($2)', filter: false }],
    ['64500:666', { text: 'blackholed by AS64500', filter: false }],
    ['64500:1', undefined],
    ['6939:1:2', undefined],
    ['NO_EXPORT', undefined],
    // Shown by name, and a number all the same.
    ['BLACKHOLE', { text: 'blackholed by AS65535', filter: false }],
  ])('explains %s', (value, meaning) => {
    expect(dictionary.find(value)).toEqual(meaning);
  });

  it.each(['65535:666', 'BLACKHOLE'])('takes %s for one thing', pattern => {
    const one = new CommunityDictionary([{ pattern, text: 'dropped' }]);
    for (const value of ['BLACKHOLE', '65535:666']) {
      expect(one.find(value)).toEqual({ text: 'dropped', filter: false });
    }
  });

  it.each([
    ['394955:65666:*', true],
    ['*:666', true],
    ['NO_EXPORT', true],
    ['rt:64500:*', true],
    ['64500', false],
    ['65536:1', false],
    ['1:2:3:4', false],
    ['64500:1x', false],
    ['64500:', false],
    ['no_export', false],
    ['', false],
  ])('knows whether %s is a pattern', (pattern, is) => {
    expect(isCommunityPattern(pattern)).toBe(is);
  });
});
