import { CommunityDictionary } from './CommunityDictionary';

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
  ])('explains %s', (value, meaning) => {
    expect(dictionary.find(value)).toEqual(meaning);
  });
});
