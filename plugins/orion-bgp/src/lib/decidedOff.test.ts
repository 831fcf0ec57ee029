import { drift, hoursAgo, session } from '../tests/fakes';
import { decidedOff } from './decidedOff';

const { since: _, ...decided } = drift({ decidedAt: hoursAgo(3) });
const off = session({
  state: 'down',
  adminState: 'down',
  since: hoursAgo(3.01),
});

describe('decidedOff', () => {
  it('tells the change that switched a session off', () => {
    expect(decidedOff({ ...off, decided })).toEqual({ decided, later: false });
    expect(decidedOff({ ...off, since: undefined, decided })).toMatchObject({
      later: false,
    });
  });

  it('does not say that the change did what happened after it', () => {
    expect(decidedOff({ ...off, since: hoursAgo(1), decided })).toMatchObject({
      later: true,
    });
  });

  it.each([
    ['is on', { adminState: 'up' as const }],
    ['was stopped by its limit', { adminState: 'prefix-limit' as const }],
    ['is gone', { gone: true }],
    ['a change wanted on', { decided: { ...decided, state: 'up' as const } }],
    ['no change was about', { decided: undefined }],
  ])('says nothing of one that %s', (_name, over) => {
    expect(decidedOff({ ...off, decided, ...over })).toBeUndefined();
  });
});
