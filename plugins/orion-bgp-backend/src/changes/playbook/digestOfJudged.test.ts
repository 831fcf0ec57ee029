import { digestOfJudged } from './digestOfJudged';

describe('digestOfJudged', () => {
  const digest = (foreign: number, after: string[] = []) =>
    digestOfJudged({
      ...{ names: [], revived: [], onlyHere: [], unjudged: [] },
      announcements: [
        {
          ...{ router: 'gw1', session: 'he', neighborAs: 6939 },
          ...{ before: [], after, foreign, gone: false },
        },
      ],
    });

  it('is another one where others go out at all, and not for how many', () => {
    expect(digest(1)).toBe(digest(2));
    expect(digest(1)).not.toBe(digest(0));
    expect(digest(1)).not.toBe(digest(1, ['192.0.2.0/24']));
  });
});
