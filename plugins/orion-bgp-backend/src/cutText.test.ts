import { cutText } from './cutText';

describe('cutText', () => {
  it.each([
    ['session', 4, 'sess'],
    ['né🚀', 4, 'né🚀'],
    ['né🚀', 3, 'né'],
    ['a\ud83db', 9, 'a\ufffdb'],
    ['\udc00', 9, ''],
  ])('cuts %j to %i', (text, most, cut) => {
    expect(cutText(text, most)).toBe(cut);
  });
});
