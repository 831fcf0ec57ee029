import { SessionTransition } from '@orion/backstage-plugin-orion-bgp-common';
import { historyStrip } from './historyStrip';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const HOUR = 3_600_000;
const up = { state: 'established', adminState: 'up' } as const;

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

const strip = (transitions: SessionTransition[], session: any = up) =>
  historyStrip(transitions, session, NOW, 10 * HOUR);

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
    const off = { state: 'down', adminState: 'down' } as const;
    const { segments } = strip(
      [
        transition(5, 'down', { adminState: 'down' }),
        transition(12, 'established'),
      ],
      off,
    );
    expect(segments).toEqual([
      { state: 'up', share: 0.5 },
      { state: 'off', share: 0.5 },
    ]);
  });

  it('draws several transitions of one state as one stretch', () => {
    const down = { state: 'active', adminState: 'up' };
    const { segments } = strip(
      [transition(4, 'active'), transition(12, 'idle')],
      down,
    );
    expect(segments).toEqual([{ state: 'down', share: 1 }]);
  });

  it('knows nothing of a session it never saw', () => {
    expect(strip([])).toEqual({ segments: [{ state: 'unknown', share: 1 }] });
  });
});
