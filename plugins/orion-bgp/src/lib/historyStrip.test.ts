import { SessionTransition } from '@orion/backstage-plugin-orion-bgp-common';
import { historyStrip, KnownHistory } from './historyStrip';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const HOUR = 3_600_000;

const transition = (
  hoursAgo: number,
  to: SessionTransition['to'],
  over: Partial<SessionTransition> = {},
): SessionTransition => ({
  id: String(hoursAgo),
  observedAt: new Date(NOW - hoursAgo * HOUR).toISOString(),
  to,
  adminState: 'up',
  flap: false,
  ...over,
});

const ago = (hours: number) => new Date(NOW - hours * HOUR).toISOString();

const strip = (
  transitions: SessionTransition[],
  more: Partial<KnownHistory> = {},
) =>
  historyStrip(
    { transitions, silences: [], knownUntil: NOW - 3_000, ...more },
    NOW,
    10 * HOUR,
  );

describe('historyStrip', () => {
  it('is as it is now where nothing else is known of the range', () => {
    expect(strip([transition(20, 'established')])).toEqual({
      segments: [{ state: 'up', share: 1 }],
      upShare: 1,
    });
  });

  it('has a stretch per state, and counts only what was watched', () => {
    const { segments, upShare } = strip([
      transition(2, 'established'),
      transition(3, 'idle', { flap: true }),
      transition(6, 'established'),
    ]);
    expect(segments.map(({ state }) => state)).toEqual([
      'unknown',
      'up',
      'down',
      'up',
    ]);
    expect(segments.map(({ share }) => Math.round(share * 10))).toEqual([
      4, 3, 1, 2,
    ]);
    expect(upShare).toBeCloseTo(5 / 6);
  });

  it('tells one that was switched off from one that is down', () => {
    const { segments } = strip([
      transition(5, 'down', { adminState: 'down' }),
      transition(12, 'established'),
    ]);
    expect(segments).toEqual([
      { state: 'up', share: 0.5 },
      { state: 'off', share: 0.5 },
    ]);
  });

  it('has one that its daemon switched off as down', () => {
    const { segments } = strip([
      transition(5, 'down', { adminState: 'down', disabledBy: 'daemon' }),
      transition(20, 'established'),
    ]);
    expect(segments.map(({ state }) => state)).toEqual(['up', 'down']);
  });

  it('draws several transitions of one state as one stretch', () => {
    const { segments } = strip([
      transition(4, 'active'),
      transition(12, 'idle'),
    ]);
    expect(segments).toEqual([{ state: 'down', share: 1 }]);
  });

  it('knows nothing since the router was last read, and of when nobody looked', () => {
    const known = [transition(20, 'established')];
    expect(strip(known, { knownUntil: NOW - 4 * HOUR })).toEqual({
      segments: [
        { state: 'up', share: 0.6 },
        { state: 'unknown', share: 0.4 },
      ],
      upShare: 1,
    });
    expect(
      strip(known, { silences: [{ from: ago(5), to: ago(2) }] }).segments,
    ).toEqual([
      { state: 'up', share: 0.5 },
      { state: 'unknown', share: 0.3 },
      { state: 'up', share: 0.2 },
    ]);
    expect(strip(known, { knownUntil: undefined }).segments).toEqual([
      { state: 'unknown', share: 1 },
    ]);
  });

  it('knows nothing of one while the router did not have it', () => {
    const { segments } = strip([
      transition(2, 'established', { from: undefined }),
      transition(5, 'established', { from: 'established', gone: true }),
      transition(20, 'established'),
    ]);
    expect(segments).toEqual([
      { state: 'up', share: 0.5 },
      { state: 'unknown', share: expect.closeTo(0.3) },
      { state: 'up', share: 0.2 },
    ]);
  });

  it('leaves a dent for one that left and came back between two looks', () => {
    const { segments } = strip([
      transition(5, 'established', { from: 'established', flap: true }),
      transition(20, 'established'),
    ]);
    expect(segments).toEqual([
      { state: 'up', share: 0.5 },
      { state: 'down', share: 0 },
      { state: 'up', share: 0.5 },
    ]);
  });

  it('tells from when on it speaks where more happened than was loaded', () => {
    const flapping = Array.from({ length: 100 }, (_, index) =>
      transition(0.02 * (index + 1), index % 2 ? 'established' : 'idle'),
    );
    const silences = [{ from: ago(9), to: ago(8) }];
    const { loadedFrom, segments, upShare } = strip(flapping, {
      more: true,
      silences,
    });
    expect(segments[0]).toEqual({
      state: 'unloaded',
      share: expect.closeTo(0.8),
    });
    expect(segments.map(({ state }) => state)).not.toContain('unknown');
    expect(loadedFrom).toBe(NOW - 2 * HOUR);
    // Of the two hours alone.
    expect(upShare).toBeCloseTo(0.5);
    // What ORION never had is not to be loaded.
    const whole = strip(flapping, { silences });
    expect(whole.loadedFrom).toBeUndefined();
    expect(whole.segments[0].state).toBe('unknown');
  });

  it('speaks of the whole range where more lies before it alone', () => {
    expect(strip([transition(20, 'established')], { more: true })).toEqual({
      segments: [{ state: 'up', share: 1 }],
      upShare: 1,
    });
  });

  it('knows nothing of a session it never saw', () => {
    expect(strip([])).toEqual({ segments: [{ state: 'unknown', share: 1 }] });
  });
});
