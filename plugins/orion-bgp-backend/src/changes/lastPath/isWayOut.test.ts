import { isWayOut } from './isWayOut';

describe('isWayOut', () => {
  const he = {
    name: 'he_v6',
    state: 'established',
    type: 'external',
  } as const;

  it('wants a session with somebody else that is up', () => {
    expect(isWayOut({}, he)).toBe(true);
    expect(isWayOut({}, { ...he, state: 'idle' })).toBe(false);
    expect(isWayOut({}, { ...he, type: 'internal' })).toBe(false);
  });

  it('counts nothing of a neighbor that restarts, though the session is up', () => {
    expect(isWayOut({}, { ...he, restarting: true })).toBe(false);
  });

  it('takes no stand-in for the world', () => {
    expect(isWayOut({ standIns: ['test6'] }, he)).toBe(true);
    expect(isWayOut({ standIns: ['test6', 'he_v6'] }, he)).toBe(false);
  });
});
