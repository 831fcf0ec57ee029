import { isOwnOrigin } from './isOwnOrigin';

describe('isOwnOrigin', () => {
  it.each([
    ['no session brought it', { asPath: '' }, true],
    ['it was prepended to by us', { asPath: '64500', originAs: 64500 }, true],
    ['a router of ours told it', { session: 'gw1', asPath: '' }, true],
    ['a part of ours told it', { session: 'gw1', asPath: '(64512)' }, true],
    ['parts of ours told it', { session: 'x', asPath: '6939 [64512]' }, true],
    ['its path ends in a set', { session: 'x', asPath: '6939 {1 2}' }, false],
    [
      'somebody else announces it',
      { session: 'x', asPath: '6939', originAs: 6939 },
      false,
    ],
  ])('%s', (_, route, own) => {
    expect(isOwnOrigin(route)).toBe(own);
  });
});
